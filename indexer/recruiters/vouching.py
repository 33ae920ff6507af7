"""What the operator, or a body that knows an organisation, decides of it: to vouch for it, or to block it."""

from __future__ import annotations

from datetime import UTC, datetime

from elasticsearch import Elasticsearch

from indexer.alerts.claims import drop_due
from indexer.engine.documents import change, scan
from indexer.engine.indices import refresh
from indexer.publications.document import BLOCKED as BY_US
from indexer.publications.document import PUBLISHED, WAITING, was_refused
from indexer.publications.following import follow_closed, follow_organisation
from indexer.publications.holding import marks_of
from indexer.publications.lifecycle import close
from indexer.recruiters import watchlist
from indexer.recruiters.belonging import members
from indexer.recruiters.document import BLOCKED, BLOCKED_NOW, NEW, VOUCHED, VOUCHED_FOR, Organisation, with_notice
from indexer.recruiters.standing import reassess, reassess_namesakes

MOST_REASON = 1000
"""Characters of the reason that a blocked organisation is told."""


def vouch(client: Elasticsearch, organisation: str, by: str) -> tuple[Organisation | None, bool]:
    """Let an organisation see CVs, in the name of who knows it; return it, and whether that is new.

    None when there is no such organisation. A blocked one is free again; its offers stay closed.
    """
    at, changed = _now(), False

    def known(doc: Organisation) -> Organisation | None:
        nonlocal changed
        changed = doc["state"] != VOUCHED
        if not changed:
            return None
        vouched: Organisation = {"state": VOUCHED, "state_since": at, "vouched_by": by, "reason": None, "doubts": []}
        return with_notice({**doc, **vouched}, VOUCHED_FOR, organisation, at)

    found = change(client, "organisations", organisation, known, refresh=True)
    if found is not None:
        watchlist.forget(client, organisation=organisation)
        # What is open is verified now: it is matched, and due to whom it fits.
        follow_organisation(client, organisation)
        if changed:
            follow_closed(client, organisation)
            reassess_namesakes(client, found)
    return found, changed


def unvouch(client: Elasticsearch, organisation: str) -> Organisation | None:
    """Have nobody vouch for an organisation any more: it is as a new one. None when there is no such organisation.

    What is open stays so, as of an employer not verified; what was due of it is not mailed.
    """
    at = _now()

    def unknown(doc: Organisation) -> Organisation | None:
        begun = {"state": NEW, "state_since": at, "vouched_by": None}
        return {**doc, **begun} if doc["state"] == VOUCHED else None

    change(client, "organisations", organisation, unknown, refresh=True)
    remember_offers(client, organisation, refused=True)
    return reassess(client, organisation)


def block(client: Elasticsearch, organisation: str, reason: str, by: str) -> tuple[Organisation | None, bool]:
    """Let an organisation do nothing more; return it, and whether that is new. None when there is no such one.

    Its offers close and what was due to its recruiters is dropped, at once; to block it again does both again, should
    the first have died in the middle.
    """
    at, changed = _now(), False

    def blocked(doc: Organisation) -> Organisation:
        nonlocal changed
        changed = doc["state"] != BLOCKED
        if not changed:
            # Whose it is and why stay as they were told.
            return doc
        doc = {**doc, "state": BLOCKED, "state_since": at, "vouched_by": by, "reason": reason}
        return with_notice(doc, BLOCKED_NOW, organisation, at)

    found = change(client, "organisations", organisation, blocked, refresh=True)
    if found is not None:
        remember(client, found)
        close_publications(client, organisation, BY_US)
        follow_closed(client, organisation)
        for recruiter in members(client, organisation):
            drop_due(client, {"recipient": recruiter["id"]}, BY_US)
    return found, changed


def remember(client: Elasticsearch, organisation: Organisation) -> None:
    """Keep the marks of a blocked organisation and of each of its offers, to know them again (`watchlist`)."""
    identifier = organisation["id"]
    addresses = [member["email"] for member in members(client, identifier)]
    places = (organisation.get("register") or {}).get("places") or []
    marks = watchlist.marks_of_organisation(organisation["siren"], addresses, places)
    watchlist.note(client, identifier, identifier, marks)
    remember_offers(client, identifier)


def remember_offers(client: Elasticsearch, organisation: str, *, refused: bool = False) -> None:
    """Keep the marks of an organisation's offers; with `refused`, of those alone that the operator refused."""
    refresh(client, "publications")
    fields = ["id", "draft", "given", "state", "settled"]
    for _, publication in scan(client, "publications", {"term": {"organisation": organisation}}, "id", fields):
        if not refused or was_refused(publication):
            watchlist.note(client, publication["id"], organisation, marks_of(publication))


def close_publications(client: Elasticsearch, organisation: str, reason: str) -> int:
    """Close what an organisation publishes, or waits to; return how many there were. Twice is as good as once."""
    refresh(client, "publications")
    is_open = [{"term": {"organisation": organisation}}, {"terms": {"state": [PUBLISHED, WAITING]}}]
    closing = [identifier for identifier, _ in scan(client, "publications", {"bool": {"filter": is_open}}, "id")]
    for identifier in closing:
        close(client, identifier, reason)
    return len(closing)


def _now() -> str:
    return datetime.now(UTC).isoformat()
