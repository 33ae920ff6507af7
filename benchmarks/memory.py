"""The memory of the whole service when it holds a region: all people, and a month of a whole country's offers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from benchmarks.corner import corner
from benchmarks.first_steps import resident_megabytes
from benchmarks.population import Population
from benchmarks.stored_offers import fill_offers
from benchmarks.stored_profiles import fill
from indexer.engine.indices import index_name
from indexer.language.vocabulary import Vocabulary
from indexer.matching.percolation import due_for_offers
from indexer.offers.search import Search, search
from indexer.offers.search_places import Around
from indexer.places.communes import Gazetteer

NEW_OFFERS = 500
Progress = Callable[[str, int], Any]


def measure(
    vocabulary: Vocabulary, communes: Gazetteer, profiles: int, offers: int, progress: Progress
) -> dict[str, Any]:
    """Fill so many of each, have NEW_OFFERS offers matched and as many searches answered; return what it all takes.

    `resident_mb` counts every process of the instance, pages shared between them as often as they are shared.
    """
    population = Population(vocabulary, communes, profiles)
    with corner() as client:
        with progress("profiles", -(-profiles // 250)) as advance:
            fill(client, population, profiles, advance)
        with progress("offers", -(-offers // 500)) as advance:
            fill_offers(client, population, offers, advance)
        new = [population.offer(population.record(number)) for number in range(NEW_OFFERS)]
        with progress("matched and searched", NEW_OFFERS) as advance:
            for offer in new:
                found = sum(1 for _ in due_for_offers(client, [offer]))
                point = offer.get("location") or {}
                around = (Around((point["lat"], point["lon"]), ""),) if point else ()
                search(client, Search(words=offer["title"], around=around), vocabulary)
                advance()
        nodes = client.nodes.stats(metric="jvm")["nodes"].values()
        store = client.indices.stats(index=[index_name("profiles"), index_name("offers")], metric="store")
        return {
            "profiles": profiles,
            "offers": offers,
            "matches_of_the_last": found,
            "resident_mb": round(resident_megabytes()),
            "heap_mb": round(sum(node["jvm"]["mem"]["heap_used_in_bytes"] for node in nodes) / 1024**2),
            "indices_mb": round(store["_all"]["primaries"]["store"]["size_in_bytes"] / 1024**2),
        }
