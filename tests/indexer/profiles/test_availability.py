"""From when a person can begin, in words: never a date that is past."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.language.dates import MONTHS, day_in_words
from indexer.profiles.availability import availability, beginning, day_to_come

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (None, ""),
        ("2026-11-22", "Disponible tout de suite"),
        ("2026-11-23", "Disponible tout de suite"),
        ("2026-11-24", "Disponible à partir du 24 novembre 2026"),
        ("2026-12-01", "Disponible à partir du 1er décembre 2026"),
    ],
)
def test_it_is_said_as_it_stands_today(said: str | None, words: str) -> None:
    assert availability({"available_from": said}, TODAY) == words
    assert beginning({"available_from": said}, TODAY) == words.removeprefix("Disponible ")


def test_a_profile_of_before_says_nothing() -> None:
    assert availability({}, TODAY) == ""


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_day_is_to_come_or_it_is_at_once(day: date) -> None:
    person = {"available_from": day.isoformat()}
    assert day_to_come(person, TODAY) == (day if day > TODAY else None)
    assert ("tout de suite" in beginning(person, TODAY)) == (day <= TODAY)
    assert beginning(person, day - timedelta(1)) == f"à partir du {day_in_words(day)}"
    assert MONTHS[day.month - 1] in day_in_words(day)
