"""Gunicorn's own words, written as all the others are. There is no access log: paths hold secret links.

Each request leaves one line all the same, by the rule of its route: `search_api.request_log`.
"""

from __future__ import annotations

from typing import Any

from gunicorn.glogging import Logger

from indexer.structured_logs import write_logs_as_json


class GunicornLogs(Logger):
    """Leaves the writing to the root logger, and never writes the line of a request, whatever it was told."""

    def setup(self, cfg: Any) -> None:
        """Take gunicorn's level, and our handler instead of its own."""
        super().setup(cfg)
        write_logs_as_json()
        self.error_log.handlers[:] = []
        self.error_log.propagate = True

    def access(self, *_: Any) -> None:
        """Write nothing."""
