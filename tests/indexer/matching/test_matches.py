"""The outbox: one match for one person and one offer, whoever finds it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from indexer.engine import patience
from indexer.engine.documents import get, scan
from indexer.engine.indices import index_name, refresh
from indexer.engine.versions import version_in_use
from indexer.matching.matches import DROPPED, PENDING, Due, record


def all_matches(engine: Elasticsearch) -> list[dict[str, Any]]:
    refresh(engine, "matches")
    fields = ["recipient", "profile", "offer", "state"]
    return [source for _, source in scan(engine, "matches", {"match_all": {}}, "id", fields)]


def test_a_match_is_created_once_whoever_finds_it(engine: Elasticsearch) -> None:
    assert record(engine, [Due("person", "p1", "o1"), Due("person", "p1", "o2")]) == 2
    assert record(engine, [Due("person", "p1", "o1")]) == 0
    assert record(engine, [Due("person", "p2", "o1"), Due("other", "p3", "o1")]) == 1
    assert sorted((one["recipient"], one["profile"], one["offer"], one["state"]) for one in all_matches(engine)) == [
        ("other", "p3", "o1", PENDING),
        ("person", "p1", "o1", PENDING),
        ("person", "p1", "o2", PENDING),
    ]


def test_found_by_many_at_once_it_is_new_to_one_of_them(engine: Elasticsearch) -> None:
    due = [Due("person", f"p{number % 3}", f"o{number}") for number in range(30)]
    with ThreadPoolExecutor(6) as pool:
        new = sum(pool.map(lambda _: record(engine, due), range(6)))
    assert new == len(all_matches(engine)) == 30


def test_what_became_of_a_match_is_not_undone_by_finding_it_again(engine: Elasticsearch) -> None:
    due = Due("person", "p", "o")
    record(engine, [due])
    engine.update(index=index_name("matches"), id=due.identifier, doc={"state": DROPPED, "reason": "unsubscribed"})
    assert record(engine, [due]) == 0
    kept = get(engine, "matches", due.identifier)
    assert kept is not None
    assert (kept["state"], kept["reason"]) == (DROPPED, "unsubscribed")


def test_other_errors_than_already_there_are_not_passed_over(
    engine: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A write that an index refuses is tried again for as long as a swap may take: here there is none to wait for.
    monkeypatch.setattr(patience, "PATIENCE_SECONDS", 0.3)
    index = version_in_use(engine, "matches")
    engine.indices.put_settings(index=index, settings={"index.blocks.write": True})
    try:
        with pytest.raises(RuntimeError, match="could not be written"):
            record(engine, [Due("person", "p", "o")])
    finally:
        engine.indices.put_settings(index=index, settings={"index.blocks.write": None})


def test_the_identifier_is_that_of_the_person_and_the_offer() -> None:
    assert Due("a", "p1", "o").identifier == Due("a", "p2", "o").identifier
    assert Due("a", "p", "o").identifier != Due("b", "p", "o").identifier
    assert Due("a", "p", "o").identifier != Due("a", "p", "x").identifier
    assert Due("a", "p", "bo").identifier != Due("ab", "p", "o").identifier
