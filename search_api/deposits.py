"""From validated fields to a stored profile with its work queued; the page and the API both come through here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from indexer.alerts.links import (
    LinkUnknownError,
    api_secret,
    follow_secret,
    page,
    read_api_secret,
    read_follow_secret,
)
from indexer.engine.client import engine
from indexer.engine.documents import get
from indexer.profiles.deposit import Deposit, deposit_once
from indexer.profiles.document import Profile
from indexer.queueing import enqueue_confirmation, enqueue_profile
from indexer.reading.file_checks import CheckedFile
from search_api.limits import by_address
from search_api.problems import not_found, refuse


def take_deposit(wish: dict[str, Any], cv: tuple[str, CheckedFile]) -> Profile:
    """Store a deposit and queue its reading and its confirmation mail; 503 when the file cannot be kept.

    Sent several times at once it is one, and one mail leaves.
    """
    name, file = cv
    asked = {key: value for key, value in wish.items() if key != "consent"}
    try:
        profile, is_new = deposit_once(engine(), Deposit(cv=file, cv_name=name, **asked), by_address())
    except OSError:
        refuse("cv", "storage_unavailable")
    if is_new:
        enqueue_confirmation(profile["id"])
        enqueue_profile(profile["id"])
    return profile


def follow_url(profile: Profile) -> str:
    """Return the address of a person's own page."""
    return page(f"/suivi/{follow_secret(profile)}")


def api_url(profile: Profile) -> str:
    """Return the address for the program that left the CV: its own secret, which is in no mail."""
    return page(f"/api/profiles/{api_secret(profile)}")


def profile_of(secret: str) -> Profile:
    """Return the profile a secret link opens; 404 when the link is not ours, was made void, or the profile is gone."""
    return _opened(secret, read_follow_secret)


def profile_of_program(secret: str, *, changes: bool = False) -> Profile:
    """Return the profile that the secret of its program opens, or that of the person's page, which mails hold.

    The latter reads only, once the address was confirmed: where it `changes` what cannot be undone, the request ends
    (403). 404 as `profile_of`.
    """
    try:
        read_api_secret(secret)
    except LinkUnknownError:
        profile = profile_of(secret)
        if changes and profile.get("confirmed_at"):
            refuse("secret", "link_reads_only")
        return profile
    return _opened(secret, read_api_secret)


def _opened(secret: str, read: Callable[[str], tuple[str, str]]) -> Profile:
    try:
        identifier, link_key = read(secret)
    except LinkUnknownError:
        not_found()
    profile = get(engine(), "profiles", identifier)
    if profile is None or profile["link_key"] != link_key:
        not_found()
    return profile
