"""Each index in one segment, and searches that see it. Real engine."""

from __future__ import annotations

from elasticsearch import Elasticsearch

from indexer.engine.indices import IN_FEW_SEGMENTS, MERGING, ensure_indices, index_name, refresh
from indexer.operations.merging import merge_segments, segments
from tests.factories.documents import store
from tests.factories.offers import make_offer


def test_an_index_is_one_segment_afterwards_and_holds_what_it_held(engine: Elasticsearch) -> None:
    for number in range(4):
        store(engine, "offers", make_offer(f"o{number}"))
        refresh(engine, "offers")
    assert segments(engine, "offers") > 1
    merge_segments(engine)
    assert segments(engine, "offers") == 1
    assert engine.count(index=index_name("offers"))["count"] == 4


def test_an_index_made_before_takes_the_settings_that_keep_it_in_few_segments(engine: Elasticsearch) -> None:
    for kind in IN_FEW_SEGMENTS:
        engine.indices.put_settings(index=index_name(kind), settings=dict.fromkeys(MERGING))
    ensure_indices(engine)
    for kind in IN_FEW_SEGMENTS:
        [found] = engine.indices.get_settings(index=index_name(kind), flat_settings=True).values()
        assert {name: found["settings"].get(f"index.{name}") for name in MERGING} == {
            name: str(value) for name, value in MERGING.items()
        }
