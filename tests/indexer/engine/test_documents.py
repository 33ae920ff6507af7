"""Reading and changing single documents on the real engine."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from elasticsearch import ConflictError, Elasticsearch

from indexer.engine import documents
from indexer.engine.documents import AnswerError, change, change_many, get, get_many, scan, search_many
from indexer.engine.indices import index_name
from indexer.quarantine.attempts import is_outage


def store(engine: Elasticsearch, identifier: str, **fields: Any) -> None:
    engine.index(
        index=index_name("matches"), id=identifier, document={"id": identifier, "state": "0", **fields}, refresh=True
    )


def one_more(doc: dict[str, Any]) -> dict[str, Any]:
    return {**doc, "state": str(int(doc["state"]) + 1)}


def test_concurrent_writers_lose_nothing(engine: Elasticsearch) -> None:
    """Each change said to be done is there in the end; one that gave up said so."""
    store(engine, "m")

    def write(number: int) -> int:
        try:
            change(engine, "matches", "m", one_more)
        except ConflictError:
            return 0
        return 1

    with ThreadPoolExecutor(6) as pool:
        done = sum(pool.map(write, range(60)))
    stored = get(engine, "matches", "m")
    assert stored is not None
    assert int(stored["state"]) == done > 6


def test_a_writer_that_comes_in_between_is_not_overwritten(engine: Elasticsearch) -> None:
    store(engine, "m", reason="before")
    seen = []

    def edit(doc: dict[str, Any]) -> dict[str, Any]:
        seen.append(doc["reason"])
        if len(seen) == 1:
            change(engine, "matches", "m", lambda other: {**other, "reason": "other"})
        return {**doc, "state": "mine"}

    changed = change(engine, "matches", "m", edit)
    assert seen == ["before", "other"]
    assert changed == get(engine, "matches", "m") == {"id": "m", "state": "mine", "reason": "other"}


def test_a_writer_that_never_wins_says_so(engine: Elasticsearch) -> None:
    store(engine, "m")
    tries = []

    def edit(doc: dict[str, Any]) -> dict[str, Any]:
        tries.append(1)
        engine.index(index=index_name("matches"), id="m", document=one_more(doc))
        return {**doc, "state": "lost"}

    with pytest.raises(ConflictError):
        change(engine, "matches", "m", edit)
    assert len(tries) == documents.ATTEMPTS
    assert get(engine, "matches", "m") == {"id": "m", "state": str(documents.ATTEMPTS)}


def test_none_leaves_the_document_and_a_missing_one_stays_missing(engine: Elasticsearch) -> None:
    store(engine, "m")
    before = engine.get(index=index_name("matches"), id="m")["_seq_no"]
    assert change(engine, "matches", "m", lambda doc: None) == {"id": "m", "state": "0"}
    assert engine.get(index=index_name("matches"), id="m")["_seq_no"] == before
    assert change(engine, "matches", "absent", one_more) is None
    assert get(engine, "matches", "absent") is None


def test_an_edit_cannot_change_by_accident_what_it_returns_unchanged(engine: Elasticsearch) -> None:
    store(engine, "m")

    def scribble(doc: dict[str, Any]) -> None:
        doc["state"] = "scribbled"

    assert change(engine, "matches", "m", scribble) == {"id": "m", "state": "0"}


def test_every_document_is_scanned_once_also_beyond_a_page(
    engine: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "PAGE", 7)
    names = [f"m{number:02}" for number in range(21)]
    for name in names:
        store(engine, name, reason="r")
    found = list(scan(engine, "matches", {"match_all": {}}, "id", ["state"]))
    assert found == [(name, {"state": "0"}) for name in names]
    assert [source for _, source in scan(engine, "matches", {"match_all": {}}, "id")] == [{}] * 21
    assert set(get_many(engine, "matches", [*names, "absent", names[0]])) == set(names)


def test_a_field_that_no_mapping_knows_is_refused(engine: Elasticsearch) -> None:
    with pytest.raises(Exception, match="strict_dynamic_mapping_exception"):
        store(engine, "m", surprise="x")


def test_many_are_changed_at_once_and_one_that_moved_meanwhile_is_read_again(engine: Elasticsearch) -> None:
    for identifier in ("a", "b", "c"):
        store(engine, identifier, reason="before")
    seen = []

    def edit(doc: dict[str, Any]) -> dict[str, Any] | None:
        seen.append((doc["id"], doc["reason"]))
        if seen == [("a", "before")]:
            change(engine, "matches", "a", lambda other: {**other, "reason": "other"})
        return None if doc["id"] == "c" else {**doc, "state": "mine"}

    changed = change_many(engine, "matches", ["a", "b", "c", "absent"], edit)
    assert seen[-1] == ("a", "other")
    assert changed == get_many(engine, "matches", ["a", "b", "c"])
    assert changed["a"] == {"id": "a", "state": "mine", "reason": "other"}
    assert (changed["b"]["state"], changed["c"]["state"]) == ("mine", "0")


def test_a_document_that_the_engine_refuses_is_said(engine: Elasticsearch) -> None:
    store(engine, "a")
    with pytest.raises(RuntimeError, match="could not be written"):
        change_many(engine, "matches", ["a"], lambda doc: {**doc, "unknown_field": 1})


def test_a_search_that_failed_among_several_does_not_pass_for_an_empty_answer(engine: Elasticsearch) -> None:
    good = {"query": {"match_all": {}}}
    assert [answer["hits"]["hits"] for answer in search_many(engine, "matches", [good, good])] == [[], []]
    assert search_many(engine, "matches", []) == []
    with pytest.raises(RuntimeError, match="matches"):
        search_many(engine, "matches", [good, {"sort": [{"no_such_field": "asc"}]}])


def test_what_cannot_be_read_does_not_pass_for_what_is_not_there(engine: Elasticsearch) -> None:
    """A shard that does not answer is told document by document, in an answer that is otherwise good."""
    store(engine, "m")
    engine.indices.close(index=index_name("matches"))
    try:
        with pytest.raises(AnswerError) as failed:
            get_many(engine, "matches", ["m", "absent"])
        assert is_outage(failed.value)
        with pytest.raises(AnswerError):
            change_many(engine, "matches", ["m"], one_more)
    finally:
        engine.indices.open(index=index_name("matches"), wait_for_active_shards=1)
    assert get_many(engine, "matches", ["m", "absent"]).keys() == {"m"}
