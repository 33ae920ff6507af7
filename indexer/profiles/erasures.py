"""Erasures that outlive their own process, and what is written late about who is gone (GDPR art. 17).

Before anything is erased, that it will be is written down. The sweep goes over it again for KEPT: an erasure that died
in the middle is finished within a minute, and what a worker that had already read the document writes after it (a
match, when they were last mailed) goes at the next round. No task lasts longer than KEPT.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from elasticsearch import Elasticsearch

from indexer.alerts.claims import forget
from indexer.alerts.people import OWNERS, forget_if_last
from indexer.candidates.leaving import forget_candidate
from indexer.engine.documents import scan
from indexer.engine.indices import index_name, refresh
from indexer.matching.matches import CLAIMED, DROPPED, PENDING, SENT
from indexer.profiles import erased
from indexer.reading.file_store import delete_file

log = logging.getLogger(__name__)

Again = Callable[[Elasticsearch, dict[str, Any]], None]

KEPT = timedelta(minutes=15)
UNSENT = (PENDING,)
ALL_STATES = (PENDING, CLAIMED, SENT, DROPPED)
TOGETHER = 500
_FINDERS = {"profiles": "profile", "searches": "search"}
_BEGUN = {"term": {"kind": "erasure"}}


def begin(client: Elasticsearch, kind: str, identifier: str, person: str, file: str = "", **more: str) -> None:
    """Write down that a profile or saved search, its file and what is known through it are being erased: for the sweep,
    and for good on the list that backups do not hold (`indexer.profiles.erased`).

    Of another kind of document, `more` is what its own erasure asks for (`finish`).
    """
    now = datetime.now(UTC)
    begun = now.isoformat()
    erased.note(kind, identifier, now)
    erasure = {"of": kind, "id": identifier, "person": person, "file": file, "begun_at": begun, **more}
    document = {"kind": "erasure", "erasure": erasure}
    client.index(index=index_name("reference"), id=f"erasure-{identifier}", document=document)


def is_begun(client: Elasticsearch, identifier: str) -> bool:
    """Say whether a profile or saved search of this id was erased in the last minutes: no other may take the id yet."""
    return bool(client.exists(index=index_name("reference"), id=f"erasure-{identifier}"))


def erase(client: Elasticsearch, kind: str, identifier: str, person: str, file: str = "") -> None:
    """Erase a profile or saved search and what is known through it; twice is as good as once.

    If the same person has another profile or search, what they were told stays known, or they would be told again.
    """
    client.options(ignore_status=404).delete(index=index_name(kind), id=identifier, refresh=True)
    if file:
        delete_file(file)
    others = kind == "searches" or has_profile(client, person)
    forget(client, {_FINDERS[kind]: identifier}, UNSENT if others else ALL_STATES)
    if kind == "profiles":
        forget(client, {"candidate_profile": identifier}, UNSENT if others else ALL_STATES)
        if not others:
            forget_candidate(client, person)
    forget_if_last(client, person)


def has_profile(client: Elasticsearch, person: str) -> bool:
    """Say whether a person left a profile."""
    refresh(client, "profiles")
    return bool(client.count(index=index_name("profiles"), query={"term": {"person": person}})["count"])


def finish(client: Elasticsearch, now: datetime, others: Mapping[str, Again] | None = None) -> int:
    """Go over the erasures of the last minutes again; return how many there were.

    `others`: for documents that are neither profiles nor saved searches, what erases them again, by kind.
    """
    refresh(client, "reference")
    answer = client.search(index=index_name("reference"), query=_BEGUN, size=TOGETHER, source_includes=["erasure"])
    for hit in answer["hits"]["hits"]:
        said: dict[str, Any] = hit["_source"]["erasure"]
        erased.note(said["of"], said["id"], datetime.fromisoformat(said["begun_at"]))
        if again := (others or {}).get(said["of"]):
            again(client, said)
        elif said["of"] in _FINDERS:
            erase(client, said["of"], said["id"], said["person"], said["file"])
        else:
            # Whoever knows how goes over it.
            continue
        if datetime.fromisoformat(said["begun_at"]) < now - KEPT:
            client.options(ignore_status=404).delete(index=index_name("reference"), id=hit["_id"], refresh=True)
    return len(answer["hits"]["hits"])


def forget_those_who_left(client: Elasticsearch) -> int:
    """Erase what is known of people who have no profile and no saved search any more; return how many there were.

    `finish` leaves none: this is for what earlier releases left, and for clocks that were wrong.
    """
    refresh(client, "people")
    gone, page = 0, list[str]()
    for person, _ in scan(client, "people", {"match_all": {}}, "person"):
        page.append(person)
        if len(page) == TOGETHER:
            gone += _forget_without_finder(client, page)
            page = []
    gone += _forget_without_finder(client, page)
    if gone:
        log.info("people without profile or search forgotten", extra={"people": gone})
    return gone


def _forget_without_finder(client: Elasticsearch, persons: Sequence[str]) -> int:
    refresh(client, *OWNERS)
    answer = client.search(
        index=",".join(index_name(kind) for kind in OWNERS),
        query={"terms": {"person": list(persons)}},
        size=0,
        allow_partial_search_results=False,
        aggs={"people": {"terms": {"field": "person", "size": TOGETHER}}},
    )
    there = {bucket["key"] for bucket in answer["aggregations"]["people"]["buckets"]}
    return sum(forget_if_last(client, person) for person in persons if person not in there)
