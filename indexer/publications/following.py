"""What is open of an organisation follows what it is taken for: its name, whether somebody vouches for it, doubts."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from elasticsearch import Elasticsearch

from indexer.engine.documents import change, get, scan
from indexer.engine.indices import index_name, refresh
from indexer.matching.matches import DROPPED, EMPLOYER_UNVERIFIED
from indexer.publications import document as state
from indexer.publications import holding
from indexer.publications.carrying import carry, change_and_carry, shown_as
from indexer.publications.document import Publication
from indexer.recruiters.document import is_vouched


def follow_organisation(client: Elasticsearch, identifier: str) -> int:
    """Have what an organisation has open shown as it is now; return how many offers had to follow.

    Of one that is doubted, what nobody read waits; each other offer is carried anew, so that it says the name of now
    and, once somebody vouches, is matched and due. Twice is as good as once.
    """
    organisation = get(client, "organisations", identifier)
    if organisation is None:
        return 0
    refresh(client, "publications")
    mine = [{"term": {"organisation": identifier}}, {"term": {"state": state.PUBLISHED}}]
    open_now = {"bool": {"filter": mine}}
    if organisation.get("doubts") and not is_vouched(organisation):
        for publication, _ in scan(client, "publications", open_now, "id"):
            change_and_carry(client, publication, _held)
        refresh(client, "publications")
    if is_vouched(organisation):
        _forget_dropped(client, identifier)
    now = shown_as(organisation)
    otherwise = {"bool": {"filter": mine, "must_not": [{"term": {"shown_as": now}}]}}
    found = [publication for publication, _ in scan(client, "publications", otherwise, "id")]
    for publication in found:
        change(client, "publications", publication, _to_carry, refresh=True)
        carry(client, publication)
    return len(found)


def follow_closed(client: Elasticsearch, organisation: str) -> None:
    """Have what is closed of an organisation, by whomever, be readable or not as it is blocked now or not."""
    refresh(client, "publications")
    closed = [{"term": {"organisation": organisation}}, {"term": {"state": state.CLOSED}}]
    for publication, _ in list(scan(client, "publications", {"bool": {"filter": closed}}, "id")):
        change_and_carry(client, publication, _closed_again)


def _closed_again(doc: Publication) -> Publication | None:
    return state.moved(doc, state.CLOSED, datetime.now(UTC)) if doc["state"] == state.CLOSED else None


def _held(doc: Publication) -> Publication | None:
    if doc["state"] != state.PUBLISHED or holding.is_read({**doc, "draft": None}):
        return None
    # What people saw is what is read; what is being written stays, unless there is nothing but it.
    waits = {"held": [holding.DOUBTED], "draft": state.written(doc), "proposed": state.version(doc)}
    return state.moved(doc, state.WAITING, datetime.now(UTC), **waits)


def _to_carry(doc: Publication) -> Publication | None:
    return state.moved(doc, doc["state"], datetime.now(UTC)) if doc["state"] == state.PUBLISHED else None


def _forget_dropped(client: Elasticsearch, organisation: str) -> None:
    """Erase what was dropped since nobody vouched any more: it is due again."""
    offers = [
        doc["offer"]
        for _, doc in scan(client, "publications", {"term": {"organisation": organisation}}, "id", ["offer"])
        if doc.get("offer")
    ]
    if offers:
        refresh(client, "matches")
        dropped: list[dict[str, Any]] = [
            {"terms": {"offer": offers}},
            {"term": {"state": DROPPED}},
            {"term": {"reason": EMPLOYER_UNVERIFIED}},
        ]
        query = {"bool": {"filter": dropped}}
        client.delete_by_query(index=index_name("matches"), query=query, conflicts="proceed", refresh=True)
