"""What becomes of publications by itself: they end, their recruiters are told before, what was begun is finished.

The mails that are due by it leave by the outbox (`indexer.operations.mails`).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from elasticsearch import Elasticsearch

from indexer.engine.documents import change, get_many, scan
from indexer.engine.indices import index_name, refresh
from indexer.publications import document as state
from indexer.publications.carrying import carry, change_and_carry, shown_as
from indexer.publications.document import Publication
from indexer.publications.following import follow_organisation
from indexer.publications.settling import EXPIRING
from indexer.recruiters.document import may_publish
from indexer.recruiters.standing import ask_unanswered
from indexer.recruiters.vouching import close_publications

MOST_ORGANISATIONS = 20_000
"""With offers open."""
DRAFT_KEPT = timedelta(days=180)
"""How long what was never published is kept after it was begun."""


def tend(client: Elasticsearch, now: datetime) -> None:
    """Do all that is due; run every few minutes. Each step finds by itself what is left of the last run."""
    refresh(client, "publications")
    take_down_blocked(client)
    follow_organisations(client)
    ask_unanswered(client, now)
    expire(client, now)
    remind(client, now)
    for identifier in _ids(client, {"term": {"carried": False}}):
        carry(client, identifier)
    erase_old_drafts(client, now)


def expire(client: Elasticsearch, now: datetime) -> int:
    """Close the offers whose time is over, and return how many there were."""

    def edit(doc: Publication) -> Publication | None:
        # Read again: it may have been renewed since the search.
        over = doc["state"] == state.PUBLISHED and datetime.fromisoformat(doc["expires_at"]) <= now
        return state.closed(doc, state.EXPIRED, now) if over else None

    due = _ids(client, _open({"range": {"expires_at": {"lte": now.isoformat()}}}))
    for identifier in due:
        change_and_carry(client, identifier, edit)
    return len(due)


def remind(client: Elasticsearch, now: datetime) -> int:
    """Note that the recruiters of offers that end soon are to be told, once for each time; return how many."""
    soon = now + state.REMINDED_BEFORE

    def edit(doc: Publication) -> Publication | None:
        ends = doc["state"] == state.PUBLISHED and now < datetime.fromisoformat(doc["expires_at"]) <= soon
        told = {"reminded_at": now.isoformat(), "mail_due": EXPIRING}
        # Another mail that is due leaves first: this one is noted by the next run.
        return {**doc, **told} if ends and not doc.get("reminded_at") and not doc.get("mail_due") else None

    query = _open({"range": {"expires_at": {"gt": now.isoformat(), "lte": soon.isoformat()}}})
    query["bool"]["must_not"] = [{"exists": {"field": "reminded_at"}}]
    due = _ids(client, query)
    for identifier in due:
        change(client, "publications", identifier, edit, refresh=True)
    return len(due)


def take_down_blocked(client: Elasticsearch) -> int:
    """Close what organisations that may publish no more still have open: who blocked one may have died before."""
    answer = client.search(
        index=index_name("publications"),
        query=_open(),
        size=0,
        aggs={"organisations": {"terms": {"field": "organisation", "size": MOST_ORGANISATIONS}}},
    )
    by_id = [bucket["key"] for bucket in answer["aggregations"]["organisations"]["buckets"]]
    known = get_many(client, "organisations", by_id)
    return sum(close_publications(client, one, state.BLOCKED) for one in by_id if not may_publish(known.get(one)))


def follow_organisations(client: Elasticsearch) -> int:
    """Have open offers follow organisations that changed, if who changed one died before; return how many did."""
    answer = client.search(
        index=index_name("publications"),
        query=_open(),
        size=0,
        aggs={
            "organisations": {
                "terms": {"field": "organisation", "size": MOST_ORGANISATIONS},
                "aggs": {"shown": {"terms": {"field": "shown_as", "size": 2, "missing": ""}}},
            }
        },
    )
    buckets = answer["aggregations"]["organisations"]["buckets"]
    shown = {bucket["key"]: [one["key"] for one in bucket["shown"]["buckets"]] for bucket in buckets}
    known = get_many(client, "organisations", shown)
    return sum(
        follow_organisation(client, identifier)
        for identifier, marks in shown.items()
        if identifier in known and marks != [shown_as(known[identifier])]
    )


def erase_old_drafts(client: Elasticsearch, now: datetime) -> int:
    """Erase what was begun DRAFT_KEPT ago and never published; return how many there were."""
    old = [
        {"term": {"state": state.DRAFT}},
        {"range": {"created_at": {"lt": (now - DRAFT_KEPT).isoformat()}}},
    ]
    query = {"bool": {"filter": old, "must_not": [{"exists": {"field": "published_at"}}]}}
    answer = client.delete_by_query(index=index_name("publications"), query=query, conflicts="proceed", refresh=True)
    return int(answer["deleted"])


def _open(*filters: dict[str, Any]) -> dict[str, Any]:
    return {"bool": {"filter": [{"term": {"state": state.PUBLISHED}}, *filters]}}


def _ids(client: Elasticsearch, query: dict[str, Any]) -> list[str]:
    return [identifier for identifier, _ in scan(client, "publications", query, "id")]
