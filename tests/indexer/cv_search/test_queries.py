"""The request of a search of the CV base, without an engine: whom it may never show, and that no words break it."""

from __future__ import annotations

import csv
import json
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.cv_search.facets import AVAILABLE_DAYS, EXPERIENCE, FACETS, MOBILITY_KM, come_since
from indexer.cv_search.fields import searched_fields
from indexer.cv_search.labels import alone, search_label
from indexer.cv_search.lines import Asked, SearchedCv, Word, line_of
from indexer.cv_search.queries import SHOWN, CvSearch, all_found, allowed, firsts_body, search_body
from indexer.cv_search.table import COLUMNS, harmless, table
from indexer.language.searched import understand_search
from indexer.language.vocabulary import Vocabulary
from indexer.matching.traits import ProfileWords, jobs_of
from indexer.offers.search_places import Around
from indexer.searching.choices import facet_filters, values_of
from indexer.searching.kinds import ANY, NOT_SAID
from tests.starter import starter_words

KEYS = ["atelier exemple"]
PAU = Around((43.2951, -0.3708), "64")
# Of who somebody is, no query may ask, and no line may show (Code du travail L1132-1).
OF_THE_PERSON = ("email", "name", "text", "file", "understood", "age", "sex", "nationality", "address", "commune")


WORDS = starter_words()


@pytest.fixture
def vocabulary() -> Vocabulary:
    return WORDS


def choices() -> st.SearchStrategy[dict[str, tuple[str, ...]]]:
    values = {
        "job": ["H2913", "F1703"],
        "skill": ["soudag-tig"],
        "experience": sorted(EXPERIENCE),
        "diploma": ["3", "4"],
        "licence": ["PERMIS-B"],
        "language": ["anglais"],
        "available": [*(str(days) for days in AVAILABLE_DAYS), NOT_SAID],
        "contract": ["CDI", NOT_SAID],
        "working_time": ["full_time"],
        "remote": ["oui"],
        "mobility": [str(km) for km in MOBILITY_KM],
        "training": ["oui"],
    }
    return st.fixed_dictionaries(
        {}, optional={name: st.lists(st.sampled_from(some), min_size=1).map(tuple) for name, some in values.items()}
    )


@given(
    words=st.text(max_size=60),
    places=st.lists(st.just(PAU), max_size=2).map(tuple),
    departements=st.lists(st.sampled_from(["33", "2A"]), max_size=2).map(tuple),
    chosen=choices(),
)
def test_every_query_holds_who_may_be_shown_and_asks_nothing_of_the_person(
    words: str, places: tuple[Around, ...], departements: tuple[str, ...], chosen: dict[str, tuple[str, ...]]
) -> None:
    wish = CvSearch(words, places, 30, departements, chosen)
    parts = understand_search(words, WORDS)
    body = search_body(wish, parts, KEYS)
    json.dumps(body)
    firsts = firsts_body(wish, parts, KEYS, ["p"], 10)
    for clause in allowed(KEYS):
        assert clause in body["query"]["bool"]["filter"]
        assert clause in firsts["query"]["bool"]["filter"]
        assert clause in all_found(wish, parts, KEYS)["bool"]["filter"]
    fields = set(fields_in(body)) | set(fields_in(firsts)) | set(fields_in(all_found(wish, parts, KEYS)))
    assert not fields & set(OF_THE_PERSON)
    assert not set(SHOWN) & set(OF_THE_PERSON)


def fields_in(clause: Any) -> list[str]:
    """The names of fields a request names, wherever they stand."""
    if isinstance(clause, list):
        return [name for one in clause for name in fields_in(one)]
    if not isinstance(clause, dict):
        return []
    named = [str(clause["field"])] if "field" in clause else []
    for name, inner in clause.items():
        if name in ("term", "terms", "match", "match_phrase", "range", "geo_distance") and isinstance(inner, dict):
            named += list(inner)
        named += fields_in(inner)
    return named


def test_without_anything_asked_nothing_restricts() -> None:
    assert not CvSearch().restricts
    assert not CvSearch("  ", chosen={"job": ()}).restricts
    for wish in (
        CvSearch("x"),
        CvSearch(around=(PAU,)),
        CvSearch(departements=("33",)),
        CvSearch(chosen={"job": ("x",)}),
    ):
        assert wish.restricts


def test_a_person_is_searched_by_what_was_understood_and_only_if_they_are_seen(vocabulary: Vocabulary) -> None:
    words = ProfileWords(
        ("soudeur",), ("H2902",), (), ("skill:lecture-de-plans", "licence:PERMIS-B", "language:anglais")
    )
    jobs = jobs_of(words, vocabulary)
    profile = {
        "visibility": "anonymous",
        "commune": "97411",
        "text": "Lou Exemple, soudeur",
        "whole_departements": ["40"],
    }
    found = searched_fields(profile, jobs, words.items, vocabulary)
    assert found["titles"][0] == "soudeur (H/F)"
    assert found["departements"] == ["40", "974"]
    assert (found["licences"], found["languages"]) == (["PERMIS-B"], ["anglais"])
    assert "Exemple" not in json.dumps(found)
    assert searched_fields({**profile, "visibility": "hidden"}, jobs, words.items, vocabulary) == {}


