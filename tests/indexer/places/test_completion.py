"""Completing the name of a commune."""

from __future__ import annotations

import pytest

from indexer.places.completion import completion_of
from indexer.reference.in_force import gazetteer


def completed(typed: str) -> list[str]:
    return [one.name for one in completion_of(gazetteer()).complete(typed)]


def test_the_most_populated_come_first_after_a_name_typed_whole() -> None:
    assert completed("bor")[0] == "Bordeaux"
    assert completed("pau")[0] == "Pau"
    found = completion_of(gazetteer()).complete("sa")
    assert [one.population for one in found] == sorted((one.population for one in found), reverse=True)


@pytest.mark.parametrize("typed", ["La Rochelle", "la roch", "roche", "LA ROCHELLE", "17000", "1700"])
def test_a_commune_is_found_with_or_without_its_article_and_by_its_postcode(typed: str) -> None:
    assert "La Rochelle" in completed(typed)


def test_what_is_suggested_is_understood_when_sent() -> None:
    for typed in ("sa", "la", "33", "mo"):
        for commune in completion_of(gazetteer()).complete(typed):
            assert gazetteer().resolve(commune.label) == commune


@pytest.mark.parametrize("typed", ["", "p", " ", "!!", "zzzz"])
def test_too_little_or_nothing_known_completes_nothing(typed: str) -> None:
    assert completed(typed) == []
