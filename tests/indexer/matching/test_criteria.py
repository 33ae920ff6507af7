"""Hard criteria, each way, side by side."""

from __future__ import annotations

from typing import Any

import pytest

from indexer.matching.criteria import employer_key, open_to_offer, open_to_profile
from indexer.places.circles import RADII_KM, circle_fields

CIRCLES = circle_fields([((43.3, -0.37), 30), ((44.8, -0.58), 12)])


def missing(field: str) -> dict[str, object]:
    return {"bool": {"must_not": [{"exists": {"field": field}}]}}


def any_of(*clauses: object) -> dict[str, object]:
    return {"bool": {"should": list(clauses), "minimum_should_match": 1}}


OPEN = {"term": {"status": "open"}}
TO_LEARN = {"bool": {"must_not": [{"terms": {"contract": ["ALT", "STA"]}}]}}
"""Without a choice of contracts: no apprenticeship, no traineeship."""


def test_a_profile_without_wishes_asks_that_the_offer_be_open_and_none_to_learn_by() -> None:
    assert open_to_profile({"contracts": [], **circle_fields(())}) == [OPEN, TO_LEARN]


def test_contracts_to_learn_by_are_for_whoever_asks_for_them_in_both_directions() -> None:
    assert open_to_profile({"learning": ["ALT", "STA"]}) == [OPEN]
    assert open_to_profile({"learning": ["STA"]}) == [OPEN, {"bool": {"must_not": [{"terms": {"contract": ["ALT"]}}]}}]
    said = {"bool": {"filter": [missing("contracts"), {"term": {"learning": "ALT"}}]}}
    assert open_to_offer({"contract": "ALT"})[1] == any_of({"term": {"contracts": "ALT"}}, said)


def test_whoever_says_they_have_no_driving_licence_is_told_of_no_offer_that_requires_it() -> None:
    assert open_to_profile({"drives": False})[2:] == [{"bool": {"must_not": [{"term": {"driving": True}}]}}]
    assert open_to_offer({"driving": True})[-1] == {"bool": {"must_not": [{"term": {"drives": False}}]}}
    assert open_to_profile({}) == [OPEN, TO_LEARN], "not said is not denied"


NOWHERE = {"bool": {"filter": [missing("radii"), missing("departements")]}}
"""The profiles that name no place."""


def test_an_offer_that_says_nothing_reaches_only_who_names_no_place() -> None:
    assert open_to_offer({}) == [{"term": {"alertable": True}}, NOWHERE]


def test_an_offer_of_no_place_reaches_everybody_when_its_work_is_done_from_home() -> None:
    assert open_to_offer({"remote": "full"}) == [{"term": {"alertable": True}}]


def test_a_contract_not_said_passes_in_both_directions() -> None:
    assert open_to_profile({"contracts": ["CDI", "CDD"]})[1:] == [
        any_of({"terms": {"contract": ["CDI", "CDD"]}}, missing("contract"))
    ]
    assert open_to_offer({"contract": "CDI"})[1:] == [
        any_of({"term": {"contracts": "CDI"}}, missing("contracts")),
        NOWHERE,
    ]


FROM_HOME = {"bool": {"filter": [missing("location"), missing("departement"), {"term": {"remote": "full"}}]}}
"""The offers of no place whose work is all done from home."""


def within(field: str, lat: float, lon: float, radius_km: int) -> dict[str, object]:
    return {"geo_distance": {"distance": f"{radius_km}km", field: {"lat": lat, "lon": lon}}}


def test_a_circle_holds_the_offers_point_in_both_directions() -> None:
    [_, _, forwards] = open_to_profile({**CIRCLES, "departements": ["64", "40"]})
    vague = {"terms": {"departement": ["64", "40"]}}
    assert forwards == any_of(
        within("location", 43.3, -0.37, 30),
        within("location", 44.8, -0.58, 15),
        {"bool": {"filter": [missing("location"), vague]}},
        FROM_HOME,
    )
    [_, backwards] = open_to_offer({"location": {"lat": 43.3, "lon": -0.37}, "departement": "64"})
    there = any_of({"term": {"departements": "64"}}, missing("departements"))
    unplaced = {"bool": {"filter": [missing("radii"), there]}}
    inside = [within(f"circles.r{radius_km}", 43.3, -0.37, radius_km) for radius_km in RADII_KM]
    assert backwards == any_of(*inside, unplaced, {"term": {"whole_departements": "64"}})


def test_an_offer_known_by_its_departement_reaches_the_areas_that_touch_it() -> None:
    touched = any_of({"term": {"departements": "64"}}, missing("departements"))
    assert open_to_offer({"departement": "64"})[1:] == [any_of(touched, {"term": {"whole_departements": "64"}})]


def test_a_profile_that_no_file_places_on_the_map_is_kept_to_its_departement() -> None:
    assert open_to_profile({"departements": ["976"]})[2:] == [any_of({"terms": {"departement": ["976"]}}, FROM_HOME)]


def test_nothing_that_excludes_people_by_what_the_law_forbids_is_asked() -> None:
    """Code du travail L1132-1: no sex, age, nationality, photo or name in matching."""
    profile = {
        "fields": ["H29"],
        "contracts": ["CDI"],
        **CIRCLES,
        "whole_departements": ["40"],
        "remote_anywhere": True,
        "working_times": ["full_time"],
        "pay_least": 2000,
        "experience_most": 12,
        "licences": ["CACES-R489"],
        "excluded_employers": ["dupont"],
        "excluded_words": ["nuit"],
    }
    offer = {
        "fields": ["H29"],
        "contract": "CDI",
        "location": {"lat": 1, "lon": 1},
        "departement": "40",
        "working_time": "full_time",
        "pay_monthly_max": 2000,
        "experience_months": 12,
        "licences_required": ["CACES-R489"],
        "employer_key": "dupont",
        "title_words": ["soudeur"],
    }
    assert asked_fields(open_to_profile(profile)) == {
        *("status", "fields", "contract", "location", "departement", "remote", "working_time", "pay_monthly_max"),
        *("experience_months", "licence_kinds", "licences_required", "employer_key", "employer_names", "title_words"),
    }
    assert asked_fields(open_to_offer(offer)) == {
        *(
            "alertable",
            "fields",
            "contracts",
            "radii",
            *(f"circles.r{radius_km}" for radius_km in RADII_KM),
            "departements",
            "whole_departements",
            "working_times",
            "pay_least",
            "experience_most",
        ),
        *("licence_kinds", "licences", "excluded_employers", "excluded_words"),
    }


def asked_fields(clause: Any) -> set[str]:
    """Return the names of the fields that a query asks for."""
    if isinstance(clause, list):
        return set().union(*map(asked_fields, clause))
    if not isinstance(clause, dict):
        return set()
    fields: set[str] = set()
    for name, value in clause.items():
        if name in ("term", "terms", "range", "geo_distance"):
            fields |= set(value) - {"distance"}
        elif name == "exists":
            fields.add(value["field"])
        else:
            fields |= asked_fields(value)
    return fields


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("S.A.R.L. Dupont & Fils", "Dupont et fils"),
        ("ÉTABLISSEMENTS MOREL", "morel"),
        ("SAS", "S.A.S."),
        ("Boulangerie L’Épi d’or", "boulangerie l'epi d'or"),
    ],
)
def test_an_employer_is_known_whatever_the_legal_form_and_the_capitals(one: str, other: str) -> None:
    assert employer_key(one) == employer_key(other) != ""
