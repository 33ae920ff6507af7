"""The form of who has no CV: what is typed, what is wrong with it and where, and how many rows are shown."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from indexer.language.cv.written import HeldJob
from search_api.without_cv import FIELDS, ROWS, rows, said_of, typed_of


def typed(**fields: list[str]) -> dict[str, list[str]]:
    return typed_of(MultiDict([(name, value) for name, values in fields.items() for value in values]))


def test_rows_are_put_together_and_empty_ones_passed_over() -> None:
    said, errors = said_of(
        typed(
            held_title=["", "Maçon"],
            held_employer=["", "Atelier"],
            held_since=["", "mars 2019"],
            held_until=["", "06/2022"],
            skill=["", "enduit", ""],
            diploma=["CAP maçon", ""],
            diploma_year=["2014", ""],
            language=["anglais", ""],
            language_level=["courant", "B2"],
        )
    )
    assert errors == {}
    assert said.jobs == [HeldJob("Maçon", "2019-03", "Atelier", "2022-06")]
    assert (said.skills, said.licences) == (["enduit"], [])
    assert (said.diplomas, said.languages) == ([("CAP maçon", "2014")], [("anglais", "courant")])


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, ["held_title-1"]),
        ({"skill": ["", "  "]}, ["held_title-1"]),
        ({"held_title": ["", "maçon"]}, ["held_since-2"]),
        ({"held_title": [""], "held_employer": ["Atelier"], "held_since": ["2019"]}, ["held_title-1"]),
        ({"held_title": ["maçon"], "held_since": ["jadis"]}, ["held_since-1"]),
        ({"held_title": ["maçon"], "held_since": ["2019"], "held_until": ["bientôt"]}, ["held_until-1"]),
        ({"held_title": ["maçon"], "held_since": ["2019"], "held_until": ["2001"]}, ["held_until-1"]),
        ({"diploma": ["CAP"], "diploma_year": ["en 2014"]}, ["diploma_year-1"]),
        ({"diploma": ["", ""], "diploma_year": ["", "2014"]}, ["diploma-2"]),
    ],
)
def test_each_error_names_its_field_and_row(fields: dict[str, Any], wrong: list[str]) -> None:
    _, errors = said_of(typed(**fields))
    assert list(errors) == wrong


def test_one_row_more_than_are_filled_is_shown_and_never_too_many() -> None:
    least, most = ROWS["skill"]
    assert rows({}, "skill") == least
    assert rows({"skill": ["x"] * least}, "skill") == least + 1
    assert rows({"skill": ["x"] * most}, "skill") == most


@given(st.dictionaries(st.sampled_from(FIELDS), st.lists(st.text(max_size=200), max_size=40)))
def test_whatever_is_typed_is_said_or_refused(fields: dict[str, list[str]]) -> None:
    given_ = typed(**fields)
    said, errors = said_of(given_)
    assert said or errors
    assert all("\n" not in value and len(value) <= 120 for values in given_.values() for value in values)
