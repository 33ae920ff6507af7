"""Each index in one segment, and searches that see it. Real engine."""

from __future__ import annotations

from elasticsearch import Elasticsearch

from indexer.engine.indices import (
    EXPUNGED,
    IN_FEW_SEGMENTS,
    KINDS,
    MERGING,
    ensure_indices,
    index_body,
    index_name,
    refresh,
)
from indexer.operations.merging import deleted, merge_segments, segments
from indexer.tasks import merge_night
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


def test_what_was_erased_is_in_no_segment_after_the_night_whatever_the_index(engine: Elasticsearch) -> None:
    """One document of two hundred, erased a moment before: the engine by itself leaves so few where they are."""
    for kind in KINDS:
        fields = index_body(kind)["mappings"]["properties"]
        field = next(name for name, said in fields.items() if said["type"] == "keyword")
        operations: list[dict[str, object]] = []
        for number in range(200):
            operations += [{"index": {"_id": f"d{number}"}}, {field: f"word{number}"}]
        engine.bulk(index=index_name(kind), operations=operations, refresh=True)
        engine.delete(index=index_name(kind), id="d7", refresh=True)
    merge_night()
    assert {kind: deleted(engine, kind) for kind in KINDS} == dict.fromkeys(KINDS, 0)
    assert {kind: engine.count(index=index_name(kind))["count"] for kind in KINDS} == dict.fromkeys(KINDS, 199)


def test_an_index_made_before_takes_the_settings_that_keep_it_in_few_segments(engine: Elasticsearch) -> None:
    for kind in KINDS:
        engine.indices.put_settings(index=index_name(kind), settings=dict.fromkeys(MERGING | EXPUNGED))
    ensure_indices(engine)
    for kind in KINDS:
        wanted = EXPUNGED | (MERGING if kind in IN_FEW_SEGMENTS else {})
        [found] = engine.indices.get_settings(index=index_name(kind), flat_settings=True).values()
        assert {name: found["settings"].get(f"index.{name}") for name in wanted} == {
            name: str(value) for name, value in wanted.items()
        }
