"""How long a search of the CV base takes: words understood, facets counted, a page of people read, one result each.

All people have chosen to be seen, which is the most there is to count. The mix is that of the searches over offers;
a recruiter always asks for something: words, a place or a facet.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from elasticsearch import Elasticsearch

from benchmarks.corner import corner
from benchmarks.engine_figures import engine_cpu_ms, stored_mb
from benchmarks.population import Population
from benchmarks.search import milliseconds
from benchmarks.search_queries import searches
from benchmarks.stored_profiles import CHUNK, fill
from indexer.cv_search.queries import CvSearch
from indexer.cv_search.search import CvResults, search
from indexer.language.vocabulary import Vocabulary
from indexer.offers.search import Search
from indexer.places.communes import Gazetteer

WARMED = 60
# An employer with a group of a few names, as `group_keys` gives them.
KEYS = ("atelier exemple", "exemple groupe", "exemple service")
Progress = Callable[[str, int], Any]


def measure(
    vocabulary: Vocabulary, communes: Gazetteer, profiles: int, count: int, progress: Progress
) -> dict[str, Any]:
    """Return milliseconds of `count` searches over so many people.

    `progress(name, total)` is a context manager that gives what to call after each step.
    """
    vocabulary.prepare()
    population = Population(vocabulary, communes, profiles, seen=True)
    with corner() as client:
        with progress("profiles", -(-profiles // CHUNK)) as advance:
            fill(client, population, profiles, advance)
        offers = [population.offer(population.record(one)) for one in range(200)]
        asked = [_of_recruiter(wish) for wish in searches(vocabulary, offers, 2 * count)]
        asked = [wish for wish in asked if wish.restricts][:count]
        with progress("searches", WARMED + len(asked)) as advance:
            _timed(client, vocabulary, asked[-WARMED:], advance)
            used = engine_cpu_ms(client)
            timed = _timed(client, vocabulary, asked, advance)
            used = engine_cpu_ms(client) - used
        results = [result for _, result in timed]
        pages = [replace(wish, cursor=one.next) for wish, one in zip(asked, results, strict=True) if one.next][:200]
        followed = [ms for ms, _ in _timed(client, vocabulary, pages, lambda: None)]
        return {
            "profiles": profiles,
            "searches": len(asked),
            **milliseconds([ms for ms, _ in timed]),
            "engine_cpu_ms_per_search": round(used / len(asked), 1),
            "next_page_ms_p95": milliseconds(followed)["ms_p95"] if len(followed) > 1 else None,
            "with_cvs": sum(1 for result in results if result.total),
            "median_found": round(statistics.median(result.total for result in results)),
            "ms_p95_by_kind": _by_kind(asked, [ms for ms, _ in timed]),
            "index_mb": stored_mb(client, "profiles"),
        }


def _of_recruiter(wish: Search) -> CvSearch:
    """Return a search over offers as a recruiter would make it over people."""
    chance = random.Random(f"cv search {wish.words} {wish.radius_km}")
    possible: dict[str, tuple[str, ...]] = {
        "experience": ("36", "60"),
        "contract": ("CDI",),
        "licence": ("PERMIS-B",),
        "diploma": ("4", "5"),
        "mobility": ("30",),
    }
    names = chance.choices(sorted(possible), k=2) if wish.chosen else []
    return CvSearch(
        wish.words, wish.around, wish.radius_km, wish.departements, {name: possible[name] for name in names}
    )


def _timed(
    client: Elasticsearch, vocabulary: Vocabulary, asked: Sequence[CvSearch], advance: Callable[[], None]
) -> list[tuple[float, CvResults]]:
    timed = []
    for wish in asked:
        before = time.perf_counter()
        result = search(client, wish, vocabulary, KEYS)
        timed.append((1000 * (time.perf_counter() - before), result))
        advance()
    return timed


def _by_kind(asked: Sequence[CvSearch], timed: Sequence[float]) -> dict[str, float]:
    kinds: dict[str, Callable[[CvSearch], bool]] = {
        "words": lambda wish: bool(wish.words),
        "around": lambda wish: bool(wish.around),
        "departement": lambda wish: bool(wish.departements),
        "facets": lambda wish: bool(wish.chosen),
        "no words": lambda wish: not wish.words,
    }
    by_kind = {
        name: [ms for wish, ms in zip(asked, timed, strict=True) if belongs(wish)] for name, belongs in kinds.items()
    }
    return {name: milliseconds(times)["ms_p95"] for name, times in by_kind.items() if len(times) > 1}
