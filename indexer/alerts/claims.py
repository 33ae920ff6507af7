"""The outbox as it is worked through: who is due a mail, which matches it tells, and marking them.

What a mail tells is settled by the person's open digest (`indexer.alerts.open_digests`); `claimed` in a match only says
that it is in one.
"""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import streaming_bulk

from indexer.alerts.due import FIELDS, FinderKey, by_recipient, leaving, may_be_written_to, rhythms_seen, waiting
from indexer.alerts.mails_apart import has_room, matches_apart
from indexer.alerts.open_digests import claim_lasts, is_free
from indexer.alerts.people import people
from indexer.engine.documents import change_many, read_together, scan
from indexer.engine.indices import index_name, refresh
from indexer.matching.matches import CLAIMED, DROPPED, PENDING, SENT
from indexer.quarantine.attempts import reason_of

log = logging.getLogger(__name__)

MOST_MATCHES = 1000
"""In one mail, most of them behind its link; what is beyond leaves in the next."""
TOGETHER = 500
GONE, MOVED = 404, 409

Hit = dict[str, Any]


@dataclass
class Walk:
    """How far a run of alerts may go, and how far it came: people are walked in the order of their ids."""

    beyond: str = ""
    """Begins after this person; where it ended, for the next run. Empty: from the first on, or everybody was seen."""
    seconds: float = math.inf


def recipients_waiting(client: Elasticsearch, *, everyone: bool = False, walk: Walk | None = None) -> Iterator[str]:
    """Yield each person a mail may leave for now: one with alerts that are due, or with a digest to finish.

    With `everyone`, all for whom something waits, whatever the hour they chose. A `walk` ends after its time, with
    TOGETHER people looked at at least.
    """
    refresh(client, "matches", "people")
    now, walk = datetime.now(UTC), walk or Walk()
    end = time.monotonic() + walk.seconds
    finishing = set(_to_finish(client, now))
    yield from sorted(finishing)
    groups = by_recipient(waiting(client, beyond=walk.beyond))
    while some := dict(islice(groups, TOGETHER)):
        finders = rhythms_seen(client, (alert for alerts in some.values() for alert in alerts))
        known = people(client, list(some))
        for recipient, alerts in some.items():
            person = known[recipient]
            if recipient in finishing or person.get("digest") or not has_room(person):
                continue
            if not may_be_written_to(person, now):
                continue
            try:
                leaves = leaving(alerts, finders, person, now, everyone=everyone)
            except Exception as error:
                # One alert whose rhythm cannot be read must not keep everybody else's mails.
                log.error("a rhythm cannot be read", extra={"recipient": recipient, "reason": reason_of(error)})
                continue
            if leaves:
                yield recipient
        walk.beyond = next(reversed(some)) if len(some) == TOGETHER else ""
        if walk.beyond and time.monotonic() > end:
            return
    walk.beyond = ""


def _to_finish(client: Elasticsearch, now: datetime) -> Iterator[str]:
    """Yield those whose open digest is free to be finished, and those with a claim of an earlier release."""
    opened = {"exists": {"field": "digest_until"}}
    for recipient, person in scan(client, "people", opened, "person", ["digest", "digest_until"]):
        if is_free(person):
            yield recipient
    for recipient in _recipients(client, claimed_before(now)):
        known = people(client, [recipient])[recipient]
        if "digest" not in known and not matches_apart(known):
            yield recipient


def claimed_before(now: datetime) -> list[dict[str, Any]]:
    """Return the filters of matches that were claimed so long ago that whoever did is not at it any more."""
    return [{"term": {"state": CLAIMED}}, {"range": {"claimed_at": {"lt": (now - claim_lasts()).isoformat()}}}]


def _recipients(client: Elasticsearch, filters: list[dict[str, Any]]) -> list[str]:
    answer = client.search(
        index=index_name("matches"),
        query={"bool": {"filter": filters}},
        size=0,
        aggs={"recipients": {"terms": {"field": "recipient", "size": MOST_MATCHES}}},
    )
    return [bucket["key"] for bucket in answer["aggregations"]["recipients"]["buckets"]]


def drop_due(client: Elasticsearch, finder: dict[str, str], reason: str) -> None:
    """Drop what is due and not sent: through `{"profile": id}`, `{"search": id}` or `{"publication": id}`, or to
    `{"recipient": id}`.

    What is sent between being found and being dropped stays sent: each is read again when it is written.
    """
    refresh(client, "matches")
    waiting = {"bool": {"filter": [{"term": finder}, {"terms": {"state": [PENDING, CLAIMED]}}]}}
    identifiers = [identifier for identifier, _ in scan(client, "matches", waiting, "id")]
    dropped = {"state": DROPPED, "reason": reason}
    change_many(
        client, "matches", identifiers, lambda doc: {**doc, **dropped} if doc["state"] in (PENDING, CLAIMED) else None
    )


