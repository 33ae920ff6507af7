"""Counting what several processes do, for the operator's metrics: in Redis, since they may run on several machines.

Measuring never stops or slows the work: without Redis nothing is counted, and Prometheus takes a counter that begins
anew for what it is.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from contextlib import suppress
from functools import cache

import redis

from indexer.settings import settings

PATIENCE_SECONDS = 0.5
# After a Redis that did not answer, nothing is counted for so long: each try may cost PATIENCE_SECONDS.
SILENT_SECONDS = 30.0

PERCOLATION = "percolation_seconds"
HITS = "offer_hits"
REFUSALS = "refusals"
READER_TIMEOUTS = "reader_timeouts"

BOUNDS: dict[str, tuple[float, ...]] = {
    PERCOLATION: (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 5.0),
    HITS: (0, 1, 3, 10, 30, 100, 300, 1000, 3000, 10_000, 60_000),
}
"""The upper bounds of each histogram."""
_silent_until = 0.0


def count(name: str, label: str = "") -> None:
    """Count one event."""
    _add([(f"{name}|{label}", 1.0)])


def observe(name: str, values: Sequence[float]) -> None:
    """Add values to a histogram of BOUNDS, in one request."""
    amounts = [(f"{name}|sum", sum(values)), (f"{name}|count", float(len(values)))]
    for bound in BOUNDS[name]:
        if below := sum(value <= bound for value in values):
            amounts.append((f"{name}|le|{bound}", float(below)))
    if values:
        _add(amounts)


def read() -> dict[str, float]:
    """Return everything counted; empty when Redis does not answer."""
    with suppress(redis.RedisError, OSError):
        found = _client().hgetall(_key())
        return {name.decode(): float(value) for name, value in found.items()}  # type: ignore[union-attr]
    return {}


def _add(amounts: Sequence[tuple[str, float]]) -> None:
    global _silent_until
    if not settings().redis_url or time.monotonic() < _silent_until:
        return
    try:
        with _client().pipeline(transaction=False) as pipeline:
            for field, amount in amounts:
                pipeline.hincrbyfloat(_key(), field, amount)
            pipeline.execute()
    except (redis.RedisError, OSError, ValueError):
        # ValueError: redis-py reads a connection that was closed under it ("I/O operation on closed file").
        _silent_until = time.monotonic() + SILENT_SECONDS


def _key() -> str:
    return f"{settings().index_prefix}:measurements"


@cache
def _client_of(url: str) -> redis.Redis:
    return redis.Redis.from_url(
        url, socket_timeout=PATIENCE_SECONDS, socket_connect_timeout=PATIENCE_SECONDS, retry=None
    )


def _client() -> redis.Redis:
    return _client_of(settings().redis_url)


os.register_at_fork(after_in_child=_client_of.cache_clear)
