"""A client whose writes wait while an index takes none: the moment in which a new version of it is swapped in."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from elasticsearch import AuthorizationException, Elasticsearch

# A swap takes about a second; whoever waits for a page should not wait much longer for an error.
PATIENCE_SECONDS = 20.0
PAUSE_SECONDS = 0.1


class PatientClient(Elasticsearch):
    """Repeats a write that an index refuses for the time of a swap (see indexer.operations.reindexing)."""

    def perform_request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        body: Any | None = None,
        endpoint_id: str | None = None,
        path_parts: Mapping[str, Any] | None = None,
    ) -> Any:
        """Send a request; again and again while writes are held back, for PATIENCE_SECONDS at most."""
        end = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                answer = super().perform_request(
                    method,
                    path,
                    params=params,
                    headers=headers,
                    body=body,
                    endpoint_id=endpoint_id,
                    path_parts=path_parts,
                )
            except AuthorizationException as error:
                if not held_back(error.body) or time.monotonic() >= end:
                    raise
            else:
                # A bulk request is of one index of one shard: it was refused whole, and nothing is written twice.
                if endpoint_id != "bulk" or not held_back(answer.body) or time.monotonic() >= end:
                    return answer
            time.sleep(PAUSE_SECONDS)


def held_back(body: Any) -> bool:
    """Say whether the engine's answer means that an index takes no writes for now."""
    if not isinstance(body, dict):
        return False
    errors = [body.get("error")] if "error" in body else []
    # Of an erasure by query: what it had found is not erased, and it may be sent again.
    errors += [failure.get("cause") for failure in body.get("failures") or [] if isinstance(failure, dict)]
    if body.get("errors"):
        errors = [outcome.get("error") for item in body.get("items", []) for outcome in item.values()]
    return any(
        isinstance(error, dict)
        and error.get("type") == "cluster_block_exception"
        and "index write (api)" in str(error.get("reason"))
        for error in errors
    )
