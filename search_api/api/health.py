"""Health of the whole."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock
from typing import Any

from flask_smorest import Blueprint
from marshmallow import Schema, fields

from indexer.operations.status import unhealthy_parts

LOOK_SECONDS = 1.0


class HealthSchema(Schema):
    """Whether every part answers."""

    status = fields.String(metadata={"description": "ok, or unhealthy."})
    unhealthy = fields.List(fields.String(), metadata={"description": "The parts that do not answer."})


class Look:
    """What the last look at the parts found. Anybody may ask, and a part that is out is waited for some seconds: one
    thread looks, the others are told what was found last.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._lock, self._clock = Lock(), clock
        self._found: list[str] | None = None
        self._at = 0.0

    def parts(self) -> list[str]:
        """Return the parts that do not answer, looked at anew when that is LOOK_SECONDS old; the first look is waited
        for.
        """
        found = self._found
        if found is not None and self._clock() - self._at < LOOK_SECONDS:
            return found
        if not self._lock.acquire(blocking=found is None):
            return found or []
        try:
            if self._found is None or self._clock() - self._at >= LOOK_SECONDS:
                self._found, self._at = unhealthy_parts(), self._clock()
            return self._found
        finally:
            self._lock.release()


_LOOK = Look()
health = Blueprint("health", __name__, url_prefix="/api/health", description="Whether every part answers.")


@health.route("", methods=["GET"])
@health.response(200, HealthSchema)
@health.alt_response(503, schema=HealthSchema)
def read() -> Any:
    """Say whether every part answers; 503 names those that do not."""
    parts = _LOOK.parts()
    if parts:
        return {"status": "unhealthy", "unhealthy": parts}, 503
    return {"status": "ok", "unhealthy": []}


@health.route("/live", methods=["GET"])
@health.response(204)
def read_liveness() -> None:
    """Say that the web itself answers, whatever the state of the other parts: what its container is judged by."""
