"""What the catalogue of trainings offers: to which jobs and licences it leads, where, and which to tell a person of.

Where a region's sessions were imported, they say what can be followed; certifications, which have no place and no
date, only count where there are no sessions.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from threading import Lock
from typing import Any

from elasticsearch import Elasticsearch

from indexer.engine.documents import scan
from indexer.engine.indices import index_name
from indexer.matching.criteria import Clause, all_of, any_of, missing
from indexer.matching.training import Offered, Reach, near_person
from indexer.reference.trainings import CERTIFICATION, SESSION

HELD_SECONDS = 60.0
"""How long a process works with what it last read: an import is in use everywhere after that."""
MOST_JOBS, MOST_LICENCES = 2000, 500

Training = dict[str, Any]


class _Catalogue:
    """What all trainings offer together, read whole (some thousand short documents) and held for a while."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._index, self._until = "", 0.0
        self._offered = Offered()

    def get(self, client: Elasticsearch) -> Offered:
        with self._lock:
            index = index_name("trainings")
            if index != self._index or time.monotonic() >= self._until:
                self._offered = _read(client)
                self._index, self._until = index, time.monotonic() + HELD_SECONDS
            return self._offered

    def forget(self) -> None:
        self._until = 0.0


_CATALOGUE = _Catalogue()
forget = _CATALOGUE.forget


def offered(client: Elasticsearch) -> Offered:
    """Return what the catalogue offers, as read at most HELD_SECONDS ago; `forget()` has it read anew."""
    return _CATALOGUE.get(client)


def offered_near(client: Elasticsearch, profile: dict[str, Any]) -> Offered:
    """Return what the catalogue offers within a person's reach; where exactly is not said."""
    answer = client.search(
        index=index_name("trainings"),
        query=all_of(*_open(_kind(client)), *near_person(profile)),
        size=0,
        aggs={
            "jobs": {"terms": {"field": "jobs", "size": MOST_JOBS}},
            "licences": {"terms": {"field": "licence_families", "size": MOST_LICENCES}},
        },
    )
    here = Reach(anywhere=True)
    found = {name: [bucket["key"] for bucket in of["buckets"]] for name, of in answer["aggregations"].items()}
    return Offered(dict.fromkeys(found["jobs"], here), dict.fromkeys(found["licences"], here))


def trainings_towards(
    client: Elasticsearch, profile: dict[str, Any], offer: dict[str, Any], most: int = 3
) -> list[Training]:
    """Return the trainings to tell a person of with an offer, at most `most`: those that lead to its job, or teach the
    licences it requires and they lack; the soonest first.
    """
    lacking = sorted(set(offer.get("licences_required") or []) - set(profile.get("licences") or []))
    towards: list[Clause] = [{"terms": {"jobs": offer.get("jobs") or []}}]
    if lacking:
        towards.append({"terms": {"licence_families": lacking}})
    wanted: Clause = {"filter": [*_open(_kind(client)), *near_person(profile), any_of(*towards)]}
    if lacking:
        # What is lacking first: a licence is learnt in days, a trade in months.
        wanted["should"] = [{"constant_score": {"filter": towards[1]}}]
    answer = client.search(
        index=index_name("trainings"),
        query={"bool": wanted},
        size=most,
        sort=["_score", {"starts_on": {"order": "asc", "missing": "_last"}}, {"id": "asc"}],
    )
    return [hit["_source"] for hit in answer["hits"]["hits"]]


def _read(client: Elasticsearch) -> Offered:
    whole = Offered()
    fields = ["jobs", "licence_families", "location", "departement", "remote"]
    for _, training in scan(client, "trainings", all_of(*_open(_kind(client))), "id", fields):
        reach = _reach(training)
        for job in training.get("jobs", []):
            whole.jobs[job] = whole.jobs.get(job, Reach()) | reach
        for family in training.get("licence_families", []):
            whole.licences[family] = whole.licences.get(family, Reach()) | reach
    return whole


def _reach(training: Training) -> Reach:
    point, departement = training.get("location"), training.get("departement")
    if training.get("remote") or (point is None and departement is None):
        return Reach(anywhere=True)
    return Reach(
        points=frozenset({(point["lon"], point["lat"])} if point else ()),
        departements=frozenset({departement} if departement else ()),
    )


def _kind(client: Elasticsearch) -> str:
    sessions = client.count(index=index_name("trainings"), query=all_of(*_open(SESSION)))
    return SESSION if sessions["count"] else CERTIFICATION


def _open(kind: str) -> list[Clause]:
    """Return the filter on what can still be followed: sessions that have not begun.

    The end of a certification's entry in the register says when it was last to be renewed, not that it is taught no
    more; whoever imports the catalogue keeps it fresh.
    """
    today = datetime.now(UTC).date().isoformat()
    begun = [any_of({"range": {"starts_on": {"gte": today}}}, missing("starts_on"))] if kind == SESSION else []
    return [{"term": {"kind": kind}}, *begun]
