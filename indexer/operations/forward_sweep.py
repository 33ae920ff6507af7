"""The nightly sweep: stored queries run forwards over the day's offers, to add what percolation missed.

An outage, a restart of the engine or a bug may lose a percolation; the same builders, run as searches from the side of
the people, find the same matches again (design §1). A match is created once, so sweeping twice adds nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from elasticsearch import Elasticsearch

from indexer.engine.documents import get_many, scan, search_many
from indexer.engine.indices import index_name, refresh
from indexer.matching.criteria import may_be_mailed
from indexer.matching.matches import WITH_TRAINING, Due, record
from indexer.matching.percolation import due_for_offers
from indexer.matching.queries import offers_for_profile, trained_offers_for_profile
from indexer.matching.training import may_train
from indexer.offers.document import OPEN
from indexer.searches.percolation import due_from_searches
from indexer.searches.queries import offers_for_search
from indexer.trainings.catalogue import offered_near

Advance = Callable[[int], None]
Query = dict[str, Any]

# Searches sent to the engine together: few enough that a stop loses little, enough to spare round trips.
TOGETHER = 50
MOST_HITS = 1000
_FINISHED = {"term": {"stage": "matched"}}
_OPEN = {"term": {"status": OPEN}}


@dataclass
class Swept:
    """What a sweep did: how many offers, profiles and searches were looked at, matches found, and those missing."""

    offers: int = 0
    profiles: int = 0
    searches: int = 0
    found: int = 0
    added: int = 0


@dataclass
class Compared:
    """What a check found: pairs (finder, offer) that one direction alone finds, and those nobody recorded."""

    offers: int = 0
    found: int = 0
    only_forwards: list[tuple[str, str]] = field(default_factory=list)
    only_backwards: list[tuple[str, str]] = field(default_factory=list)
    not_recorded: list[tuple[str, str]] = field(default_factory=list)

    @property
    def equal(self) -> bool:
        """Say whether both directions agree and everything found is recorded."""
        return not (self.only_forwards or self.only_backwards or self.not_recorded)


def sweep_forwards(client: Elasticsearch, since: datetime, advance: Advance = lambda number: None) -> Swept:
    """Run every stored query over the offers matched since then, and create the matches that are missing.

    `advance` hears how many finders were just looked at. Stopped and run again, it goes over the same ground.
    """
    refresh(client)
    swept = Swept(offers=int(client.count(index=index_name("offers"), query=_window(since))["count"]))
    if not swept.offers:
        return swept
    for finders in _together(_finders(client)):
        dues = list(_due(client, finders, since))
        swept.profiles += sum(1 for kind, _ in finders if kind == "profiles")
        swept.searches += sum(1 for kind, _ in finders if kind == "searches")
        swept.found += len(dues)
        swept.added += record(client, dues)
        advance(len(finders))
    return swept


def compare(client: Elasticsearch, since: datetime, advance: Advance = lambda number: None) -> Compared:
    """Compare what is found forwards with what is percolated, and with what is recorded; nothing is written.

    Documents still in hand are left aside, and a difference counts only when it is there a second time, so that what
    people change meanwhile is none.
    """
    first = _compared(client, since, advance)
    return first if first.equal else _compared(client, since, lambda number: None)


def _compared(client: Elasticsearch, since: datetime, advance: Advance) -> Compared:
    refresh(client)
    forwards: dict[tuple[str, str], Due] = {}
    for finders in _together(_finders(client)):
        for due in _due(client, finders, since):
            forwards[(due.profile or due.search, due.offer)] = due
        advance(len(finders))
    finished = {(kind, document["id"]) for kind, document in _finders(client)}
    backwards: dict[tuple[str, str], Due] = {}
    offers = [identifier for identifier, _ in scan(client, "offers", _window(since), "id")]
    for start in range(0, len(offers), TOGETHER):
        some = list(get_many(client, "offers", offers[start : start + TOGETHER]).values())
        for due in (*due_for_offers(client, some), *due_from_searches(client, some)):
            if (("profiles", due.profile) if due.profile else ("searches", due.search)) in finished:
                backwards[(due.profile or due.search, due.offer)] = due
    found = {**forwards, **backwards}
    identifiers = {due.identifier for due in found.values()}
    recorded = get_many(client, "matches", identifiers)
    return Compared(
        offers=len(offers),
        found=len(found),
        only_forwards=sorted(set(forwards) - set(backwards)),
        only_backwards=sorted(set(backwards) - set(forwards)),
        not_recorded=sorted(pair for pair, due in found.items() if due.identifier not in recorded),
    )


def _window(since: datetime) -> Query:
    lately = {"range": {"matched_at": {"gte": since.isoformat()}}}
    return {"bool": {"filter": [_FINISHED, _OPEN, lately, may_be_mailed()]}}


def _finders(client: Elasticsearch) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every profile and saved search that may be alerted and is not in hand, with its kind."""
    alertable = {"term": {"alertable": True}}
    for kind, query in (("profiles", {"bool": {"filter": [alertable, _FINISHED]}}), ("searches", alertable)):
        page: list[str] = []
        for identifier, _ in scan(client, kind, query, "id"):
            page.append(identifier)
            if len(page) == MOST_HITS:
                yield from ((kind, found) for found in get_many(client, kind, page).values())
                page = []
        yield from ((kind, found) for found in get_many(client, kind, page).values())


def _together(finders: Iterator[tuple[str, dict[str, Any]]]) -> Iterator[list[tuple[str, dict[str, Any]]]]:
    while batch := list(islice(finders, TOGETHER)):
        yield batch


def _due(client: Elasticsearch, finders: list[tuple[str, dict[str, Any]]], since: datetime) -> Iterator[Due]:
    """Search the window with each finder's query, all at once; direct matches come before those that need training."""
    queries = [offers_for_profile(one) if kind == "profiles" else offers_for_search(one) for kind, one in finders]
    for (kind, one), hits in zip(finders, _found(client, queries, since), strict=True):
        direct = set(hits)
        for offer in hits:
            yield Due(one["person"], one["id"] if kind == "profiles" else "", offer,
                      search=one["id"] if kind == "searches" else "")  # fmt: skip
        if kind == "profiles" and one.get("open_to_training"):
            yield from _due_with_training(client, one, direct, since)


def _due_with_training(
    client: Elasticsearch, profile: dict[str, Any], direct: set[str], since: datetime
) -> Iterator[Due]:
    query = trained_offers_for_profile(profile, offered_near(client, profile))
    if query is None:
        return
    [hits] = _found(client, [query], since)
    held = profile.get("licences") or []
    for offer, required in hits.items():
        if offer not in direct and may_train(held, required):
            yield Due(profile["person"], profile["id"], offer, WITH_TRAINING)


def _found(client: Elasticsearch, queries: list[Query], since: datetime) -> Iterator[dict[str, list[str]]]:
    """Yield for each query the ids of the window's offers that answer it, with the licences each requires."""
    fields = ["id", "licences_required"]
    windowed = [{"bool": {"filter": [query, _window(since)]}} for query in queries]
    wanted = {"size": MOST_HITS, "_source": fields, "track_total_hits": True}
    answers = search_many(client, "offers", ({"query": query, **wanted} for query in windowed))
    for query, answer in zip(windowed, answers, strict=True):
        hits = [hit["_source"] for hit in answer["hits"]["hits"]]
        if answer["hits"]["total"]["value"] > len(hits):
            hits = [source for _, source in scan(client, "offers", query, "id", fields)]
        yield {hit["id"]: hit.get("licences_required") or [] for hit in hits}
