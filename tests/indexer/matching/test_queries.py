"""The stored query and both directions of a match, as the engine receives them."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from indexer.matching.points import THRESHOLD
from indexer.matching.queries import NOTHING, offers_for_profile, profile_query, profiles_for_offer
from tests.indexer.matching.plain_profiles import make_profile, profiles

CLAUSES_ALLOWED = 1024


def test_the_stored_query_is_a_flat_choice_of_terms() -> None:
    wants = [f"job:H2913#{number}" for number in range(1, 7)]
    assert profile_query(wants) == {
        "bool": {
            "should": [
                {"term": {"traits": "job:H2913#1"}},
                {"term": {"traits": "job:H2913#2"}},
                {"term": {"traits": "job:H2913#3"}},
                {"term": {"traits": "job:H2913#4"}},
                {"term": {"traits": "job:H2913#5"}},
                {"term": {"traits": "job:H2913#6"}},
            ],
            "minimum_should_match": 6,
        }
    }


def test_too_little_to_judge_by_matches_nothing() -> None:
    assert profile_query([]) == NOTHING
    assert profile_query([f"skill:x#{number}" for number in range(THRESHOLD - 1)]) == NOTHING


@given(profiles("p"))
def test_whatever_the_profile_its_query_is_flat_of_plain_terms_and_small(profile: dict[str, Any]) -> None:
    query = profile["query"]
    if query == NOTHING:
        assert len(profile["wants"]) < THRESHOLD
        return
    assert set(query) == {"bool"}
    assert set(query["bool"]) == {"should", "minimum_should_match"}
    assert all(set(clause) == {"term"} and set(clause["term"]) == {"traits"} for clause in query["bool"]["should"])
    assert [clause["term"]["traits"] for clause in query["bool"]["should"]] == profile["wants"]


@given(st.lists(st.from_regex(r"skill:[a-z]{1,12}", fullmatch=True), min_size=0, max_size=1500, unique=True))
def test_however_long_the_cv_the_query_stays_below_the_engines_limit(skills: list[str]) -> None:
    query = make_profile("p", wanted=["soudeur", "dresseur d’ours"], items=skills)["query"]
    assert len(query["bool"]["should"]) < CLAUSES_ALLOWED


def test_a_cv_of_2000_skills_stays_below_the_engines_limit() -> None:
    query = make_profile("p", items=[f"skill:s{number}" for number in range(2000)])["query"]
    assert THRESHOLD <= len(query["bool"]["should"]) < CLAUSES_ALLOWED


def test_forwards_is_the_stored_query_beside_the_hard_criteria() -> None:
    profile = {"wants": [f"job:A1101#{n}" for n in range(1, 7)], "query": "not read"}
    assert offers_for_profile(profile) == {
        "bool": {"filter": [profile_query(profile["wants"]), {"term": {"status": "open"}}]}
    }


def test_backwards_is_a_percolation_of_the_traits_beside_the_hard_criteria() -> None:
    assert profiles_for_offer({"traits": ["job:A1101#1"]}) == {
        "bool": {
            "filter": [
                {"percolate": {"field": "query", "document": {"traits": ["job:A1101#1"]}}},
                {"term": {"alertable": True}},
            ]
        }
    }
