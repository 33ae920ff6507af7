"""The nightly sweep adds what percolation missed, and its check says when both directions differ."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from elasticsearch import Elasticsearch

from indexer.engine.indices import index_name
from indexer.matching.matches import Due, record
from indexer.offers.document import PlaceGiven
from indexer.operations import forward_sweep
from indexer.operations.forward_sweep import compare, sweep_forwards
from tests.factories.matches import matches
from tests.factories.offers import make_offer
from tests.factories.profiles import make_profile
from tests.factories.trainings import make_training
from tests.indexer.matching.test_both_directions import stored
from tests.indexer.matching.test_with_training import NEAR
from tests.indexer.searches.test_both_directions import make_search

NOW = datetime.now(UTC)
YESTERDAY = NOW - timedelta(hours=24)
PAU = PlaceGiven(insee="64445")


def population(engine: Elasticsearch) -> None:
    """Two welders, one of them open to training, a paused one, a search; offers of today and of last week."""
    people = [
        make_profile("welder", wanted=["soudeur"]),
        make_profile("open", wanted=["soudeur"], open_to_training=True, items=["skill:meulag"]),
        make_profile("paused", wanted=["soudeur"], paused=True),
        make_profile("in-hand", wanted=["soudeur"]) | {"stage": "parsed"},
    ]
    people = [{**person, "stage": "matched"} if person["stage"] == "parsed" and person["id"] != "in-hand" else person
              for person in people]  # fmt: skip
    jobs = [
        matched("today", title="Soudeur TIG", place=PAU),
        matched("near-job", title="Poste à pourvoir", description="Meulage.", rome=(NEAR,), place=PAU),
        matched("last-week", title="Soudeur", place=PAU) | {"matched_at": (NOW - timedelta(days=7)).isoformat()},
        matched("closed", title="Soudeur", place=PAU) | {"status": "closed"},
        make_offer("in-hand", title="Soudeur", place=PAU),
    ]
    stored(
        engine,
        ("profiles", people),
        ("offers", jobs),
        ("searches", [make_search("cook", words="cuisinier"), make_search("tig", words="soudeur tig")]),
        ("trainings", [make_training("t", jobs=(NEAR,), place="Pau")]),
    )


def matched(identifier: str, **given: Any) -> dict[str, Any]:
    return {**make_offer(identifier, **given), "stage": "matched", "matched_at": NOW.isoformat()}


EXPECTED = {("welder", "today"), ("open", "today"), ("open", "near-job"), ("tig", "today")}


def test_what_percolation_missed_is_added_once(engine: Elasticsearch) -> None:
    population(engine)
    seen: list[int] = []
    first = sweep_forwards(engine, YESTERDAY, seen.append)
    assert (first.offers, first.profiles, first.searches) == (2, 2, 2)
    assert (first.found, first.added) == (len(EXPECTED), len(EXPECTED))
    assert sum(seen) == 4
    assert set(matches(engine)) == {"today", "near-job"}
    again = sweep_forwards(engine, YESTERDAY)
    assert (again.found, again.added) == (len(EXPECTED), 0)


def test_nothing_happens_without_offers(engine: Elasticsearch) -> None:
    population(engine)
    assert sweep_forwards(engine, NOW + timedelta(hours=1)) == forward_sweep.Swept()


def test_the_check_writes_nothing_and_says_what_nobody_recorded(engine: Elasticsearch) -> None:
    population(engine)
    missing = compare(engine, YESTERDAY)
    assert not missing.equal
    assert set(missing.not_recorded) == EXPECTED
    assert missing.only_forwards == missing.only_backwards == []
    assert matches(engine) == {}
    sweep_forwards(engine, YESTERDAY)
    assert compare(engine, YESTERDAY).equal


def test_the_check_sees_a_stored_query_that_is_not_the_one_searched_with(engine: Elasticsearch) -> None:
    population(engine)
    sweep_forwards(engine, YESTERDAY)
    cook = make_profile("x", wanted=["cuisinier"])
    stored_otherwise = {name: cook[name] for name in ("sure", "query")}
    engine.update(index=index_name("profiles"), id="welder", doc=stored_otherwise, refresh=True)
    found = compare(engine, YESTERDAY)
    assert found.only_forwards == [("welder", "today")]
    assert not found.equal


def test_more_hits_than_one_answer_holds_are_all_found(engine: Elasticsearch, monkeypatch: Any) -> None:
    monkeypatch.setattr(forward_sweep, "MOST_HITS", 2)
    jobs = [matched(f"o{number}", title="Soudeur") for number in range(7)]
    people = [{**make_profile(f"p{number}", wanted=["soudeur"]), "stage": "matched"} for number in range(3)]
    stored(engine, ("offers", jobs), ("profiles", people))
    record(engine, [Due("person-p0", "p0", "o0")])
    swept = sweep_forwards(engine, YESTERDAY)
    assert (swept.found, swept.added) == (21, 20)
