"""The benchmarks of matching run, find what is to be found, and leave nothing behind. Times are not asserted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from click.testing import CliRunner
from elasticsearch import Elasticsearch

from estey.bench import bench
from indexer.engine.client import connect
from indexer.matching.points import MOST_SLOTS, THRESHOLD
from indexer.reference.in_force import gazetteer, vocabulary
from indexer.settings import settings
from tests.running import RunningStack

# In indices of their own, of which each looks whether any is left.
pytestmark = pytest.mark.xdist_group("benchmarks")

PROFILES = 1500


def run(*arguments: str) -> dict[str, Any]:
    result = CliRunner().invoke(bench, [*arguments, "--json"], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    figures: dict[str, Any] = json.loads(result.stdout)
    return figures


@pytest.fixture
def client(stack: RunningStack) -> Elasticsearch:
    return connect(settings())


@pytest.fixture(autouse=True)
def nothing_left(client: Elasticsearch) -> Iterator[None]:
    before = set(client.indices.get(index="bench*"))
    yield
    assert set(client.indices.get(index="bench*")) <= before


def test_what_is_percolated_is_what_a_plain_search_finds() -> None:
    figures = run("percolate", "--profiles", str(PROFILES), "--count", "24")
    assert figures["same_as_plain_search"] is True
    assert figures["failed_extractions"] == 0
    assert figures["matches_per_offer"] > 0
    assert figures["terms_stored_per_profile"] < figures["terms_asked_per_profile"], "a job is stored as one term"
    assert {"offers_per_s", "ms_p50", "ms_p99", "ratio_to_textbook", "ratio_to_plain_search"} <= set(figures)


def test_every_offer_taken_in_is_matched() -> None:
    figures = run("intake", "--offers", "120", "--profiles", "300")
    for of in ("region", "country"):
        assert figures[of]["matched"] == figures["offers"] == 120
        assert set(figures[of]["seconds_by_stage"]) >= {"import", "understand", "percolate", "write matches"}
    assert figures["region"]["matches_per_offer"] > figures["country"]["matches_per_offer"]


def test_an_offer_that_fits_very_many_is_told_to_each_once_and_many_skills_stay_within_bounds() -> None:
    figures = run("extremes", "--reached", "1500", "--offers", "300")
    assert figures["matches"] == figures["reached"] == 1500
    assert figures["new_the_second_time"] == 0
    assert THRESHOLD < figures["most_clauses"] <= MOST_SLOTS


def test_memory_is_measured_with_everything_in_place() -> None:
    figures = run("memory", "--profiles", "300", "--offers", "500", "--new", "20")
    assert figures["resident_mb"] >= figures["memory_mb"]["all"] > figures["memory_mb"]["own"] > figures["heap_mb"] > 0
    assert figures["indices_mb"] > 0


def test_nothing_is_left_when_it_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("benchmarks.percolate.fill", stopped)
    assert CliRunner().invoke(bench, ["percolate", "--profiles", "300"]).exit_code != 0


def test_the_people_invented_can_be_matched() -> None:
    from benchmarks.population import Population

    population = Population(vocabulary(), gazetteer(), 500)
    people = [population.profile(number) for number in range(50)]
    assert all(len(person["wants"]) >= THRESHOLD and person["alertable"] for person in people)
    assert people[7] == Population(vocabulary(), gazetteer(), 500).profile(7), "the same at each run"
