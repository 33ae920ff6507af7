"""What goes wrong: each fault is done to the real processes of the instance, or to the ports between them."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass

import psutil
import redis

from benchmarks.faults.ports import Doors
from embedded.supervision import Supervisor

SERVERS = ("engine", "redis", "tika", "mail")
"""What the service asks, over a port that can be shut."""
SHUT_SECONDS = (1.0, 8.0)
# Longer than a claim of the run (settings of benchmarks.faults.running): whoever wakes up after it was overtaken.
ASLEEP_SECONDS = (2.0, 25.0)


@dataclass(frozen=True)
class Machine:
    """What faults are done to."""

    supervisor: Supervisor
    doors: Doors
    redis_port: int

    def family(self, part: str) -> list[psutil.Process]:
        """Return the process of a part and its descendants; nothing while it is not running."""
        pid = self.supervisor.pids().get(part, 0)
        try:
            return [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)] if pid else []
        except psutil.NoSuchProcess:
            return []


Fault = Callable[[Machine, random.Random], None]


def _kill(processes: Iterable[psutil.Process]) -> None:
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.kill()


def _killed(part: str) -> Fault:
    """Kill a part wholly, as a machine that loses its power does."""
    return lambda machine, _: _kill(machine.family(part))


def _child_killed(part: str) -> Fault:
    """Kill one of a part's children, as the kernel does when memory is short; the parent is to replace it."""

    def fault(machine: Machine, chance: random.Random) -> None:
        children = machine.family(part)[1:]
        _kill([chance.choice(children)] if children else [])

    return fault


def _parent_killed(part: str) -> Fault:
    """Kill a part's first process only: its children go on for a moment beside those of its successor."""
    return lambda machine, _: _kill(machine.family(part)[:1])


def _shut(part: str) -> Fault:
    """Cut the port of a part: what passes is reset in the middle, then nobody gets through for some seconds."""

    def fault(machine: Machine, chance: random.Random) -> None:
        machine.doors.shut(part)
        time.sleep(chance.uniform(*SHUT_SECONDS))
        machine.doors.open(part)

    return fault


def _asleep(part: str, seconds: tuple[float, float]) -> Fault:
    """Stop a part without ending it: it neither answers nor hangs up, then goes on as if no time had passed."""

    def fault(machine: Machine, chance: random.Random) -> None:
        stopped = []
        for process in machine.family(part):
            with suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGSTOP)
                stopped.append(process)
        time.sleep(chance.uniform(*seconds))
        for process in stopped:
            # By pid and creation time: a process that ended meanwhile is nobody else's.
            with suppress(psutil.NoSuchProcess):
                process.resume()

    return fault


def _emptied(machine: Machine, _: random.Random) -> None:
    """Throw away all that Redis holds: the queue, and what workers have in hand."""
    with suppress(redis.RedisError), redis.Redis(host="127.0.0.1", port=machine.redis_port, socket_timeout=5) as client:
        client.flushall()


KINDS: dict[str, Fault] = {
    **{f"{part} killed": _killed(part) for part in ("worker", "file-worker", "beat", "web", *SERVERS)},
    **{f"{part} child killed": _child_killed(part) for part in ("worker", "web", "tika")},
    "worker parent killed": _parent_killed("worker"),
    **{f"{part} cut off": _shut(part) for part in SERVERS},
    "redis emptied": _emptied,
    "worker asleep": _asleep("worker", ASLEEP_SECONDS),
    **{f"{part} asleep": _asleep(part, SHUT_SECONDS) for part in ("engine", "redis", "mail")},
}


def in_turn(count: int, chance: random.Random) -> list[str]:
    """Return so many kinds of faults: every kind as often as any other, in an order of chance."""
    drawn: list[str] = []
    while len(drawn) < count:
        drawn += chance.sample(list(KINDS), len(KINDS))
    return drawn[:count]
