"""Filling the profiles of a benchmark's corner: made and written by as many processes as there are cores."""

from __future__ import annotations

import gc
import multiprocessing
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import bulk

from benchmarks.population import Population, titles_understood_once
from indexer.engine.client import connect
from indexer.engine.indices import index_body, index_name
from indexer.matching.criteria import all_of, any_of, missing
from indexer.matching.queries import profile_query
from indexer.operations.merging import merge_segments
from indexer.profiles.document import Profile
from indexer.settings import settings

CHUNK = 250
SLOTS = "wanted_slots"
"""Keyword field of the plain search: the terms of the stored query, written beside it."""
TEXTBOOK = "textbook"
TEXTBOOK_MOST = 20_000
QUIET_SECONDS = 3
CHANGED, STEPS = 100, 20


def create_comparisons(client: Elasticsearch) -> None:
    """Add what the comparisons need: a field to the profiles, and an index of profiles in the textbook's form."""
    client.indices.put_mapping(
        index=index_name("profiles"), properties={SLOTS: {"type": "keyword", "doc_values": False}}
    )
    body = index_body("offers")
    body["mappings"] = {
        "properties": {
            "id": {"type": "keyword"},
            "traits": {"type": "keyword", "doc_values": False},
            "location": {"type": "geo_point"},
            "contract": {"type": "keyword"},
            "query": {"type": "percolator"},
        }
    }
    client.indices.create(index=index_name(TEXTBOOK), **body)


def fill(
    client: Elasticsearch,
    population: Population,
    profiles: int,
    advance: Callable[[], None],
    *,
    compared: bool = False,
) -> None:
    """Make and write so many profiles; `advance` after each CHUNK.

    `compared`: with what `create_comparisons` made room for, the first TEXTBOOK_MOST as in a textbook too.
    """
    global _POPULATION, _COMPARED  # read by the children, which are forked
    _POPULATION, _COMPARED = population, compared
    client.indices.put_settings(
        index=index_name("profiles"), settings={"refresh_interval": "-1", "translog.durability": "async"}
    )
    # What exists is shared with the children and never collected: half of their time otherwise.
    gc.freeze()
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(os.cpu_count(), mp_context=context, initializer=gc.disable) as pool:
        tasks = [pool.submit(_write, start, min(start + CHUNK, profiles)) for start in range(0, profiles, CHUNK)]
        try:
            for task in as_completed(tasks):
                task.result()
                advance()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    gc.unfreeze()
    for kind in ("profiles", *([TEXTBOOK] if compared else [])):
        wait_for_merges(client, index_name(kind))
        merge_segments(client, kind)


def rewrite(client: Elasticsearch, profiles: int) -> None:
    """Write one of CHANGED filled profiles again, in STEPS with a refresh after each: what changes until the night."""
    changed = list(range(0, profiles, CHANGED))
    for step in range(STEPS):
        actions = [action for number in changed[step::STEPS] for action in _actions(number, number + 1)]
        bulk(client, [action for action in actions if action["_index"] == index_name("profiles")])
        client.indices.refresh(index=index_name("profiles"))
    wait_for_merges(client, index_name("profiles"))


def wait_for_merges(client: Elasticsearch, index: str) -> None:
    """Wait until the engine is done merging what was written: it would take a processor from what is measured."""
    quiet = 0
    while quiet < QUIET_SECONDS:
        time.sleep(1)
        merges = client.indices.stats(index=index, metric="merge")["_all"]["primaries"]["merges"]
        quiet = 0 if merges["current"] else quiet + 1


_POPULATION: Population
_COMPARED = False


def _write(start: int, end: int) -> None:
    client = connect(settings()).options(request_timeout=300)
    with titles_understood_once():
        bulk(client, _actions(start, end), chunk_size=CHUNK)
    client.close()
    gc.collect(0)


def _actions(start: int, end: int) -> Iterator[dict[str, Any]]:
    for number in range(start, end):
        profile = _POPULATION.profile(number)
        beside = {SLOTS: profile["wants"]} if _COMPARED else {}
        yield {"_index": index_name("profiles"), "_id": profile["id"], "_source": {**profile, **beside}}
        if _COMPARED and number < TEXTBOOK_MOST:
            yield {"_index": index_name(TEXTBOOK), "_id": profile["id"], "_source": _textbook(profile)}


def _textbook(profile: Profile) -> dict[str, Any]:
    """Return a profile as examples of the percolator store it: everything that counts is in the query."""
    lat, lon = _POPULATION.communes.communes[profile["commune"]].point or (0, 0)
    near = {"geo_distance": {"distance": f"{profile['radius_km']}km", "location": {"lat": lat, "lon": lon}}}
    criteria = [any_of(near, missing("location"))]
    if profile.get("contracts"):
        criteria.append(any_of({"terms": {"contract": list(profile["contracts"])}}, missing("contract")))
    traits: dict[str, list[str]] = {}
    for slot in profile["wants"]:
        traits.setdefault(slot.rpartition("#")[0], []).append(slot)
    nested = [any_of(*({"term": {"traits": slot}} for slot in slots)) for slots in traits.values()]
    return {"id": profile["id"], "query": all_of(profile_query(profile["wants"]), any_of(*nested), *criteria)}