def due_matches(
    client: Elasticsearch, recipient: str, due: dict[FinderKey, datetime], but: Sequence[str] = ()
) -> list[str]:
    """Return the ids of a person's pending matches that leave now, the oldest first; `due` is `due.leaving`'s.

    Those named in `but` are left out, whatever they are marked as: a digest set apart has them.
    """
    alerts = [
        {
            "bool": {
                "filter": [
                    {"term": {FIELDS[kind]: identifier}},
                    {"range": {"created_at": {"lte": until.isoformat()}}},
                ]
            }
        }
        for (kind, identifier), until in due.items()
    ]
    pending = [{"term": {"recipient": recipient}}, {"term": {"state": PENDING}}]
    others = {"must_not": [{"terms": {"id": list(but)}}]} if but else {}
    return _ids(client, {"bool": {"filter": pending, "should": alerts, "minimum_should_match": 1, **others}})


def claimed_by_an_earlier_release(client: Elasticsearch, recipient: str) -> tuple[str, list[str]]:
    """Return a digest that was claimed match by match and never finished, and its matches; empty when there is none.

    Until November 2026 the matches themselves held the claim.
    """
    query = {"bool": {"filter": [{"term": {"recipient": recipient}}, *claimed_before(datetime.now(UTC))]}}
    answer = client.search(index=index_name("matches"), query=query, size=1, source_includes=["digest"])
    if not answer["hits"]["hits"]:
        return "", []
    digest = answer["hits"]["hits"][0]["_source"]["digest"]
    query["bool"]["filter"].append({"term": {"digest": digest}})
    return digest, _ids(client, query)


def _ids(client: Elasticsearch, query: dict[str, Any]) -> list[str]:
    answer = client.search(
        index=index_name("matches"), query=query, size=MOST_MATCHES, sort=[{"created_at": "asc"}], source=False
    )
    return [hit["_id"] for hit in answer["hits"]["hits"]]


def unsettled(client: Elasticsearch, digest: str, identifiers: Iterable[str]) -> list[Hit]:
    """Return the matches of a digest as they are at this moment, with what it takes to move them.

    Left out are those that are sent, dropped or erased meanwhile, and those that another digest has.
    """
    return [
        dict(hit)
        for hit in read_together(client, index_name("matches"), list(identifiers))
        if hit["_source"]["state"] == PENDING
        or (hit["_source"]["state"] == CLAIMED and hit["_source"]["digest"] == digest)
    ]


def claim(client: Elasticsearch, digest: str, hits: list[Hit]) -> list[Hit]:
    """Mark matches as being in a digest; return those that are."""
    pending = [hit for hit in hits if hit["_source"]["state"] == PENDING]
    fields = {"state": CLAIMED, "digest": digest, "claimed_at": datetime.now(UTC).isoformat()}
    return [*(hit for hit in hits if hit["_source"]["state"] == CLAIMED), *move(client, pending, fields)]


def mark_sent(client: Elasticsearch, digest: str, identifiers: Iterable[str], sent_at: str) -> None:
    """Mark what was told; those erased meanwhile are passed over, twice does no harm. Raises RuntimeError."""
    fields = {"state": SENT, "digest": digest, "sent_at": sent_at}
    actions = (
        {"_op_type": "update", "_index": index_name("matches"), "_id": identifier, "doc": fields}
        for identifier in identifiers
    )
    for done, answer in streaming_bulk(client, actions, raise_on_error=False):
        if not done and answer["update"]["status"] != GONE:
            raise RuntimeError(f"A match could not be marked: {answer['update'].get('error', {}).get('type')}")


def move(client: Elasticsearch, hits: list[Hit], fields: dict[str, Any]) -> list[Hit]:
    """Write new fields to matches that have not moved since they were read; return those that were ours to move.

    Raises RuntimeError when one cannot be written.
    """
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
            place = {"_seq_no": outcome["_seq_no"], "_primary_term": outcome["_primary_term"]}
            moved.append({**hit, **place, "_source": {**hit["_source"], **fields}})
        elif outcome["status"] not in (MOVED, GONE):
            raise RuntimeError(f"A match could not be moved: {outcome.get('error', {}).get('type')}")
    return moved


def forget(client: Elasticsearch, finder: dict[str, str], states: tuple[str, ...]) -> None:
    """Erase the matches in these states that a finder made: `{"profile": id}` or `{"search": id}`."""
    refresh(client, "matches")
    held = {"bool": {"filter": [{"term": finder}, {"terms": {"state": list(states)}}]}}
    client.delete_by_query(index=index_name("matches"), query=held, conflicts="proceed", refresh=True)
