"""Writes wait while an index takes none, and only then. Real engine."""

from __future__ import annotations

from threading import Timer
from typing import Any

import pytest
from elasticsearch import AuthorizationException, Elasticsearch
from elasticsearch.helpers import bulk

from indexer.engine import patience
from indexer.engine.documents import get
from indexer.engine.indices import index_name
from indexer.engine.versions import version_in_use
from indexer.operations.reindex_state import let_write


def hold_back(engine: Elasticsearch, seconds: float) -> Timer:
    """Refuse writes to the offers for some time."""
    index = version_in_use(engine, "offers")
    engine.indices.add_block(index=index, block="write")
    timer = Timer(seconds, let_write, (engine, index))
    timer.start()
    return timer


def test_each_kind_of_write_waits_for_its_time(engine: Elasticsearch) -> None:
    name = index_name("offers")
    timer = hold_back(engine, 0.5)
    engine.index(index=name, id="one", document={"id": "one"})
    timer.join()
    timer = hold_back(engine, 0.5)
    written, errors = bulk(engine, [{"_index": name, "_id": "two", "_source": {"id": "two"}}], raise_on_error=False)
    assert (written, errors) == (1, [])
    timer.join()
    timer = hold_back(engine, 0.5)
    engine.delete(index=name, id="one")
    timer.join()
    assert get(engine, "offers", "one") is None
    assert get(engine, "offers", "two") == {"id": "two"}


def test_an_erasure_by_query_waits_too(engine: Elasticsearch) -> None:
    name = index_name("offers")
    engine.index(index=name, id="one", document={"id": "one"}, refresh=True)
    timer = hold_back(engine, 0.5)
    engine.delete_by_query(index=name, query={"match_all": {}}, conflicts="proceed", refresh=True)
    timer.join()
    assert get(engine, "offers", "one") is None


def test_patience_ends(engine: Elasticsearch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "PATIENCE_SECONDS", 0.3)
    timer = hold_back(engine, 1.5)
    with pytest.raises(AuthorizationException):
        engine.index(index=index_name("offers"), id="one", document={"id": "one"})
    timer.join()


@pytest.mark.parametrize(
    "body",
    [
        None,
        {},
        {"error": "unknown"},
        {"error": {"type": "security_exception", "reason": "index write (api)"}},
        {"error": {"type": "cluster_block_exception", "reason": "blocked by: [index read-only / allow delete (api)];"}},
        {"errors": True, "items": [{"index": {"error": {"type": "strict_dynamic_mapping_exception"}}}]},
        {"errors": False, "items": [{"index": {"status": 200}}]},
    ],
)
def test_another_refusal_is_not_waited_for(body: Any) -> None:
    assert not patience.held_back(body)
