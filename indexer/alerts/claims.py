"""The outbox as it is worked through: what is waiting, what is claimed, and moving matches without losing a race."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import streaming_bulk

from indexer.engine.documents import scan
from indexer.engine.indices import index_name, refresh
from indexer.matching.matches import CLAIMED, DROPPED, PENDING
from indexer.settings import settings

MOST_MATCHES = 1000

Hit = dict[str, Any]


def claim_lasts() -> timedelta:
    """Return how long a claim is left to the run that made it."""
    return timedelta(seconds=settings().claim_seconds)


def recipients_waiting(client: Elasticsearch) -> Iterator[str]:
    """Yield each person who has pending matches, or an expired claim to finish."""
    refresh(client, "matches")
    expired = {"range": {"claimed_at": {"lt": (datetime.now(UTC) - claim_lasts()).isoformat()}}}
    unfinished = {"bool": {"filter": [{"term": {"state": CLAIMED}}, expired]}}
    query = {"bool": {"should": [{"term": {"state": PENDING}}, unfinished], "minimum_should_match": 1}}
    after: dict[str, Any] | None = None
    while True:
        composite: dict[str, Any] = {"size": 500, "sources": [{"recipient": {"terms": {"field": "recipient"}}}]}
        if after:
            composite["after"] = after
        answer = client.search(
            index=index_name("matches"), query=query, size=0, aggs={"recipients": {"composite": composite}}
        )
        found = answer["aggregations"]["recipients"]
        yield from (bucket["key"]["recipient"] for bucket in found["buckets"])
        after = found.get("after_key")
        if not after:
            return


def drop_due(client: Elasticsearch, finder: dict[str, str], reason: str) -> None:
    """Drop what is due and not sent through a finder: `{"profile": id}` or `{"search": id}`."""
    refresh(client, "matches")
    waiting = {"bool": {"filter": [{"term": finder}, {"terms": {"state": [PENDING, CLAIMED]}}]}}
    identifiers = [identifier for identifier, _ in scan(client, "matches", waiting, "id")]
    change_all = ({"_id": identifier, "doc": {"state": DROPPED, "reason": reason}} for identifier in identifiers)
    actions = ({"_op_type": "update", "_index": index_name("matches"), **action} for action in change_all)
    for _ in streaming_bulk(client, actions, raise_on_error=False):
        pass


def expired_claims(client: Elasticsearch, recipient: str) -> dict[str, list[Hit]]:
    """Return a person's claims that expired, by digest, claimed anew so that no other run finishes them too."""
    now = datetime.now(UTC)
    hits = matches_of(
        client,
        [
            {"term": {"recipient": recipient}},
            {"term": {"state": CLAIMED}},
            {"range": {"claimed_at": {"lt": (now - claim_lasts()).isoformat()}}},
        ],
    )
    claims = defaultdict(list)
    for hit in move(client, hits, {"claimed_at": now.isoformat()}):
        claims[hit["_source"]["digest"]].append(hit)
    return claims


def matches_of(client: Elasticsearch, filters: list[dict[str, Any]]) -> list[Hit]:
    """Return the oldest matches that answer these filters, with what it takes to move them."""
    answer = client.search(
        index=index_name("matches"),
        query={"bool": {"filter": filters}},
        size=MOST_MATCHES,
        sort=[{"created_at": "asc"}],
        seq_no_primary_term=True,
    )
    return list(answer["hits"]["hits"])


def move(client: Elasticsearch, hits: list[Hit], fields: dict[str, Any]) -> list[Hit]:
    """Write new fields to matches that have not moved since they were read; return those that were ours to move."""
    actions = (
        {
            "_op_type": "update",
            "_index": index_name("matches"),
            "_id": hit["_id"],
            "if_seq_no": hit["_seq_no"],
            "if_primary_term": hit["_primary_term"],
            "doc": fields,
        }
        for hit in hits
    )
    by_id = {hit["_id"]: hit for hit in hits}
    moved = []
    for done, answer in streaming_bulk(client, actions, raise_on_error=False):
        outcome = answer["update"]
        if done:
            hit = by_id[outcome["_id"]]
            moved.append(
                {
                    **hit,
                    "_seq_no": outcome["_seq_no"],
                    "_primary_term": outcome["_primary_term"],
                    "_source": {**hit["_source"], **fields},
                }
            )
    return moved


def forget(client: Elasticsearch, finder: dict[str, str], states: tuple[str, ...]) -> None:
    """Erase the matches in these states that a finder made: `{"profile": id}` or `{"search": id}`."""
    refresh(client, "matches")
    held = {"bool": {"filter": [{"term": finder}, {"terms": {"state": list(states)}}]}}
    client.delete_by_query(index=index_name("matches"), query=held, conflicts="proceed", refresh=True)
