"""The form of who has no CV, from what was typed to what is said: rows of plain fields, empty ones passed over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import zip_longest
from typing import Any

from indexer.language.cv.spoken import LEVELS
from indexer.language.cv.written import HeldJob, Said
from search_api.corrections import LONGEST, month_said
from search_api.problems import refusal

Form = Mapping[str, Sequence[str]]
# Rows shown at least, and at most; one more than are filled is shown. More is added at the next step.
ROWS = {"held_title": (3, 10), "skill": (6, 30), "licence": (3, 10), "diploma": (2, 10), "language": (2, 10)}
FIELDS = (
    *("held_title", "held_employer", "held_since", "held_until", "skill", "licence"),
    *("diploma", "diploma_year", "language", "language_level"),
)


def typed_of(form: Any) -> dict[str, list[str]]:
    """Return what was typed, by field, each on one line and not too long: what is kept to be shown again."""
    return {name: [_one_line(value) for value in form.getlist(name)][: ROWS.get(name, (0, 30))[1]] for name in FIELDS}


def rows(typed: Form, name: str) -> int:
    """Return how many rows of a kind to show: one more than are filled."""
    least, most = ROWS[name]
    filled = max((number for number, value in enumerate(typed.get(name, ()), 1) if value), default=0)
    return min(max(least, filled + 1), most)


def said_of(typed: Form) -> tuple[Said, dict[str, str]]:
    """Return what the person says, and what is wrong, a sentence by field and row (`held_since-2`)."""
    errors: dict[str, str] = {}
    said = Said(
        jobs=_jobs(typed, errors),
        skills=_filled(typed, "skill"),
        licences=_filled(typed, "licence"),
        diplomas=_diplomas(typed, errors),
        languages=[(name, level if level in LEVELS else "") for name, level in _pairs(typed, "language") if name],
    )
    if not said and not errors:
        errors["held_title-1"] = refusal("without_cv_empty")
    return said, errors


def _jobs(typed: Form, errors: dict[str, str]) -> list[HeldJob]:
    now = datetime.now(UTC)
    month = now.year * 12 + now.month - 1
    names = ("held_title", "held_employer", "held_since", "held_until")
    jobs = []
    for row, values in enumerate(zip_longest(*(typed.get(name, ()) for name in names), fillvalue=""), 1):
        title, employer, since_typed, until_typed = values
        if not any(values):
            continue
        since, until = month_said(since_typed, month), month_said(until_typed, month)
        if len(title) < 2:
            errors[f"held_title-{row}"] = refusal("wanted_invalid")
        if not since:
            errors[f"held_since-{row}"] = refusal("month_invalid")
        if until_typed and not until:
            errors[f"held_until-{row}"] = refusal("month_invalid")
        elif until and since and until[: len(since)] < since[: len(until)]:
            errors[f"held_until-{row}"] = refusal("month_order")
        jobs.append(HeldJob(title, since, employer, until))
    return [] if errors else jobs


def _diplomas(typed: Form, errors: dict[str, str]) -> list[tuple[str, str]]:
    found = []
    for row, (label, year) in enumerate(_pairs(typed, "diploma", "diploma_year"), 1):
        if year and not label:
            errors[f"diploma-{row}"] = refusal("diploma_missing")
        elif year and not (year.isdecimal() and len(year) == 4):
            errors[f"diploma_year-{row}"] = refusal("year_invalid")
        elif label:
            found.append((label, year))
    return found


def _pairs(typed: Form, name: str, beside: str = "language_level") -> list[tuple[str, str]]:
    return list(zip_longest(typed.get(name, ()), typed.get(beside, ())[: len(typed.get(name, ()))], fillvalue=""))


def _filled(typed: Form, name: str) -> list[str]:
    return [value for value in typed.get(name, ()) if value]


def _one_line(text: str) -> str:
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())[:LONGEST]
