"""Filling the offers of a benchmark's corner with as many as a region holds.

KINDS are made and understood by the code that makes real ones; the others join the work of one with the place, employer
and day of others, since to understand 600,000 takes an hour and is measured elsewhere (`estey bench intake`).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import bulk

from benchmarks.population import Population
from benchmarks.stored_profiles import wait_for_merges
from indexer.engine.indices import index_name
from indexer.offers.document import MATCHED, Offer
from indexer.operations.merging import merge_segments

KINDS = 2000
CHUNK = 500
DAYS = 30
_PLACED = ("place_label", "commune", "departement", "location", "postcode")
_EMPLOYED = ("employer", "employer_key")


def fill_offers(
    client: Elasticsearch,
    population: Population,
    offers: int,
    advance: Callable[[], None],
    left_out: Collection[str] = (),
) -> None:
    """Write so many offers of the last DAYS days, matched already; `advance` after each CHUNK.

    `left_out`: fields that what is measured never reads; stored queries take most of the time of writing.
    """
    kinds = [population.offer(population.record(number)) for number in range(min(KINDS, offers))]
    made = _made([{name: value for name, value in kind.items() if name not in left_out} for kind in kinds], offers)
    for start in range(0, offers, CHUNK):
        some = [next(made) for _ in range(min(CHUNK, offers - start))]
        actions = [{"_index": index_name("offers"), "_id": offer["id"], "_source": offer} for offer in some]
        bulk(client.options(request_timeout=300), actions, chunk_size=CHUNK)
        advance()
    wait_for_merges(client, index_name("offers"))
    merge_segments(client, "offers")


def _made(kinds: list[Offer], offers: int) -> Iterator[Offer]:
    chance, now = random.Random("offers"), datetime.now(UTC)
    for number in range(offers):
        work, place, employer = kinds[number % len(kinds)], chance.choice(kinds), chance.choice(kinds)
        published = (now - timedelta(days=DAYS * chance.random())).isoformat()
        yield {
            **{name: value for name, value in work.items() if name not in (*_PLACED, *_EMPLOYED)},
            **_taken(place, _PLACED),
            **_taken(employer, _EMPLOYED),
            "id": f"offer{number:019d}",
            "source_id": str(number),
            "stage": MATCHED,
            "published_at": published,
            "updated_at": published,
            "received_at": published,
        }


def _taken(offer: Offer, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: offer[name] for name in names if name in offer}