def test_the_values_of_a_profile_are_those_its_facets_count() -> None:
    profile = {
        "cv": {"jobs": ["H2913"], "skills": []},
        "experience_months": 40,
        "radius_km": 30,
        "remote_anywhere": True,
    }
    found = values_of(FACETS, profile)
    assert found["job"] == ["H2913"]
    assert found["skill"] == []
    assert (found["experience"], found["mobility"], found["remote"]) == (["36"], ["10", "20", "30"], ["oui"])
    assert (found["contract"], found["training"], found["available"]) == ([NOT_SAID], [], [NOT_SAID])


@pytest.mark.parametrize(
    ("days", "values"),
    [
        (-400, ["0", "31", "92"]),
        (0, ["0", "31", "92"]),
        (1, ["31", "92"]),
        (31, ["31", "92"]),
        (32, ["92"]),
        (93, [ANY]),
    ],
)
def test_each_step_of_availability_holds_those_before_it(days: int, values: list[str]) -> None:
    begins = datetime.now(UTC).date() + timedelta(days)
    assert values_of(FACETS, {"available_from": begins.isoformat()})["available"] == values


def test_availability_is_asked_in_the_engine_s_days_and_lets_through_who_does_not_say() -> None:
    unsaid = {"bool": {"must_not": [{"exists": {"field": "available_from"}}]}}
    month = {"range": {"available_from": {"lte": "now+31d/d"}}}
    chosen = facet_filters(FACETS, {"available": ("31",)})["available"]["bool"]["should"]
    assert sorted(map(str, chosen)) == sorted(map(str, [month, unsaid]))
    assert facet_filters(FACETS, {"available": (NOT_SAID,)})["available"]["bool"]["should"] == [unsaid]


def test_time_brings_people_within_a_chosen_step_only() -> None:
    day = date(2026, 11, 23)
    nearer = {"range": {"available_from": {"gt": "2026-12-24"}}}
    assert come_since({"available": ("31",), "contract": ("CDI",)}, day) == [nearer]
    for chosen in ({}, {"available": ()}, {"available": (NOT_SAID,)}, {"contract": ("CDI",)}):
        assert come_since(chosen, day) == []


def test_availability_is_understood_away_from_its_title(vocabulary: Vocabulary) -> None:
    assert alone("available", "0", vocabulary) == "Disponible maintenant"
    assert alone("available", NOT_SAID, vocabulary) == "Disponible\u00a0: Ne le précise pas"
    wish = CvSearch("soudeur", chosen={"available": ("92",)})
    assert search_label(wish, [], vocabulary) == "soudeur, Disponible d’ici trois mois"


def test_a_line_points_out_what_was_asked_and_says_nothing_of_who_it_is(vocabulary: Vocabulary) -> None:
    items = ["skill:lecture-de-plans", *(f"skill:s{number}" for number in range(12)), "language:anglais"]
    profile = {
        "id": "p1",
        "visibility": "named",
        "email": "lou@example.org",
        "cv": {"titles": ["soudeur", vocabulary.label("job:H2913")], "jobs": ["H2913"], "items": items},
        "place_label": "Pau (64)",
        "radius_km": 30,
        "experience_months": 30,
        "diploma_level": 3,
        "contracts": ["CDI"],
        "available_from": "2027-02-01",
    }
    asked = Asked.of(understand_search("soudeur s11", vocabulary), ["language:anglais"])
    line = line_of(profile, asked, vocabulary, date(2026, 11, 23))
    assert line.titles[0] == Word("Soudeur", True)
    assert line.skills[0] == Word("s11", True)
    assert (len(line.skills), line.more_skills) == (8, 5)
    assert line.languages[0].asked
    assert (line.experience, line.named, line.wishes) == ("2\u00a0ans", True, ["CDI"])
    assert line.available == "Disponible à partir du 1er février 2027"
    assert "example.org" not in str(line)


def test_a_table_holds_no_formula() -> None:
    words = [Word('=HYPERLINK("http://evil.example.org")'), Word("Soudeur; TIG")]
    line = SearchedCv(
        "p1", words, "+33", "-1", "@x", words, 0, [], [], ["\tx"], named=False, available="Disponible tout de suite"
    )
    rows = list(csv.reader(StringIO(table([line], "https://estey.example.org/").removeprefix("\ufeff")), delimiter=";"))
    assert rows[0] == list(COLUMNS)
    assert rows[1][0] == "https://estey.example.org/p1"
    assert not [cell for cell in rows[1] if cell.startswith(("=", "+", "-", "@", "\t"))]
    assert rows[1][1].endswith("Soudeur; TIG")
    assert dict(zip(*rows, strict=True))["Disponibilité"] == "Disponible tout de suite"


@given(st.text())
def test_no_cell_begins_a_formula_and_nothing_is_lost(cell: str) -> None:
    assert harmless(cell).endswith(cell)
    assert not harmless(cell).startswith(("=", "+", "-", "@", "\t", "\r"))
