"""Measuring never stops the work, whatever the connection to Redis does."""

from __future__ import annotations

import pytest
import redis

from indexer import measurements
from indexer.settings import settings


@pytest.mark.parametrize("error", [ValueError("I/O operation on closed file."), redis.ConnectionError(), OSError()])
def test_what_cannot_be_counted_stops_nothing(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    class Closed(redis.Connection):
        def connect(self) -> None:
            raise error

    monkeypatch.setenv("ESTEY_REDIS_URL", "redis://127.0.0.1:1/0")
    settings.cache_clear()
    closed = redis.Redis(connection_pool=redis.ConnectionPool(connection_class=Closed))
    monkeypatch.setattr(measurements, "_client", lambda: closed)
    monkeypatch.setattr(measurements, "_silent_until", 0.0)
    try:
        measurements.count("refusals", "one_at_a_time")
    finally:
        settings.cache_clear()
    assert measurements._silent_until > 0, "it was tried"
