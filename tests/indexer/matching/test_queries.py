"""The stored query and both directions of a match, as the engine receives them."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from indexer.matching.points import THRESHOLD, TRAINED_THRESHOLD
from indexer.matching.queries import NOTHING, offers_for_profile, profile_query, profiles_for_offer, stored_fields
from tests.indexer.matching.plain_profiles import make_profile, offers, profiles

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


STORED = ("query", "in_field_query", "trained_query", "trained_in_field_query")


@given(profiles("p"))
def test_whatever_the_profile_its_queries_are_flat_of_plain_terms_and_small(profile: dict[str, Any]) -> None:
    for query in (profile[name] for name in STORED if name in profile):
        if query != NOTHING:
            assert set(query) == {"bool"}
            assert set(query["bool"]) == {"should", "minimum_should_match"}
            assert all(set(one) == {"term"} and set(one["term"]) == {"traits"} for one in query["bool"]["should"])
            assert THRESHOLD - 2 <= len(query["bool"]["should"]) < CLAUSES_ALLOWED


def found(query: dict[str, Any], traits: list[str]) -> bool:
    """Count as the engine does."""
    wanted = [] if query == NOTHING else [one["term"]["traits"] for one in query["bool"]["should"]]
    return bool(wanted) and len(set(wanted) & set(traits)) >= query["bool"]["minimum_should_match"]


@given(profiles("p"), offers("o"))
def test_the_parts_stored_find_what_the_whole_query_finds(profile: dict[str, Any], offer: dict[str, Any]) -> None:
    stored = {"": (profile["wants"], THRESHOLD)}
    if profile["open_to_training"]:
        stored["trained_"] = (profile["trained_wants"], TRAINED_THRESHOLD)
    for prefix, (wants, threshold) in stored.items():
        asked = profiles_for_offer(offer)["bool"]["filter"][0]["bool"]["should"]
        percolated = [asked[1], *(one["bool"]["filter"][1] for one in asked[2:])]
        documents = [one["percolate"]["document"]["traits"] for one in percolated]
        sure = {slot for slot in offer["traits"] if slot.endswith(f"#{threshold}")}
        by_parts = bool(sure & set(profile[f"{prefix}sure"])) or found(profile[f"{prefix}query"], documents[0])
        for clause, document in zip(asked[2:], documents[1:], strict=True):
            if clause["bool"]["filter"][0]["term"]["fields"] in profile["fields"]:
                by_parts |= found(profile.get(f"{prefix}in_field_query", NOTHING), document)
        assert by_parts == found(profile_query(wants, threshold), offer["traits"])


@given(st.lists(st.from_regex(r"skill:[a-z]{1,12}", fullmatch=True), min_size=0, max_size=1500, unique=True))
def test_however_long_the_cv_the_queries_stay_below_the_engines_limit(skills: list[str]) -> None:
    profile = make_profile("p", wanted=["soudeur", "dresseur d’ours"], items=skills, open_to_training=True)
    assert len(profile["wants"]) < CLAUSES_ALLOWED
    asked = [profile[name]["bool"]["should"] for name in STORED if profile.get(name, NOTHING) != NOTHING]
    assert all(len(clauses) < CLAUSES_ALLOWED for clauses in asked)


def test_a_cv_of_2000_skills_stays_below_the_engines_limit() -> None:
    query = make_profile("p", items=[f"skill:s{number}" for number in range(2000)])["query"]
    assert THRESHOLD <= len(query["bool"]["should"]) < CLAUSES_ALLOWED


def test_a_trait_worth_the_threshold_is_stored_as_one_term_and_skills_once_for_all_fields() -> None:
    job, near = [f"job:A1101#{n}" for n in range(1, 7)], [f"job:A1102#{n}" for n in range(1, 4)]
    skills = [f"skill:x@{field}#{n}" for field in ("A11", "?") for n in range(1, 4)]
    assert stored_fields([*job, *near, *skills]) == {
        "sure": ["job:A1101#6"],
        "fields": ["?", "A11"],
        "query": NOTHING,
        "in_field_query": profile_query([*near, "skill:x@#1", "skill:x@#2", "skill:x@#3"]),
    }


def test_forwards_is_the_stored_query_beside_the_hard_criteria() -> None:
    profile = {"wants": [f"job:A1101#{n}" for n in range(1, 7)], "query": "not read"}
    assert offers_for_profile(profile) == {
        "bool": {"filter": [profile_query(profile["wants"]), {"term": {"status": "open"}}]}
    }


def test_backwards_is_a_percolation_of_the_traits_beside_the_hard_criteria() -> None:
    assert profiles_for_offer({"traits": ["job:A1101#6"]}) == {
        "bool": {
            "filter": [
                {
                    "bool": {
                        "should": [
                            {"terms": {"sure": ["job:A1101#6"]}},
                            {"percolate": {"field": "query", "document": {"traits": ["job:A1101#6"]}}},
                        ],
                        "minimum_should_match": 1,
                    }
                },
                {"term": {"alertable": True}},
            ]
        }
    }
