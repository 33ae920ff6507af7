"""The memory of the whole service when it holds a region: all people, and a month of a whole country's offers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from benchmarks.corner import corner
from benchmarks.engine_figures import heap_mb, stored_mb
from benchmarks.population import Population
from benchmarks.process_memory import proportional_megabytes, resident_megabytes
from benchmarks.stored_offers import fill_offers
from benchmarks.stored_profiles import fill
from indexer.language.vocabulary import Vocabulary
from indexer.matching.percolation import due_for_offers
from indexer.offers.search import Search, search
from indexer.offers.search_places import Around
from indexer.places.communes import Gazetteer

NEW_OFFERS = 500
Progress = Callable[[str, int], Any]


def measure(
    vocabulary: Vocabulary,
    communes: Gazetteer,
    profiles: int,
    offers: int,
    progress: Progress,
    new_offers: int = NEW_OFFERS,
) -> dict[str, Any]:
    """Fill so many of each, have `new_offers` offers matched and as many searches answered; return what it all takes.

    `resident_mb` counts every process of the instance, pages shared between them as often as they are shared;
    `memory_mb` counts each page once, and says which of them are of files (`process_memory`).
    """
    population = Population(vocabulary, communes, profiles)
    with corner() as client:
        with progress("profiles", -(-profiles // 250)) as advance:
            fill(client, population, profiles, advance)
        with progress("offers", -(-offers // 500)) as advance:
            fill_offers(client, population, offers, advance)
        new = [population.offer(population.record(number)) for number in range(new_offers)]
        with progress("matched and searched", new_offers) as advance:
            for offer in new:
                found = sum(1 for _ in due_for_offers(client, [offer]))
                point = offer.get("location") or {}
                around = (Around((point["lat"], point["lon"]), ""),) if point else ()
                search(client, Search(words=offer["title"], around=around), vocabulary)
                advance()
        return {
            "profiles": profiles,
            "offers": offers,
            "matches_of_the_last": found,
            "resident_mb": round(resident_megabytes()),
            "memory_mb": proportional_megabytes(),
            "heap_mb": heap_mb(client),
            "indices_mb": stored_mb(client, "profiles", "offers"),
        }
