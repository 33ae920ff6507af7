"""From validated fields to a stored profile with its work queued; the page and the API both come through here."""

from __future__ import annotations

from typing import Any

from indexer.alerts.links import LinkUnknownError, follow_secret, page, read_follow_secret
from indexer.engine.client import engine
from indexer.engine.documents import get
from indexer.profiles.deposit import Deposit, deposit
from indexer.profiles.document import Profile
from indexer.queueing import enqueue_confirmation, enqueue_profile
from indexer.reading.file_checks import CheckedFile
from search_api.problems import not_found, refuse


def take_deposit(wish: dict[str, Any], cv: tuple[str, CheckedFile]) -> Profile:
    """Store a deposit and queue its reading and its confirmation mail; 503 when the file cannot be kept."""
    name, file = cv
    asked = {key: value for key, value in wish.items() if key != "consent"}
    try:
        profile = deposit(engine(), Deposit(cv=file, cv_name=name, **asked))
    except OSError:
        refuse("cv", "storage_unavailable")
    enqueue_confirmation(profile["id"])
    enqueue_profile(profile["id"])
    return profile


def follow_url(profile: Profile) -> str:
    """Return the address of a person's own page."""
    return page(f"/suivi/{follow_secret(profile)}")


def api_url(profile: Profile) -> str:
    """Return the same for programs."""
    return page(f"/api/profiles/{follow_secret(profile)}")


def profile_of(secret: str) -> Profile:
    """Return the profile a secret link opens; 404 when the link is not ours, was made void, or the profile is gone."""
    try:
        identifier, link_key = read_follow_secret(secret)
    except LinkUnknownError:
        not_found()
    profile = get(engine(), "profiles", identifier)
    if profile is None or profile["link_key"] != link_key:
        not_found()
    return profile
