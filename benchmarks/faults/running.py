"""The fault run: an instance of its own, traffic through its doors, faults in turn, then the reckoning."""

from __future__ import annotations

import math
import os
import random
import statistics
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests
from rich.console import Console

from benchmarks.faults.kinds import KINDS, Machine, in_turn
from benchmarks.faults.ports import Doors
from benchmarks.faults.reckoning import delays, reckon, unfinished
from benchmarks.faults.traffic import TRADES, Traffic
from embedded.display import Display
from embedded.instance import Instance, started
from embedded.ports import find_free
from embedded.programs import Program
from indexer.engine.client import connect, engine
from indexer.matching.matches import CLAIMED, PENDING
from indexer.operations.status import status
from indexer.settings import load_settings, settings

Advance = Callable[[], None]
Progress = Callable[[str, int], Any]

# The clock of the run: what takes minutes otherwise takes seconds, and a claim can expire while its holder sleeps.
PACE = {
    "ESTEY_ALERTS_SECONDS": "10",
    "ESTEY_SWEEP_SECONDS": "10",
    "ESTEY_CLAIM_SECONDS": "20",
    "ESTEY_MAILS_A_DAY": "0",
    "ESTEY_MAILS_A_MINUTE": "0",
}
# Of the time after a fault, before the next: sometimes none, so that faults meet a service that is just back.
CALM_SECONDS = 2.0
DOUBLE = 0.2
"""How often a second fault comes with the first."""
# So that the two processes of the worker can write to each of them every ten seconds.
MOST_PEOPLE = 100
RECOVERY_SECONDS, SETTLING_SECONDS = 300, 1200


def measure(matches: int, faults: int, seed: int, progress: Progress) -> dict[str, Any]:
    """Run the whole and return what was due, captured, lost and sent twice, and the seconds to recover by fault."""
    chance = random.Random(seed)
    # Each trade has its share of both: matches = people × offers ÷ trades.
    people = max(len(TRADES), min(round(math.sqrt(matches)), MOST_PEOPLE))
    offers = math.ceil(matches * len(TRADES) / people)
    kinds = in_turn(faults, chance)
    with (
        tempfile.TemporaryDirectory(prefix="estey-faults-") as folder,
        own_instance(Path(folder)) as (instance, machine),
    ):
        done = 0
        key = (instance.home.root / "api_key").read_text(encoding="utf-8").strip()
        traffic = Traffic(instance.url, key, instance.home.mailbox, people, offers, lambda: (done + 1) / (faults + 1))
        traffic.start()
        recovered: defaultdict[str, list[float]] = defaultdict(list)
        began = time.monotonic()
        with progress("faults", faults) as advance:
            for kind in kinds:
                second = chance.choice(list(KINDS)) if chance.random() < DOUBLE else ""
                KINDS[kind](machine, chance)
                if second:
                    KINDS[second](machine, chance)
                recovered[f"{kind}, {second}" if second else kind].append(seconds_to_recover(instance.url))
                instance.record()
                time.sleep(chance.uniform(0, CALM_SECONDS))
                done += 1
                advance()
        under_faults = time.monotonic() - began
        with connect(settings()) as client:
            with progress("settling", 1) as advance:
                settled = settle(client, traffic)
                settled_in = round(time.monotonic() - began - under_faults)
                advance()
            traffic.stop()
            seconds = sorted(second for some in recovered.values() for second in some)
            return {
                "matches_asked": matches,
                "people": people,
                "offers": offers,
                **reckon(client, instance.home.mailbox),
                "accepted_and_not_matched": len(unfinished(client, traffic.accepted)),
                "settled": settled,
                "faults": len(kinds),
                "faults_by_kind": dict(Counter(kinds)),
                "seconds_to_recover": {
                    "p50": round(statistics.median(seconds), 1) if seconds else None,
                    "max": round(seconds[-1], 1) if seconds else None,
                    "max_by_kind": {kind: round(max(some), 1) for kind, some in sorted(recovered.items())},
                },
                "seconds_waited": delays(client),
                "seconds_to_settle": settled_in,
                "answers": dict(traffic.answers.most_common()),
                "seconds_under_faults": round(under_faults),
                "seed": seed,
            }


@contextmanager
def own_instance(home: Path) -> Iterator[tuple[Instance, Machine]]:
    """Start the whole stack in a home of its own; every part is then reached through a door that can be shut.

    This process, which reckons at the end, asks the engine itself.
    """
    before = dict(os.environ)
    for name in [name for name in before if name.startswith("ESTEY_") and name != "ESTEY_CACHE"]:
        del os.environ[name]
    [port] = find_free(1)
    os.environ.update({"ESTEY_HOME": str(home), "ESTEY_PORT": str(port), "ESTEY_DEMO": "0", **PACE})
    _forget()
    try:
        with started(Display(Console(stderr=True))) as instance:
            load_settings()  # the addresses without doors, kept in this process's environment
            addresses = instance.addresses
            engine_port = int(instance.environment["ESTEY_ENGINE_URL"].rpartition(":")[2])
            targets = {"engine": engine_port, "redis": addresses.redis, "tika": addresses.tika, "mail": addresses.mail}
            with Doors(targets) as doors:
                _lead_through(instance, doors.ports)
                try:
                    yield instance, Machine(instance.supervisor, doors, addresses.redis)
                finally:
                    instance.supervisor.stop_programs(_behind_doors(instance))
    finally:
        for name in set(os.environ) - set(before):
            del os.environ[name]
        os.environ.update(before)
        _forget()


def _lead_through(instance: Instance, ports: dict[str, int]) -> None:
    """Give web, worker and beat the addresses of the doors, and start them anew."""
    instance.environment |= {
        "ESTEY_ENGINE_URL": f"http://127.0.0.1:{ports['engine']}",
        "ESTEY_REDIS_URL": f"redis://127.0.0.1:{ports['redis']}/0",
        "ESTEY_TIKA_URL": f"http://127.0.0.1:{ports['tika']}",
        "ESTEY_SMTP_PORT": str(ports["mail"]),
    }
    instance.record()
    instance.supervisor.stop_programs(_behind_doors(instance))
    instance.supervisor.start_programs(_behind_doors(instance))
    seconds_to_recover(instance.url)


def _behind_doors(instance: Instance) -> list[Program]:
    return [program for program in instance.programs if not program.base]


def seconds_to_recover(url: str) -> float:
    """Return the seconds until the service says that all its parts answer; RECOVERY_SECONDS when it does not."""
    began = time.monotonic()
    while (took := time.monotonic() - began) < RECOVERY_SECONDS:
        try:
            if requests.get(f"{url}/api/health", timeout=20).ok:
                return time.monotonic() - began
        except requests.RequestException:
            pass
        time.sleep(0.2)
    return took


def settle(client: Any, traffic: Traffic) -> bool:
    """Wait until all that came in was taken, read, matched and sent; False when it still is not after a long time."""
    end = time.monotonic() + SETTLING_SECONDS
    calm = 0
    while time.monotonic() < end:
        found = status(client)
        waiting = found["stages"]["matches"]
        quiet = traffic.is_done and not found["in_flight"] and not waiting.get(PENDING) and not waiting.get(CLAIMED)
        calm = calm + 1 if quiet else 0
        if calm == 3:
            return True
        time.sleep(1)
    return False


def _forget() -> None:
    settings.cache_clear()
    engine.cache_clear()
