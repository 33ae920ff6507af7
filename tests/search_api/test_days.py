"""When a person can begin, as forms, old telephones and programs say it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError
from werkzeug.datastructures import MultiDict

from indexer.profiles.availability import today
from search_api.days import FURTHEST, day_typed
from search_api.presentation import form_of
from search_api.problems import by_field
from search_api.wish_schema import WishSchema
from tests.factories.profiles import make_profile

SOON = today() + timedelta(40)


def begins(given_: Any) -> str | None:
    """The day that is kept of a form or a body."""
    kept: str | None = WishSchema().load(given_)["available_from"]
    return kept


def form(chosen: str, typed: str = "") -> MultiDict[str, str]:
    return MultiDict({"available": chosen, "available_from": typed})


def refused(given_: Any) -> str:
    with pytest.raises(ValidationError) as error:
        begins(given_)
    sentences = by_field(error.value.messages)
    assert set(sentences) == {"available_from"}
    return sentences["available_from"]


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-12-01", date(2026, 12, 1)),
        ("01/12/2026", date(2026, 12, 1)),
        (" 1/12/2026 ", date(2026, 12, 1)),
        ("1.12.2026", date(2026, 12, 1)),
        ("01-12-2026", date(2026, 12, 1)),
        ("01 12 2026", date(2026, 12, 1)),
        ("01/12/26", date(2026, 12, 1)),
        ("31/02/2027", None),
        ("12/2026", None),
        ("1/12/1926", date(1926, 12, 1)),
        ("1/12/926", None),
        ("bientôt", None),
        ("", None),
    ],
)
def test_a_day_is_understood_as_browsers_send_it_and_as_people_type_it(typed: str, day: date | None) -> None:
    assert day_typed(typed) == day


def test_a_form_says_nothing_at_once_or_a_day() -> None:
    assert begins(form("")) is None
    assert begins(form("now")) == today().isoformat()
    # Left from before: at once was chosen by hand.
    assert begins(form("now", "bientôt")) == today().isoformat()
    for typed in (SOON.isoformat(), f"{SOON:%d/%m/%Y}", f"{SOON:%d/%m/%y}"):
        assert begins(form("date", typed)) == SOON.isoformat()
    assert "available_from" not in WishSchema().load(MultiDict({"commune": "Pau"}))


def test_a_day_that_is_past_is_kept_as_today() -> None:
    assert begins(form("date", (today() - timedelta(100)).isoformat())) == today().isoformat()
    assert begins({"available_from": (today() - FURTHEST).isoformat()}) == today().isoformat()


def test_a_program_sends_the_day_alone_or_now() -> None:
    assert begins({"available_from": SOON.isoformat()}) == SOON.isoformat()
    assert begins(MultiDict({"available_from": f"{SOON:%d/%m/%Y}"})) == SOON.isoformat()
    assert begins(MultiDict({"available_from": "now"})) == today().isoformat()
    assert begins({"available_from": None}) is None
    assert begins(MultiDict({"available_from": ""})) is None


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (form("date"), "ou choisissez une autre réponse"),
        (form("date", "  "), "ou choisissez une autre réponse"),
        (form("date", "bientôt"), "Par exemple"),
        (form("date", "31/02/2027"), "Par exemple"),
        (form("date", "2026-12"), "Par exemple"),
        (form("someday"), "Par exemple"),
        (form("", "2036-09-01"), "choisissez « À partir d’une date »"),
        ({"available_from": ""}, "Par exemple"),
        ({"available_from": True}, "Par exemple"),
        ({"available_from": ["2026-12-01"]}, "Par exemple"),
        (
            {"available_from": (today() + FURTHEST + timedelta(2)).isoformat()},
            "plus de deux ans",
        ),  # also when midnight passes before it is tried
        ({"available_from": (today() - FURTHEST - timedelta(2)).isoformat()}, "plus de deux ans"),
        (form("date", "01/12/2999"), "plus de deux ans"),
    ],
    ids=str,
)
def test_what_cannot_be_used_says_what_to_do(sent: Any, said: str) -> None:
    assert said in refused(sent)


def test_two_years_from_now_is_the_furthest() -> None:
    assert begins(form("date", (today() + FURTHEST).isoformat())) == (today() + FURTHEST).isoformat()


@pytest.mark.parametrize("days", [None, -30, 0, 1, 700])
def test_what_is_kept_is_shown_again_and_sent_again_unchanged(days: int | None) -> None:
    said = None if days is None else (today() + timedelta(days)).isoformat()
    profile = make_profile("p", available_from=said, visibility="hidden")
    shown = form_of(profile)
    sent = MultiDict([(name, value) for name in ("available", "available_from") for value in shown[name]])
    assert begins(sent) == (said and max(said, today().isoformat()))


@given(st.text(max_size=20), st.sampled_from(["", "now", "date"]) | st.text(max_size=5))
def test_whatever_is_typed_is_a_day_from_now_on_nothing_or_a_sentence(typed: str, chosen: str) -> None:
    try:
        kept = begins(form(chosen, typed))
    except ValidationError as error:
        wrong = set(by_field(error.messages))
    else:
        wrong = set()
        assert kept is None or today() <= date.fromisoformat(kept) <= today() + FURTHEST
    assert wrong <= {"available_from"}
