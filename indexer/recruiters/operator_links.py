"""Who may decide from a browser as the operator does: whoever holds a link that `estey organisations page` printed.

A link is made for somebody by name (the operator, a mission locale, a chamber of commerce): that name stands beside
what they decide (`journal`). A partner's reaches the organisations of its territory only. Each is good until its time
is over, or until it, or all of them, are ended: what one opens is kept in the engine under its key.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from elasticsearch import Elasticsearch

from indexer.alerts.links import LinkExpiredError, operator_token, page, read_operator_token
from indexer.engine.documents import change, get
from indexer.engine.indices import index_name, refresh
from indexer.recruiters.document import Organisation

MOST_DAYS = 90
MOST_LINKS = 500
KIND = "operator-link"
_OVERSEAS = ("97", "98")


@dataclass(frozen=True, slots=True)
class Opened:
    """In whose name the operator's pages are opened, the key of the link, and until when (ISO 8601)."""

    by: str
    key: str
    until: str
    publications: bool = False
    """Whether they decide of offers that wait too, and read the journal. Who knows employers is no judge of what the
    law lets one publish: a partner body's link does not open those."""
    territory: tuple[str, ...] | None = None
    """Départements and communes (INSEE codes) whose organisations it reaches; None: all, for the operator."""

    def reaches(self, organisation: Organisation | None) -> bool:
        """Say whether an organisation is of the territory."""
        if organisation is None:
            return False
        commune = str(organisation.get("commune") or "")
        return self.territory is None or commune in self.territory or departement_of(commune) in self.territory


def departement_of(commune: str) -> str:
    """Return the département of an INSEE code: `33063` → `33`, `2A004` → `2A`, `97411` → `974`. Pure."""
    return commune[:3] if commune.startswith(_OVERSEAS) else commune[:2]


def make_link(
    client: Elasticsearch,
    by: str,
    lasts: timedelta,
    now: datetime | None = None,
    *,
    publications: bool = False,
    territory: Sequence[str] | None = None,
) -> str:
    """Return the address that opens the operator's pages in somebody's name for a time, at most MOST_DAYS days.

    With `publications` it opens the offers that wait too; with `territory` (départements and communes) it reaches the
    organisations there and no others. Without either it is the operator's own.
    """
    made = now or datetime.now(UTC)
    until = (made + min(lasts, timedelta(days=MOST_DAYS))).isoformat(timespec="seconds")
    key = secrets.token_hex(8)
    kept = {
        "key": key,
        "by": by,
        "until": until,
        "publications": publications,
        "territory": None if territory is None else list(territory),
        "made_at": made.isoformat(timespec="seconds"),
        "ended_at": None,
    }
    document = {"kind": KIND, "operator": kept}
    client.index(index=index_name("reference"), id=f"{KIND}-{key}", document=document, refresh=True)
    return page(f"/operateur/entrer/{operator_token(by, key, until, publications=publications)}")


def read_link(client: Elasticsearch, token: str) -> Opened:
    """Return what a link opens. Raises LinkUnknownError, or LinkExpiredError when it is over or ended."""
    opened = opened_by(client, read_operator_token(token)[1])
    if opened is None:
        raise LinkExpiredError
    return opened


def opened_by(client: Elasticsearch, key: str, now: datetime | None = None, *, session: str = "") -> Opened | None:
    """Return what the link of a key opens now, in the browser of a session; None once either is over or ended.

    Links of earlier releases open nothing: they named no territory.
    """
    document = get(client, "reference", f"{KIND}-{key}")
    kept: dict[str, Any] = (document or {}).get("operator") or {}
    if not kept or kept.get("ended_at") or datetime.fromisoformat(kept["until"]) < (now or datetime.now(UTC)):
        return None
    if session and session in (kept.get("ended_sessions") or []):
        return None
    territory = kept.get("territory")
    within = None if territory is None else tuple(territory)
    return Opened(kept["by"], kept["key"], kept["until"], bool(kept["publications"]), within)


def links(client: Elasticsearch) -> list[dict[str, Any]]:
    """Return every link made, the latest first: `key`, `by`, `until`, `publications`, `territory`, `made_at`,
    `ended_at`. With a key alone nobody opens anything: links are signed.
    """
    refresh(client, "reference")
    answer = client.search(index=index_name("reference"), query={"term": {"kind": KIND}}, size=MOST_LINKS)
    found = [dict(hit["_source"]["operator"]) for hit in answer["hits"]["hits"]]
    return sorted(found, key=lambda one: str(one["made_at"]), reverse=True)


def end_link(client: Elasticsearch, key: str) -> bool:
    """End one link, and what is open through it; say whether there was one to end."""
    ended = False

    def edit(doc: dict[str, Any]) -> dict[str, Any] | None:
        nonlocal ended
        kept = doc["operator"]
        ended = not kept.get("ended_at")
        now = datetime.now(UTC).isoformat(timespec="seconds")
        return {**doc, "operator": {**kept, "ended_at": now}} if ended else None

    change(client, "reference", f"{KIND}-{key}", edit, refresh=True)
    return ended


def end_session(client: Elasticsearch, key: str, session: str) -> None:
    """End what one browser opened by the link of a key: a copy of its cookie opens nothing while the link is good."""

    def edit(doc: dict[str, Any]) -> dict[str, Any]:
        kept = doc["operator"]
        ended = {*(kept.get("ended_sessions") or []), session}
        return {**doc, "operator": {**kept, "ended_sessions": sorted(ended)}}

    change(client, "reference", f"{KIND}-{key}", edit)


def end_links(client: Elasticsearch) -> int:
    """End every link made so far, and what is open through it; return how many were open."""
    return sum(end_link(client, one["key"]) for one in links(client) if not one["ended_at"])
