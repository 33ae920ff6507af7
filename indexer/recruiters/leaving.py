"""What a recruiter leaves behind in an organisation: its offers and their CVs go on with another member.

Nothing of an organisation is its author's: offers, CVs and keys are the organisation's. A key ends with the membership
of whoever made it; what the last member leaves is taken over by nobody.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Any

from elasticsearch import Elasticsearch

from indexer.candidates.views import keep_told
from indexer.cv_search.saved import delete_all_of
from indexer.engine.documents import change, change_many, get, scan
from indexer.engine.indices import index_name, refresh
from indexer.matching.matches import CLAIMED, PENDING
from indexer.publications.document import GIVEN_UP
from indexer.recruiters.belonging import members
from indexer.recruiters.document import BLOCKED, NEW, TAKES_OVER, Organisation, with_notice
from indexer.recruiters.vouching import close_publications

log = logging.getLogger(__name__)

Document = dict[str, Any]

JOINING = timedelta(minutes=30)
"""Longer than it takes to belong to what one claimed (`held_by`), or to go over an erasure again."""
ABANDONED = timedelta(days=30)
"""How long what an organisation without members published is kept."""


def after_leaving(client: Elasticsearch, organisation: str, recruiter: str) -> None:
    """See to what a recruiter leaves behind who does not belong to an organisation any more; twice is as good as once.

    The member who has been there longest takes over; with none left, the organisation is left empty.
    """
    change(client, "organisations", organisation, lambda doc: _without(doc, recruiter), refresh=True)
    delete_all_of(client, recruiter)
    others = [one for one in members(client, organisation) if one["id"] != recruiter]
    if others:
        longest = min(others, key=lambda one: (str(one.get("joined_at") or ""), one["id"]))
        hand_over(client, organisation, recruiter, longest["id"])
    else:
        leave_empty(client, organisation, recruiter)


def hand_over(
    client: Elasticsearch,
    organisation: str,
    recruiter: str,
    successor: str,
    *,
    only: Collection[str] | None = None,
    told: bool = True,
) -> int:
    """Have another member take over what a recruiter wrote, with its CVs; return how many offers there were.

    What was due to the one is due to the other; links in the mails of the one open nothing any more. The other is told
    by one mail, unless `told` is false. `only`: these publications and no others.
    """
    refresh(client, "publications", "matches")
    theirs = [{"term": {"organisation": organisation}}, {"term": {"recruiter": recruiter}}]
    found = scan(client, "publications", {"bool": {"filter": theirs}}, "id")
    mine = [identifier for identifier, _ in found if only is None or identifier in only]
    now = datetime.now(UTC).isoformat()
    for publication in mine:
        due = {"bool": {"filter": [{"term": {"publication": publication}}, {"term": {"recipient": recruiter}}]}}
        keep_told(client, get(client, "organisations", organisation), due)
        matches = [identifier for identifier, _ in scan(client, "matches", due, "id")]
        change_many(client, "matches", matches, lambda doc: _readdressed(doc, recruiter, successor, now))
        change(client, "publications", publication, lambda doc: {**doc, "recruiter": successor}, refresh=True)
    if mine and told:
        change(
            client, "recruiters", successor, lambda doc: with_notice(doc, TAKES_OVER, organisation, now), refresh=True
        )
        log.info("offers taken over", extra={"offers": len(mine)})
    return len(mine)


def leave_empty(client: Elasticsearch, organisation: str, leaver: str = "") -> None:
    """Close what an organisation without members has open, and make its keys void; nobody holds it any more.

    Whoever vouched for it did not know who comes next. A blocked one stays blocked. What it published is erased when
    somebody else claims it, or ABANDONED later: until then whoever took its last member out can undo it. One that
    another claimed meanwhile, who does not belong to it yet, is theirs.
    """
    close_publications(client, organisation, GIVEN_UP)
    now = datetime.now(UTC).isoformat()

    def bare(doc: Organisation) -> Organisation | None:
        if doc.get("held_by") not in (None, leaver) and doc["received_at"] > (datetime.now(UTC) - JOINING).isoformat():
            return None
        begun = {} if doc["state"] in (BLOCKED, NEW) else {"state": NEW, "state_since": now, "vouched_by": None}
        since = doc.get("emptied_at") or now
        return {**doc, **begun, "api_keys": [], "held_by": None, "proposed_name": None, "emptied_at": since}

    change(client, "organisations", organisation, bare, refresh=True)


def abandoned(client: Elasticsearch, now: datetime) -> list[str]:
    """Return the organisations that have been without members for ABANDONED."""
    refresh(client, "organisations")
    long_ago = {"range": {"emptied_at": {"lt": (now - ABANDONED).isoformat()}}}
    query = {"bool": {"filter": [long_ago], "must_not": [{"term": {"state": BLOCKED}}]}}
    found = [identifier for identifier, _ in scan(client, "organisations", query, "id")]
    return [identifier for identifier in found if not members(client, identifier)]


def erase_published(client: Elasticsearch, organisation: str) -> None:
    """Erase what an organisation published: offers, drafts, and the CVs told for them. Twice is as good as once."""
    close_publications(client, organisation, GIVEN_UP)
    refresh(client, "publications", "offers", "matches")
    mine = {"term": {"organisation": organisation}}
    published = [(found, doc.get("offer")) for found, doc in scan(client, "publications", mine, "id", ["offer"])]
    known = get(client, "organisations", organisation)
    for publication, offer in published:
        told = {"term": {"publication": publication}}
        keep_told(client, known, told)
        client.delete_by_query(index=index_name("matches"), query=told, conflicts="proceed", refresh=True)
        if offer:
            client.options(ignore_status=404).delete(index=index_name("offers"), id=offer, refresh=True)
        client.options(ignore_status=404).delete(index=index_name("publications"), id=publication, refresh=True)


def _without(doc: Organisation, recruiter: str) -> Organisation | None:
    """Return an organisation without the keys of who left, and not held by them; None when it is so already. Pure."""
    left = [key for key in doc.get("api_keys") or [] if key["made_by"] != recruiter]
    holder = None if doc.get("held_by") == recruiter else doc.get("held_by")
    changed = {**doc, "api_keys": left, "held_by": holder}
    return changed if (left, holder) != (doc.get("api_keys") or [], doc.get("held_by")) else None


def _readdressed(doc: Document, recruiter: str, successor: str, now: str) -> Document | None:
    if doc.get("recipient") != recruiter:
        return None
    again = {"state": PENDING, "digest": None} if doc["state"] == CLAIMED else {}
    return {**doc, **again, "recipient": successor, "handed_over_at": now}
