"""How fast offers are taken in: read, understood, indexed, percolated and their matches stored, by the real code.

`import_offers` stores them in this process and hands them on in the batches of the queue; as many processes as asked
run the worker's `process_offers` on them. Only the queue itself (Redis) is left out, so that no worker of the instance
takes part. Seconds by stage are added up over all processes.
"""

from __future__ import annotations

import multiprocessing
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from typing import Any
from unittest.mock import patch

from elasticsearch import Elasticsearch

from benchmarks.corner import corner
from benchmarks.population import Population
from benchmarks.stored_profiles import fill
from indexer.engine.client import engine
from indexer.engine.indices import index_name, refresh
from indexer.language.vocabulary import Vocabulary
from indexer.matching.matches import Due
from indexer.matching.percolation import due_for_offers
from indexer.offers import processing
from indexer.offers.importing import import_offers
from indexer.places.communes import Gazetteer
from indexer.queueing import OFFERS_A_TASK

Progress = Callable[[str, int], Any]


# Inhabitants of the country at INHABITANTS_A_PROFILE: so that the places of offers are those of all communes.
WHOLE_COUNTRY = 3_000_000


def measure(
    vocabulary: Vocabulary, communes: Gazetteer, profiles: int, offers: int, processes: int, progress: Progress
) -> dict[str, Any]:
    """Return offers a second and the seconds of each stage, for so many offers against so many stored profiles.

    Twice: offers of the region, where the people are (`region`), then offers of the whole country (`country`), as a
    national source sends them: most of them reach nobody here.
    """
    vocabulary.prepare()
    region = Population(vocabulary, communes, profiles)
    country = Population(vocabulary, communes, WHOLE_COUNTRY)
    with corner() as client:
        with progress("profiles", -(-profiles // 250)) as advance:
            fill(client, region, profiles, advance)
        context = multiprocessing.get_context("fork")
        with ProcessPoolExecutor(processes, mp_context=context) as pool:
            for ready in [pool.submit(_ready) for _ in range(processes)]:
                ready.result()
            figures = {}
            for name, population in (("region", region), ("country", country)):
                records = [population.record(number) for number in range(offers)]
                with progress(f"offers of the {name}", -(-offers // OFFERS_A_TASK)) as advance:
                    figures[name] = _taken_in(client, pool, records, f"bench-{name}", advance)
        return {"offers": offers, "profiles": profiles, "processes": processes, **figures}


def _taken_in(
    client: Elasticsearch,
    pool: ProcessPoolExecutor,
    records: list[dict[str, Any]],
    source: str,
    advance: Callable[[], None],
) -> dict[str, Any]:
    """Import these offers, have them worked through, and return how fast that was and what was found."""
    tasks: list[Future[dict[str, float]]] = []
    before = client.count(index=index_name("matches"))["count"]

    def enqueue(identifiers: list[str]) -> None:
        for start in range(0, len(identifiers), OFFERS_A_TASK):
            task = pool.submit(_work, identifiers[start : start + OFFERS_A_TASK])
            task.add_done_callback(lambda _: advance())
            tasks.append(task)

    started = time.monotonic()
    report = import_offers(client, records, source, enqueue)
    stages: dict[str, float] = {}
    for task in tasks:
        for stage, seconds in task.result().items():
            stages[stage] = stages.get(stage, 0.0) + seconds
    took = time.monotonic() - started
    refresh(client)
    done = [{"term": {"source": source}}, {"term": {"stage": "matched"}}]
    matched = client.count(index=index_name("offers"), query={"bool": {"filter": done}})["count"]
    matches = client.count(index=index_name("matches"))["count"] - before
    return {
        "offers_per_s": round(len(records) / took, 1),
        "matched": matched,
        "matches_per_offer": round(matches / len(records), 1),
        "seconds": round(took, 2),
        "seconds_by_stage": {"import": round(report.seconds, 2), **{k: round(v, 2) for k, v in stages.items()}},
    }


def _ready() -> None:
    engine()


def _work(identifiers: list[str]) -> dict[str, float]:
    """Run the worker's function on one batch and return the seconds of its stages."""
    spent: defaultdict[str, float] = defaultdict(float)

    def timed(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any) -> Any:
            before = time.monotonic()
            try:
                return function(*arguments)
            finally:
                spent[name] += time.monotonic() - before

        return run

    def percolated(*arguments: Any) -> Iterator[Due]:
        yield from timed("percolate", lambda: list(due_for_offers(*arguments)))()

    whole = time.monotonic()
    with ExitStack() as stack:
        stack.enter_context(patch.object(processing, "due_for_offers", percolated))
        for name in ("get_many", "understood", "change_many", "refresh", "record"):
            stack.enter_context(patch.object(processing, name, timed(name, getattr(processing, name))))
        processing.process_offers(engine(), identifiers)
    # Offers are understood while they are changed, and percolated while matches are recorded.
    return {
        "understand": spent["understood"],
        "percolate": spent["percolate"],
        "write offers": spent["change_many"] - spent["understood"],
        "write matches": spent["record"] - spent["percolate"],
        "refresh": spent["refresh"],
        "read offers": spent["get_many"],
        "all of process_offers": time.monotonic() - whole,
    }
