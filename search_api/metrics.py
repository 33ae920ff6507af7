"""`/metrics`, for the operator's Prometheus alone."""

from __future__ import annotations

import hashlib
import hmac

from flask import Blueprint, Response, abort, request
from prometheus_client import CONTENT_TYPE_LATEST

from indexer.engine.client import engine
from indexer.operations.metrics import exposition
from indexer.settings import settings

metrics = Blueprint("metrics", __name__)


@metrics.get("/metrics")
def read() -> Response:
    """Answer the metrics to whoever holds the key; to others, and while none is set, there is no such page."""
    expected = settings().metrics_key_hash
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    given = hashlib.sha256(key.strip().encode()).hexdigest()
    if not expected or scheme.lower() != "bearer" or not hmac.compare_digest(given, expected):
        abort(404)
    answer = Response(exposition(engine()), content_type=CONTENT_TYPE_LATEST)
    answer.headers["Cache-Control"] = "no-store"
    return answer
