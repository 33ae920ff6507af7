"""How fast new offers find stored profiles: ours, a plain search over the same profiles, and the textbook percolator.

All in one run on one engine, since machines differ and are shared: the ratios are what to compare.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from elasticsearch import Elasticsearch

from benchmarks.corner import corner
from benchmarks.engine_figures import engine_cpu_ms, heap_mb, stored_mb
from benchmarks.population import Population
from benchmarks.stored_profiles import SLOTS, TEXTBOOK, TEXTBOOK_MOST, create_comparisons, fill, rewrite
from indexer.engine.indices import index_name
from indexer.language.vocabulary import Vocabulary
from indexer.matching.criteria import all_of, open_to_offer
from indexer.matching.percolation import TOGETHER, due_for_offers, profiles_found
from indexer.matching.points import THRESHOLD
from indexer.matching.queries import PARTS, STORED_QUERIES
from indexer.offers.document import Offer
from indexer.operations.merging import segments
from indexer.places.communes import Gazetteer

CLIENTS = 2
TEXTBOOK_OFFERS = 20
Progress = Callable[[str, int], Any]


def measure(
    vocabulary: Vocabulary,
    communes: Gazetteer,
    profiles: int,
    offers: int,
    records: Sequence[dict[str, Any]],
    progress: Progress,
) -> dict[str, Any]:
    """Return the figures for so many profiles and offers; `records` are real offers to use instead of invented ones.

    `progress(name, total)` is a context manager that gives what to call after each step.
    """
    population = Population(vocabulary, communes, profiles)
    made = [population.offer(record) for record in records[:offers] or map(population.record, range(offers))]
    with corner() as client:
        create_comparisons(client)
        started = time.monotonic()
        with progress("profiles", -(-profiles // 250)) as advance:
            fill(client, population, profiles, advance, compared=True)
        filled = time.monotonic() - started
        ways = {"ours": _ours, "plain": _plain, "textbook": _textbook}
        with progress("offers", 6 * len(made) + TEXTBOOK_OFFERS + 2) as advance:
            # The engine's code is compiled while it runs: all that is measured runs first, in turns.
            for start in range(0, len(made), TOGETHER):
                for name in ("ours", "plain"):
                    ways[name](client, made[start : start + TOGETHER], advance)
            ways["textbook"](client, made[:2], advance)
            runs = {name: _run(client, way, made, name, advance) for name, way in ways.items()}
            state = _state(client)
            rewrite(client, profiles)
            later = {name: _run(client, ways[name], made, name, advance) for name in ("ours", "plain")}
        found = {name: run["found"] for name, run in runs.items()}
        return {
            "profiles": profiles,
            "offers": len(made),
            "offers_per_s": runs["ours"]["per_s"],
            "ms_p50": runs["ours"]["p50"],
            "ms_p99": runs["ours"]["p99"],
            "matches_per_offer": round(sum(map(len, found["ours"].values())) / len(made), 1),
            "plain_search_offers_per_s": runs["plain"]["per_s"],
            "textbook_profiles": min(profiles, TEXTBOOK_MOST),
            "textbook_offers_per_s": runs["textbook"]["per_s"],
            "engine_cpu_ms_per_offer": {name: run["cpu_ms"] for name, run in runs.items()},
            "ratio_to_plain_search": round(runs["ours"]["per_s"] / runs["plain"]["per_s"], 2),
            "ratio_to_textbook": round(runs["ours"]["per_s"] / runs["textbook"]["per_s"], 1),
            "cpu_ratio_to_plain_search": _ratio(runs["plain"]["cpu_ms"], runs["ours"]["cpu_ms"], 2),
            "cpu_ratio_to_textbook": _ratio(runs["textbook"]["cpu_ms"], runs["ours"]["cpu_ms"], 1),
            "same_as_plain_search": found["ours"] == found["plain"],
            "profiles_per_s_stored": round(profiles / filled),
            **_terms([population.profile(number) for number in range(100)]),
            **state,
            "after_changes": {
                "segments": segments(client, "profiles"),
                "offers_per_s": later["ours"]["per_s"],
                "ratio_to_plain_search": round(later["ours"]["per_s"] / later["plain"]["per_s"], 2),
                "same_as_plain_search": later["ours"]["found"] == later["plain"]["found"],
            },
        }


def _run(client: Elasticsearch, way: Any, offers: list[Offer], name: str, advance: Callable[[], None]) -> Any:
    """Send the offers TOGETHER at a time from CLIENTS threads, as workers do; then some alone, for their times."""
    timed = offers[:TEXTBOOK_OFFERS] if name == "textbook" else offers
    batches = [timed[start : start + TOGETHER] for start in range(0, len(timed), TOGETHER)]
    started, used = time.monotonic(), engine_cpu_ms(client)
    with ThreadPoolExecutor(CLIENTS) as pool:
        answers = list(pool.map(lambda batch: way(client, batch, advance), batches))
    took, used = time.monotonic() - started, engine_cpu_ms(client) - used
    alone = []
    for offer in timed[: 2 if name == "textbook" else 100]:
        before = time.monotonic()
        way(client, [offer], lambda: None)
        alone.append(1000 * (time.monotonic() - before))
    cuts = statistics.quantiles(alone, n=100, method="inclusive")
    return {
        "per_s": round(len(timed) / took, 1),
        "cpu_ms": round(used / len(timed), 2),
        "p50": round(cuts[49], 1),
        "p99": round(cuts[98], 1),
        "found": {offer: ids for answer in answers for offer, ids in answer.items()},
    }


def _ratio(more: float, less: float, digits: int) -> float | None:
    """Return a ratio of processor times; None after a run so short that the engine has not counted any yet."""
    return round(more / less, digits) if less else None


def _ours(client: Elasticsearch, offers: Sequence[Offer], advance: Callable[[], None]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {offer["id"]: set() for offer in offers}
    for due in due_for_offers(client, offers):
        found[due.offer].add(due.profile)
    _each(offers, advance)
    return found


def _plain(client: Elasticsearch, offers: Sequence[Offer], advance: Callable[[], None]) -> dict[str, set[str]]:
    """Count the same terms in a plain field: what an engine can do without a percolator, ids fetched as ours are."""
    queries = []
    for offer in offers:
        terms = [{"term": {SLOTS: slot}} for slot in offer["traits"]]
        counted = {"bool": {"should": terms, "minimum_should_match": THRESHOLD}}
        queries.append(all_of(counted, *open_to_offer(offer)))
    answers = profiles_found(client, queries)
    _each(offers, advance)
    return {offer["id"]: {one["id"] for one in found} for offer, found in zip(offers, answers, strict=True)}


def _textbook(client: Elasticsearch, offers: Sequence[Offer], advance: Callable[[], None]) -> dict[str, set[str]]:
    found = {}
    for offer in offers:
        document = {name: offer[name] for name in ("traits", "location", "contract") if name in offer}
        answer = client.search(
            index=index_name(TEXTBOOK),
            query={"percolate": {"field": "query", "document": document}},
            size=1000,
            source=False,
        )
        found[offer["id"]] = {hit["_id"] for hit in answer["hits"]["hits"]}
    _each(offers, advance)
    return found


def _each(offers: Iterable[Offer], advance: Callable[[], None]) -> None:
    for _ in offers:
        advance()


def _terms(sample: Sequence[dict[str, Any]]) -> dict[str, int]:
    stored = [
        len(profile["sure"] + profile["half"])
        + sum(len(profile[name]["bool"]["should"]) for name in PARTS if "bool" in profile.get(name, {}))
        for profile in sample
    ]
    return {
        "terms_asked_per_profile": round(statistics.mean(len(profile["wants"]) for profile in sample)),
        "terms_stored_per_profile": round(statistics.mean(stored)),
    }


def _state(client: Elasticsearch) -> dict[str, Any]:
    profiles = index_name("profiles")
    fields = [f"{field}.extraction_result" for field in STORED_QUERIES]
    failed = {"bool": {"should": [{"term": {field: "failed"}} for field in fields], "minimum_should_match": 1}}
    return {
        "failed_extractions": client.count(index=profiles, query=failed)["count"],
        "segments": segments(client, "profiles"),
        "index_mb": stored_mb(client, "profiles"),
        "heap_mb": heap_mb(client),
    }
