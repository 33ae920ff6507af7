"""What the run of alerts costs, which each minute looks for those to whom a mail may leave, among all that waits."""

from __future__ import annotations

import hashlib
import itertools
import random
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import bulk

from benchmarks.corner import corner
from indexer.alerts.claims import recipients_waiting
from indexer.engine.indices import index_name, refresh
from indexer.matching.matches import PENDING, SENT

CHUNK = 2000
RUNS = 3
AT_ONCE_IN = 4
"""One person in so many wants mails at once, the others daily."""
Progress = Callable[[str, int], Any]


def measure(profiles: int, matches: int, pending: int, progress: Progress) -> dict[str, Any]:
    """Return what a run costs among so many people and matches, of which `pending` wait, spread over people by chance.

    Everybody's profile is written with what the run reads of it, and no more: nothing is percolated here. What waits
    for people who want it daily was found just now and is not due; for the others, ten minutes ago.
    """
    chance = random.Random(1)
    with corner() as client:
        with progress("people", -(-profiles // CHUNK)) as advance:
            _write(client, _people(profiles), advance)
        with progress("matches", -(-matches // CHUNK)) as advance:
            _write(client, _matches(profiles, matches, pending, chance), advance)
        refresh(client)
        seconds, firsts, due = [], [], 0
        for _ in range(RUNS):
            started = time.monotonic()
            found = [time.monotonic() - started for _ in recipients_waiting(client)]
            seconds.append(time.monotonic() - started)
            firsts.append(found[0] if found else seconds[-1])
            due = len(found)
        return {
            "profiles": profiles,
            "matches": matches,
            "pending": pending,
            "people_due": due,
            "run_s": round(sorted(seconds)[RUNS // 2], 2),
            "run_s_all": [round(one, 2) for one in seconds],
            "first_found_s": round(sorted(firsts)[RUNS // 2], 2),
        }


def _write(client: Elasticsearch, documents: Iterator[dict[str, Any]], advance: Callable[[], None]) -> None:
    while some := list(itertools.islice(documents, CHUNK)):
        bulk(client, some)
        advance()


def _person(number: int) -> str:
    return hashlib.sha256(str(number).encode()).hexdigest()[:32]


def _people(profiles: int) -> Iterator[dict[str, Any]]:
    for number in range(profiles):
        identifier = f"{number:024x}"
        frequency = "daily" if number % AT_ONCE_IN else "at_once"
        source = {"id": identifier, "person": _person(number), "frequency": frequency, "stage": "matched"}
        yield {"_index": index_name("profiles"), "_id": identifier, "_source": {**source, "alertable": True}}


def _matches(profiles: int, matches: int, pending: int, chance: random.Random) -> Iterator[dict[str, Any]]:
    now = datetime.now(UTC)
    # Evenly among the others: what waits does not lie together in the index.
    every = matches / pending if pending else 0
    waiting = {int(number * every) for number in range(pending)}
    for number in range(matches):
        person = chance.randrange(profiles)
        is_pending = number in waiting
        found = now if person % AT_ONCE_IN else now - timedelta(minutes=10)
        if not is_pending:
            found = now - timedelta(days=chance.randrange(1, 60))
        source = {
            "id": f"{number:040x}",
            "recipient": _person(person),
            "profile": f"{person:024x}",
            "offer": f"{chance.randrange(10**6):024x}",
            "created_at": found.isoformat(),
            "state": PENDING if is_pending else SENT,
        }
        yield {"_index": index_name("matches"), "_id": source["id"], "_source": source}
