"""How long a search of the page takes on the server: words understood, facets counted, a page of offers read."""

from __future__ import annotations

import statistics
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from elasticsearch import Elasticsearch

from benchmarks.corner import corner
from benchmarks.engine_figures import engine_cpu_ms, stored_mb
from benchmarks.population import Population
from benchmarks.search_queries import searches
from benchmarks.stored_offers import fill_offers
from indexer.language.vocabulary import Vocabulary
from indexer.offers.search import Results, Search, search
from indexer.places.communes import Gazetteer

# As many people as 600,000 offers are a country's: places are then as dense as they are.
PEOPLE = 260_000
CLIENTS = 2
WARMED = 100
# An offer's stored query, over profiles.
NOT_READ = ("query", "asks")
Progress = Callable[[str, int], Any]


def measure(vocabulary: Vocabulary, communes: Gazetteer, offers: int, count: int, progress: Progress) -> dict[str, Any]:
    """Return milliseconds of `count` searches over so many offers, alone and from CLIENTS threads.

    `progress(name, total)` is a context manager that gives what to call after each step.
    """
    vocabulary.prepare()
    population = Population(vocabulary, communes, PEOPLE)
    with corner() as client:
        started = time.monotonic()
        with progress("offers", -(-offers // 500)) as advance:
            fill_offers(client, population, offers, advance, NOT_READ)
        filled = time.monotonic() - started
        asked = searches(vocabulary, [population.offer(population.record(one)) for one in range(200)], count)
        with progress("searches", WARMED + 2 * len(asked)) as advance:
            # The engine's code is compiled while it runs, and its caches fill.
            _timed(client, vocabulary, asked[-WARMED:], advance)
            used = engine_cpu_ms(client)
            alone = _timed(client, vocabulary, asked, advance)
            used = engine_cpu_ms(client) - used
            before = time.monotonic()
            with ThreadPoolExecutor(CLIENTS) as pool:
                halves = [asked[number::CLIENTS] for number in range(CLIENTS)]
                together = list(pool.map(lambda half: _timed(client, vocabulary, half, advance), halves))
            took = time.monotonic() - before
        results = [result for _, result in alone]
        found = [result.total for result in results]
        followed = _followed(client, vocabulary, asked, results)
        return {
            "offers": offers,
            "searches": len(asked),
            **milliseconds([ms for ms, _ in alone]),
            f"{CLIENTS}_at_once": milliseconds([ms for half in together for ms, _ in half]),
            "engine_cpu_ms_per_search": round(used / len(asked), 1),
            "searches_per_s": round(len(asked) / took, 1),
            "next_page_ms_p95": followed,
            "with_offers": sum(1 for total in found if total),
            "median_found": round(statistics.median(found)),
            "words_understood": dict(Counter(part.kind or "word" for result in results for part in result.parts)),
            "ms_p95_by_kind": _by_kind(asked, alone),
            "offers_per_s_stored": round(offers / filled),
            "index_mb": stored_mb(client, "offers"),
        }


def _timed(
    client: Elasticsearch, vocabulary: Vocabulary, asked: Sequence[Search], advance: Callable[[], None]
) -> list[tuple[float, Results]]:
    timed = []
    for wish in asked:
        before = time.perf_counter()
        result = search(client, wish, vocabulary)
        timed.append((1000 * (time.perf_counter() - before), result))
        advance()
    return timed


def _followed(
    client: Elasticsearch, vocabulary: Vocabulary, asked: Sequence[Search], results: Sequence[Results]
) -> float | None:
    """Return the milliseconds of second pages."""
    pages = [replace(wish, cursor=one.next) for wish, one in zip(asked, results, strict=True) if one.next][:200]
    timed = [ms for ms, _ in _timed(client, vocabulary, pages, lambda: None)]
    return milliseconds(timed)["ms_p95"] if len(timed) > 1 else None


def milliseconds(timed: Sequence[float]) -> dict[str, float]:
    """Return the median and the highest of 95 and of 99 in a hundred, in milliseconds."""
    cuts = statistics.quantiles(timed, n=100, method="inclusive")
    return {f"ms_p{at}": round(cuts[at - 1], 1) for at in (50, 95, 99)}


def _by_kind(asked: Sequence[Search], timed: Sequence[tuple[float, Results]]) -> dict[str, float]:
    """Return the 95th percentile of the searches with and without words, a place, choices."""
    kinds: dict[str, Callable[[Search], bool]] = {
        "without anything": lambda wish: not (wish.words or wish.around or wish.departements or wish.chosen),
        "words": lambda wish: bool(wish.words),
        "around": lambda wish: bool(wish.around),
        "departement": lambda wish: bool(wish.departements),
        "facets": lambda wish: bool(wish.chosen),
    }
    by_kind = {
        name: [ms for wish, (ms, _) in zip(asked, timed, strict=True) if belongs(wish)]
        for name, belongs in kinds.items()
    }
    return {name: milliseconds(times)["ms_p95"] for name, times in by_kind.items() if len(times) > 1}
