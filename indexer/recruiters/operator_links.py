"""Who may decide from a browser as the operator does: whoever holds a link that `estey organisations page` printed.

A link is made for somebody by name (the operator, a mission locale, a chamber of commerce): that name stands beside
what they decide. It is good until its time is over, or until all are ended: each holds a key that the engine keeps.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from elasticsearch import ConflictError, Elasticsearch

from indexer.alerts.links import LinkExpiredError, operator_token, page, read_operator_token
from indexer.engine.documents import change, get
from indexer.engine.indices import index_name

MOST_DAYS = 90
_DOCUMENT = "operator-links"


@dataclass(frozen=True, slots=True)
class Opened:
    """In whose name the operator's pages are opened, the key of the link, and until when (ISO 8601)."""

    by: str
    key: str
    until: str
    publications: bool = False
    """Whether they decide of offers that wait too. Who knows employers is no judge of what the law lets one publish:
    a partner body's link does not open those."""


def make_link(
    client: Elasticsearch, by: str, lasts: timedelta, now: datetime | None = None, *, publications: bool = False
) -> str:
    """Return the address that opens the operator's pages in somebody's name for a time, at most MOST_DAYS days.

    With `publications` it opens the offers that wait too.
    """
    until = (now or datetime.now(UTC)) + min(lasts, timedelta(days=MOST_DAYS))
    token = operator_token(by, _key(client), until.isoformat(timespec="seconds"), publications=publications)
    return page(f"/operateur/entrer/{token}")


def read_link(client: Elasticsearch, token: str) -> Opened:
    """Return what a link opens. Raises LinkUnknownError, or LinkExpiredError when it is over or ended."""
    by, key, until, publications = read_operator_token(token)
    opened = Opened(by, key, until, publications)
    if not is_good(client, opened):
        raise LinkExpiredError
    return opened


def is_good(client: Elasticsearch, opened: Opened, now: datetime | None = None) -> bool:
    """Say whether what a link opened is still open."""
    if datetime.fromisoformat(opened.until) < (now or datetime.now(UTC)):
        return False
    kept = get(client, "reference", _DOCUMENT)
    return kept is not None and hmac.compare_digest(str(kept["operator"]["key"]), opened.key)


def end_links(client: Elasticsearch) -> None:
    """End every link made so far, and what is open through it."""
    client.index(index=index_name("reference"), id=_DOCUMENT, document=_new(), refresh=True)


def end_session(client: Elasticsearch, session: str, until: str) -> None:
    """End what one browser opened by a link that is good `until` then: a copy of its cookie opens nothing."""
    now = datetime.now(UTC).isoformat()

    def edit(doc: dict[str, Any]) -> dict[str, Any]:
        over = doc["operator"].get("ended") or {}
        ended = {name: end for name, end in over.items() if end > now} | {session: until}
        return {**doc, "operator": {**doc["operator"], "ended": ended}}

    change(client, "reference", _DOCUMENT, edit)


def has_ended(client: Elasticsearch, session: str) -> bool:
    """Say whether what a browser opened was ended by `end_session`."""
    kept = get(client, "reference", _DOCUMENT) or {}
    return session in ((kept.get("operator") or {}).get("ended") or {})


def _key(client: Elasticsearch) -> str:
    kept = get(client, "reference", _DOCUMENT)
    if kept is None:
        kept = _new()
        try:
            client.create(index=index_name("reference"), id=_DOCUMENT, document=kept, refresh=True)
        except ConflictError:
            kept = get(client, "reference", _DOCUMENT) or kept
    return str(kept["operator"]["key"])


def _new() -> dict[str, Any]:
    return {"kind": "operator", "operator": {"key": secrets.token_urlsafe(24)}}
