"""What a recruiter does with their own account: ask for a link, confirm by it, choose a rhythm, pause, end mails."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from elasticsearch import ConflictError, Elasticsearch

from indexer.alerts.claims import drop_due
from indexer.engine.documents import change
from indexer.engine.indices import index_name
from indexer.recruiters.document import Recruiter, new_recruiter


def register(client: Elasticsearch, email: str, name: str) -> str:
    """Write a recruiter down who asks for a link, and return their id; the caller has it sent.

    One who is known stays as they are, and is written again all the same: the work is that for a stranger, and takes as
    long. While an address is not confirmed, the name written last counts: the first may be a stranger's.
    """
    recruiter = new_recruiter(email, name, _now())
    with suppress(ConflictError):
        client.create(index=index_name("recruiters"), id=recruiter["id"], document=recruiter)
    change(
        client,
        "recruiters",
        recruiter["id"],
        lambda doc: doc if doc.get("confirmed_at") else {**doc, "name": name},
    )
    return str(recruiter["id"])


def confirm(client: Elasticsearch, identifier: str) -> Recruiter | None:
    """Take note that a recruiter followed a link: the first confirms their address. None when there is no such one."""

    def confirmed(known: Recruiter) -> Recruiter:
        return {**known, "confirmed_at": known.get("confirmed_at") or _now()}

    return edit(client, identifier, confirmed)


def choose(client: Elasticsearch, identifier: str, chosen: dict[str, Any]) -> Recruiter | None:
    """Change a recruiter's name, and when their mails leave (`frequency`, `hour`); to choose is to want mails again."""
    return edit(client, identifier, lambda known: {**known, **chosen, "unsubscribed_at": None})


def heard_from(client: Elasticsearch, identifier: str) -> Recruiter | None:
    """Take note that a recruiter chose something that is not kept with them: mails that slowed are theirs again."""
    return edit(client, identifier, lambda known: known)


def pause(client: Elasticsearch, identifier: str, *, paused: bool, until: str | None = None) -> Recruiter | None:
    """Stop a recruiter's mails until they resume them, or `until` an ISO 8601 time; or resume them: nothing is lost."""
    resumed: dict[str, Any] = {} if paused else {"unsubscribed_at": None}
    until = until if paused else None
    return edit(client, identifier, lambda known: {**known, **resumed, "paused": paused, "paused_until": until})


def unsubscribe(client: Elasticsearch, identifier: str) -> bool:
    """End a recruiter's mails and drop what was due; say whether there is such a recruiter (RFC 8058)."""
    at = _now()
    ended = edit(client, identifier, lambda known: {**known, "unsubscribed_at": known.get("unsubscribed_at") or at})
    if ended:
        drop_due(client, {"recipient": identifier}, "unsubscribed")
    return ended is not None


def is_recruiter(client: Elasticsearch, identifier: str) -> bool:
    """Say whether an id of somebody who is mailed is a recruiter's."""
    return bool(client.exists(index=index_name("recruiters"), id=identifier))


def edit(
    client: Elasticsearch, identifier: str, change_it: Callable[[Recruiter], Recruiter | None]
) -> Recruiter | None:
    """Change a recruiter who was heard from; see `documents.change`."""

    def apply(known: Recruiter) -> Recruiter | None:
        edited = change_it(known)
        return {**edited, "last_contact_at": _now()} if edited else None

    return change(client, "recruiters", identifier, apply, refresh=True)


def _now() -> str:
    return datetime.now(UTC).isoformat()
