"""How long a pause lasts, as people and programs say it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from marshmallow import ValidationError

from indexer.settings import settings
from search_api.pause_schema import pause_end, today
from search_api.problems import by_field
from tests.indexer.keyed import only_these


@pytest.fixture(autouse=True)
def site(tmp_path: Path) -> Iterator[None]:
    with only_these(tmp_path):
        yield


def resumes(**form: str) -> datetime:
    end = pause_end(form)
    assert end is not None
    return datetime.fromisoformat(end).astimezone(settings().timezone)


@pytest.mark.parametrize(("duration", "days"), [("two_weeks", 14), ("month", 30)])
def test_a_pause_for_some_time_ends_at_the_beginning_of_a_day_here(duration: str, days: int) -> None:
    end = resumes(duration=duration, until="typed before another choice")
    assert (end.date(), end.hour, end.minute) == (today() + timedelta(days), 0, 0)


@pytest.mark.parametrize("written", ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"])
def test_a_date_is_understood_as_browsers_send_it_and_as_people_type_it(written: str) -> None:
    day = today() + timedelta(100)
    assert resumes(duration="date", until=day.strftime(written)).date() == day


def test_a_button_without_a_choice_pauses_until_the_person_resumes() -> None:
    assert pause_end({}) is None
    assert pause_end({"duration": "open", "until": ""}) is None


@pytest.mark.parametrize(
    ("days", "until", "said"),
    [
        (0, "", "à venir"),
        (-1, "", "à venir"),
        (367, "", "un an au plus"),
        (None, "demain", "à venir"),
        (None, " ", "Indi"),
    ],
)
def test_a_day_that_cannot_be_is_refused_with_an_example(days: int | None, until: str, said: str) -> None:
    text = until if days is None else (today() + timedelta(days)).isoformat()
    with pytest.raises(ValidationError) as refused:
        pause_end({"duration": "date", "until": text})
    assert said in by_field(refused.value.messages)["until"]


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=20), st.text(max_size=20) | st.just("date"))
def test_whatever_is_typed_is_a_time_to_come_or_a_sentence(until: str, duration: str) -> None:
    try:
        end = pause_end({"duration": duration, "until": until})
    except ValidationError as error:
        refused = set(by_field(error.messages))
    else:
        refused = set()
        assert end is None or resumes(duration=duration, until=until).date() > today()
    assert refused <= {"until", "duration"}
