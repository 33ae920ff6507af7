"""Health of the whole."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint
from marshmallow import Schema, fields

from indexer.operations.status import unhealthy_parts


class HealthSchema(Schema):
    """Whether every part answers."""

    status = fields.String(metadata={"description": "ok, or unhealthy."})
    unhealthy = fields.List(fields.String(), metadata={"description": "The parts that do not answer."})


health = Blueprint("health", __name__, url_prefix="/api/health", description="Whether every part answers.")


@health.route("", methods=["GET"])
@health.response(200, HealthSchema)
@health.alt_response(503, schema=HealthSchema)
def read() -> Any:
    """Say whether every part answers; 503 names those that do not."""
    parts = unhealthy_parts()
    if parts:
        return {"status": "unhealthy", "unhealthy": parts}, 503
    return {"status": "ok", "unhealthy": []}


@health.route("/live", methods=["GET"])
@health.response(204)
def read_liveness() -> None:
    """Say that the web itself answers, whatever the state of the other parts: what its container is judged by."""
