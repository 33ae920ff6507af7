"""Days as people type them and as browsers send them, and fields that hold one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from marshmallow import ValidationError, fields

from indexer.profiles.availability import NOW, today
from search_api.problems import invalid

ON_A_DATE = "date"
FURTHEST = timedelta(731)
"""Two years, one of them a leap year, either way: nobody knows further ahead, and further back is a slip."""
_FRENCH = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4}|\d\d)")


def day_typed(text: str) -> date | None:
    """Return the day of `2027-01-15`, as browsers send it, or of `15/01/2027`, as people type it; None for neither.

    A browser without a field for dates, on an old telephone, sends what is typed. `15/01/27` is of this century.
    """
    text = text.strip()
    if french := _FRENCH.fullmatch(text):
        day, month, year = french.groups()
        text = f"{year if len(year) == 4 else f'20{year}'}-{month:0>2}-{day:0>2}"
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


class Beginning(NamedTuple):
    """What a form sends of when a person can begin: the answer chosen (none, NOW or ON_A_DATE) and the date typed."""

    chosen: str
    typed: str

    @classmethod
    def of(cls, form: Any) -> str | Beginning | None:
        """Return what a form says; a program leaves the answer out, and sends the day alone."""
        typed = next((value.strip() for value in form.getlist("available_from") if isinstance(value, str)), "")
        chosen = form.getlist("available")
        return cls(str(chosen[0]), typed) if chosen else typed or None


class BeginningField(fields.Field[str | None]):
    """From when a person can begin: a day within two years, or `now`; becomes a day, as an ISO 8601 date.

    A day that is past is `now`, which is kept as today. Of a form (`Beginning`), "not said" is chosen beforehand: a
    date typed beside it may have been meant, or be left from before, and is asked back rather than lost or kept.
    """

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str | None:
        if not isinstance(value, Beginning):
            return _day(str(value))
        if value.chosen == ON_A_DATE:
            if not value.typed:
                raise invalid("available_missing")
            return _day(value.typed)
        if value.chosen not in ("", NOW):
            raise _no_such_day()
        if not value.chosen and value.typed:
            raise invalid("available_unclear")
        return _day(NOW) if value.chosen else None


def _day(text: str) -> str:
    now = today()
    day = now if text.strip().lower() in (NOW, "tout de suite") else day_typed(text)
    if day is None:
        raise _no_such_day()
    if abs(day - now) > FURTHEST:
        raise invalid("available_far")
    return max(day, now).isoformat()


def _no_such_day() -> ValidationError:
    return invalid("available_invalid", example=f"{today() + timedelta(30):%d/%m/%Y}")
