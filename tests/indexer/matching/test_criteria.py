"""Hard criteria, each way, side by side."""

from __future__ import annotations

from indexer.matching.criteria import open_to_offer, open_to_profile

AREA = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}


def missing(field: str) -> dict[str, object]:
    return {"bool": {"must_not": [{"exists": {"field": field}}]}}


def any_of(*clauses: object) -> dict[str, object]:
    return {"bool": {"should": list(clauses), "minimum_should_match": 1}}


def test_a_profile_without_wishes_asks_only_that_the_offer_be_open() -> None:
    assert open_to_profile({"contracts": [], "area": None}) == [{"term": {"status": "open"}}]


def test_an_offer_that_says_nothing_asks_only_that_the_person_may_be_alerted() -> None:
    assert open_to_offer({}) == [{"term": {"alertable": True}}]


def test_a_contract_not_said_passes_in_both_directions() -> None:
    assert open_to_profile({"contracts": ["CDI", "CDD"]})[1:] == [
        any_of({"terms": {"contract": ["CDI", "CDD"]}}, missing("contract"))
    ]
    assert open_to_offer({"contract": "CDI"})[1:] == [any_of({"term": {"contracts": "CDI"}}, missing("contracts"))]


def test_the_area_holds_the_offers_point_in_both_directions() -> None:
    [_, forwards] = open_to_profile({"area": AREA, "departements": ["64", "40"]})
    assert forwards == any_of(
        {"geo_shape": {"location": {"shape": AREA, "relation": "intersects"}}},
        {"bool": {"filter": [missing("location"), {"terms": {"departement": ["64", "40"]}}]}},
        {"bool": {"filter": [missing("location"), missing("departement")]}},
    )
    [_, backwards] = open_to_offer({"location": {"lat": 43.3, "lon": -0.37}, "departement": "64"})
    point = {"type": "point", "coordinates": [-0.37, 43.3]}
    there = any_of({"term": {"departements": "64"}}, missing("departements"))
    unplaced = {"bool": {"filter": [missing("area"), there]}}
    assert backwards == any_of({"geo_shape": {"area": {"shape": point, "relation": "intersects"}}}, unplaced)


def test_an_offer_known_by_its_departement_reaches_the_areas_that_touch_it() -> None:
    assert open_to_offer({"departement": "64"})[1:] == [
        any_of({"term": {"departements": "64"}}, missing("departements"))
    ]


def test_a_profile_that_no_file_places_on_the_map_is_kept_to_its_departement() -> None:
    assert open_to_profile({"departements": ["976"]})[1:] == [
        any_of({"terms": {"departement": ["976"]}}, missing("departement"))
    ]


def test_nothing_that_excludes_people_by_what_the_law_forbids_is_asked() -> None:
    """Code du travail L1132-1: no sex, age, nationality, photo or name in matching."""
    asked = str(open_to_profile({"contracts": ["CDI"], "area": AREA})) + str(
        open_to_offer({"contract": "CDI", "location": {"lat": 1, "lon": 1}})
    )
    for word in ("sex", "gender", 'age"', "birth", "nationality", "photo", "name"):
        assert word not in asked
