"""Running a reindexing in a test, and looking at what it left."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from elasticsearch import Elasticsearch

from indexer.engine.documents import get
from indexer.engine.indices import index_name, refresh
from indexer.engine.versions import version_in_use, versions
from indexer.operations.reindex_state import saved
from indexer.operations.reindexing import Advance, Report, reindex

COUNT = 30
"""Offers and people that the fixture `filled` makes, each."""


class KilledError(BaseException):
    """Stands for the end of the process."""


def run(engine: Elasticsearch, advance: Advance = lambda kind, done, total: None) -> tuple[Report, Any]:
    queued: dict[str, list[str]] = {}

    def enqueue(kind: str) -> Callable[[list[str]], int]:
        def put(identifiers: list[str]) -> int:
            queued[kind] = identifiers
            return len(identifiers)

        return put

    kinds = {kind: enqueue(kind) for kind in ("offers", "profiles")}
    report = reindex(engine, kinds, advance, settled_after=0)
    return report, queued


def documents(engine: Elasticsearch, kind: str) -> dict[str, dict[str, Any]]:
    refresh(engine, kind)
    hits = engine.search(index=index_name(kind), size=1000)["hits"]["hits"]
    return {hit["_id"]: hit["_source"] for hit in hits}


def assert_clean(engine: Elasticsearch) -> None:
    """Nothing of the run is left: one version of each index, writable, and no state."""
    for kind in ("offers", "profiles"):
        assert versions(engine, kind) == [version_in_use(engine, kind)]
        engine.index(index=index_name(kind), id="probe", document={"id": "probe"})
        engine.delete(index=index_name(kind), id="probe")
    assert saved(engine) is None
    assert get(engine, "reference", "lease-reindex") is None
