"""Mails that nobody reads become weekly, say so, and one click brings them back. Real engine and mail server."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from elasticsearch import Elasticsearch
from hypothesis import given
from hypothesis import strategies as st

from indexer.alerts import people
from indexer.alerts.digests import send_digest
from indexer.alerts.slowing import LEAST_MAILS, UNFOLLOWED_FOR, after_following, after_mail, followed, slows_now
from indexer.engine.documents import get
from tests.factories.matches import PERSON, let_time_pass, offers_due
from tests.factories.profiles import store_person
from tests.indexer.mail_server import MailServer

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
LONG_AGO = (NOW - UNFOLLOWED_FOR - timedelta(days=1)).isoformat()
SAID = "désormais une fois par semaine"


@pytest.mark.parametrize(
    ("person", "frequency", "slows"),
    [
        ({"unfollowed_since": LONG_AGO, "unfollowed_mails": LEAST_MAILS}, "daily", True),
        ({"unfollowed_since": LONG_AGO, "unfollowed_mails": LEAST_MAILS}, "at_once", True),
        ({"unfollowed_since": LONG_AGO, "unfollowed_mails": LEAST_MAILS}, "weekly", False),
        ({"unfollowed_since": LONG_AGO, "unfollowed_mails": LEAST_MAILS - 1}, "daily", False),
        ({"unfollowed_since": NOW.isoformat(), "unfollowed_mails": 40}, "daily", False),
        ({"unfollowed_since": LONG_AGO, "unfollowed_mails": 40, "slowed_at": LONG_AGO}, "daily", False),
        ({}, "daily", False),
    ],
)
def test_mails_slow_down_after_weeks_and_many_of_them(person: dict[str, Any], frequency: str, slows: bool) -> None:
    assert slows_now(person, [{"frequency": frequency}], NOW) is slows


@given(st.lists(st.booleans(), max_size=120))
def test_nobody_who_follows_a_link_now_and_then_is_slowed(days: list[bool]) -> None:
    """A mail a day, some followed: slow only after six weeks without any; following ends it at once."""
    person: dict[str, Any] = {}
    unfollowed = 0
    for day, follows in enumerate(days):
        now = NOW + timedelta(days=day)
        slows = slows_now(person, [{"frequency": "daily"}], now)
        assert slows <= (unfollowed >= UNFOLLOWED_FOR.days)
        person = after_mail(person, now.isoformat(), slowed=slows)
        unfollowed += 1
        if follows:
            person = after_following(person, now + timedelta(hours=2)) or person
            unfollowed = 0
            assert "slowed_at" not in person
    assert bool(person.get("slowed_at")) == (unfollowed > UNFOLLOWED_FOR.days)


def test_the_mail_says_so_and_a_click_brings_the_rhythm_back(engine: Elasticsearch, mail_server: MailServer) -> None:
    contact = (datetime.now(UTC) - timedelta(days=90)).isoformat()
    store_person(engine, frequency="daily", last_contact_at=contact)
    then = (datetime.now(UTC) - UNFOLLOWED_FOR - timedelta(hours=1)).isoformat()
    people.change(engine, PERSON, lambda doc: {**doc, "unfollowed_since": then, "unfollowed_mails": LEAST_MAILS})
    offers_due(engine, 1)
    assert send_digest(engine, PERSON, everyone=True) == 1
    [mail] = mail_server.taken
    for kind in ("plain", "html"):
        assert SAID in mail.get_body((kind,)).get_content().replace("\n", " ")  # type: ignore[union-attr]
    assert (get(engine, "people", PERSON) or {})["slowed_at"]

    offers_due(engine, 1, start=1)
    followed(engine, PERSON, datetime.now(UTC))
    let_time_pass(engine, days=1, hours=1)
    assert send_digest(engine, PERSON) == 1, "daily again"
    assert SAID not in mail_server.taken[1].get_body(("plain",)).get_content()  # type: ignore[union-attr]


def test_a_change_on_the_page_brings_it_back_too(engine: Elasticsearch, mail_server: MailServer) -> None:
    store_person(engine, frequency="daily", last_contact_at=datetime.now(UTC).isoformat())
    then = (datetime.now(UTC) - timedelta(days=1)).isoformat()
    people.change(engine, PERSON, lambda doc: {**doc, "slowed_at": then})
    offers_due(engine, 1)
    let_time_pass(engine, days=1, hours=1)
    assert send_digest(engine, PERSON) == 1


def test_of_somebody_who_is_gone_nothing_is_noted(engine: Elasticsearch) -> None:
    followed(engine, "nobody", NOW)
    assert get(engine, "people", "nobody") is None
