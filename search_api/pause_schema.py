"""How long a pause lasts, as forms and programs say it; it becomes the moment at which alerts resume."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, pre_load, validates_schema

from indexer.settings import settings
from search_api.days import ON_A_DATE, day_typed
from search_api.fields import one_of, speaking
from search_api.problems import invalid, problem

OPEN = "open"
DAYS = {"two_weeks": 14, "month": 30}
DURATIONS = (*DAYS, ON_A_DATE, OPEN)
LONGEST_DAYS = 366


class ResumeDayField(fields.Field[str]):
    """The day on which alerts resume, to come and within a year; becomes the ISO 8601 time at which it begins here.

    Both `2027-01-15`, as browsers send it, and `15/01/2027`, as people type it, are understood.
    """

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        day = day_typed(str(value))
        if day is None or not timedelta(0) < day - today() <= timedelta(LONGEST_DAYS):
            raise _no_such_day()
        return beginning(day)


class PauseFormSchema(Schema):
    """The form of a pause: for two weeks, a month, until a date, or until the person resumes."""

    class Meta:
        """A button of a form may have a name of its own."""

        unknown = EXCLUDE

    duration = fields.String(
        load_default=OPEN, error_messages=speaking("pause_invalid"), validate=one_of(DURATIONS, "pause_invalid")
    )
    until = ResumeDayField(load_default=None)

    @pre_load
    def drop_unused_date(self, data: Any, **kwargs: Any) -> Any:
        """Pass over a date that was typed when another duration is chosen, and one left empty."""
        given = {name: data[name] for name in data}
        if given.get("duration") != ON_A_DATE or not str(given.get("until", "")).strip():
            given.pop("until", None)
        return given

    @validates_schema(skip_on_field_errors=True)
    def date_is_there(self, data: dict[str, Any], **kwargs: Any) -> None:
        """Ask for the date when a date is what was chosen."""
        if data["duration"] == ON_A_DATE and not data["until"]:
            raise ValidationError({"until": [problem("pause_date_missing")]})


def pause_end(form: Mapping[str, Any]) -> str | None:
    """Return when a pause asked for by a form ends, as an ISO 8601 time; None when the person is to resume it.

    Raises marshmallow's ValidationError.
    """
    given = PauseFormSchema().load(form)
    days = DAYS.get(given["duration"])
    return beginning(today() + timedelta(days)) if days else given["until"]


def today() -> date:
    """Return the day it is where the service is."""
    return datetime.now(settings().timezone).date()


def beginning(day: date) -> str:
    """Return the moment a day begins where the service is, in UTC (ISO 8601)."""
    return datetime.combine(day, time(), settings().timezone).astimezone(UTC).isoformat()


def _no_such_day() -> ValidationError:
    return invalid("pause_date_invalid", example=f"{today() + timedelta(30):%d/%m/%Y}")
