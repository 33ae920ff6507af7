"""One line for each request: its method, the rule of its route, its status, how long it took. Never its path."""

from __future__ import annotations

import logging
import time

from flask import Response, g, request

log = logging.getLogger("search_api.requests")
SILENT = frozenset({"static", "swagger_asset", "health.read_liveness"})


def start_clock() -> None:
    """Remember when a request began."""
    g.began = time.perf_counter()


def write_line(response: Response) -> Response:
    """Write the line of a request that was answered; an address that is no route of ours has no rule."""
    if request.endpoint not in SILENT:
        said = {
            "method": request.method,
            "rule": str(request.url_rule) if request.url_rule else "",
            "status": response.status_code,
            "milliseconds": round((time.perf_counter() - g.get("began", time.perf_counter())) * 1000),
        }
        log.info("request", extra=said)
    return response
