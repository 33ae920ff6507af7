"""The stored query and both directions of a match, as the engine receives them."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from indexer.matching.points import THRESHOLD, TRAINED_THRESHOLD
from indexer.matching.queries import (
    NOTHING,
    STORED_QUERIES,
    offers_for_profile,
    profile_query,
    profiles_for_offer,
    stored_fields,
    trained_profiles_for_offer,
)
from indexer.matching.training import Offered, Reach
from tests.factories.profiles import make_profile
from tests.factories.strategies import offers, profiles

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
def test_whatever_the_profile_its_queries_are_flat_of_plain_terms_and_small(profile: dict[str, Any]) -> None:
    for query in (profile[name] for name in STORED_QUERIES if name in profile):
        if query != NOTHING:
            assert set(query) == {"bool"}
            assert set(query["bool"]) == {"should", "minimum_should_match"}
            assert all(set(one) == {"term"} and set(one["term"]) == {"traits"} for one in query["bool"]["should"])
            assert TRAINED_THRESHOLD // 2 <= len(query["bool"]["should"]) < CLAUSES_ALLOWED


def found(query: dict[str, Any], person: dict[str, Any]) -> bool:
    """Evaluate a query on a stored profile as the engine does."""
    [(kind, body)] = query.items()
    if kind == "term":
        [(field, value)] = body.items()
        return value in person.get(field, [])
    if kind == "terms":
        [(field, values)] = body.items()
        return bool(set(values) & set(person.get(field, [])))
    if kind == "percolate":
        return found(person.get(body["field"], NOTHING), body["document"])
    least = body.get("minimum_should_match", 0)
    return all(found(one, person) for one in body.get("filter", [])) and least <= sum(
        found(one, person) for one in body.get("should", [])
    )


@given(profiles("p"), offers("o"))
def test_the_parts_stored_find_what_the_whole_query_finds(profile: dict[str, Any], offer: dict[str, Any]) -> None:
    stored = profiles_for_offer(offer)["bool"]["filter"][0]
    assert found(stored, profile) == found(profile_query(profile["wants"]), offer)
    everywhere = Offered({job: Reach(anywhere=True) for job in offer["jobs"]})
    if profile["open_to_training"] and (trained := trained_profiles_for_offer(offer, everywhere)):
        [led] = trained["bool"]["filter"][-1]["bool"]["should"]
        whole = profile_query(profile["wants"], TRAINED_THRESHOLD)
        assert found(led, profile) == found(whole, offer)


@given(st.lists(st.from_regex(r"skill:[a-z]{1,12}", fullmatch=True), min_size=0, max_size=1500, unique=True))
def test_however_long_the_cv_the_queries_stay_below_the_engines_limit(skills: list[str]) -> None:
    profile = make_profile("p", wanted=["soudeur", "dresseur d’ours"], items=skills, open_to_training=True)
    assert len(profile["wants"]) < CLAUSES_ALLOWED
    asked = [profile[name]["bool"]["should"] for name in STORED_QUERIES if profile.get(name, NOTHING) != NOTHING]
    assert all(len(clauses) < CLAUSES_ALLOWED for clauses in asked)


def test_a_cv_of_2000_skills_stays_below_the_engines_limit() -> None:
    query = make_profile("p", items=[f"skill:s{number}" for number in range(2000)])["query"]
    assert THRESHOLD <= len(query["bool"]["should"]) < CLAUSES_ALLOWED


def test_a_trait_worth_the_threshold_is_stored_as_one_term() -> None:
    job, near = [f"job:A1101#{n}" for n in range(1, 7)], [f"job:A1102#{n}" for n in range(1, 4)]
    skill = [f"skill:x#{n}" for n in range(1, 4)]
    assert stored_fields([*job, *near, *skill]) == {
        "sure": ["job:A1101#6"],
        "half": ["job:A1102#3", "skill:x#3"],
        "query": NOTHING,
    }


def test_forwards_is_the_stored_query_beside_the_hard_criteria() -> None:
    profile = {"wants": [f"job:A1101#{n}" for n in range(1, 7)], "query": "not read"}
    assert offers_for_profile(profile) == {
        "bool": {
            "filter": [
                profile_query(profile["wants"]),
                {"term": {"status": "open"}},
                {"bool": {"must_not": [{"terms": {"contract": ["ALT", "STA"]}}]}},
            ]
        }
    }


def test_backwards_is_a_percolation_of_the_traits_beside_the_hard_criteria() -> None:
    assert profiles_for_offer({"traits": ["job:A1101#6", "skill:x#2"], "remote": "full"}) == {
        "bool": {
            "filter": [
                {
                    "bool": {
                        "should": [
                            {"terms": {"sure": ["job:A1101#6"]}},
                            {"percolate": {"field": "query", "document": {"traits": ["skill:x#2"]}}},
                        ],
                        "minimum_should_match": 1,
                    }
                },
                {"term": {"alertable": True}},
            ]
        }
    }
