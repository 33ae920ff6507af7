"""What the operator, or a body that knows an organisation, decides of it: to vouch for it, or to block it."""

from __future__ import annotations

from datetime import UTC, datetime

from elasticsearch import Elasticsearch

from indexer.alerts.claims import drop_due
from indexer.engine.documents import change, scan
from indexer.engine.indices import refresh
from indexer.publications.document import BLOCKED as BY_US
from indexer.publications.document import PUBLISHED, WAITING
from indexer.publications.lifecycle import close
from indexer.recruiters.document import BLOCKED, BLOCKED_NOW, VOUCHED, VOUCHED_FOR, Organisation, with_notice
from indexer.recruiters.organisations import members

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
        doc = {**doc, "state": VOUCHED, "state_since": at, "vouched_by": by, "reason": None}
        return with_notice(doc, VOUCHED_FOR, organisation, at)

    return change(client, "organisations", organisation, known, refresh=True), changed


def block(client: Elasticsearch, organisation: str, reason: str, by: str) -> tuple[Organisation | None, bool]:
    """Let an organisation do nothing more; return it, and whether that is new. None when there is no such one.

    Its offers close and what was due to its recruiters is dropped, at once; to block it again does both again, should
    the first have died in the middle.
    """
    at, changed = _now(), False

    def blocked(doc: Organisation) -> Organisation:
        nonlocal changed
        changed = doc["state"] != BLOCKED
        since = at if changed else doc["state_since"]
        doc = {**doc, "state": BLOCKED, "state_since": since, "vouched_by": by, "reason": reason}
        return with_notice(doc, BLOCKED_NOW, organisation, at) if changed else doc

    found = change(client, "organisations", organisation, blocked, refresh=True)
    if found is not None:
        close_publications(client, organisation, BY_US)
        for recruiter in members(client, organisation):
            drop_due(client, {"recipient": recruiter["id"]}, BY_US)
    return found, changed


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
