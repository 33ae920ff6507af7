"""Which alerts of a person leave now. Real engine."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from elasticsearch import Elasticsearch

from indexer.alerts import people
from indexer.alerts.claims import recipients_waiting
from indexer.alerts.digests import send_digest
from indexer.alerts.due import FinderKey, Waiting, leaving, rhythms_seen
from indexer.alerts.schedule import clock_of
from indexer.matching.matches import Due, record
from indexer.searches.wanted import Wanted, wish_of
from tests.factories.documents import store
from tests.factories.matches import PERSON, let_time_pass, matches, offers_due, states
from tests.factories.offers import make_offer
from tests.factories.profiles import store_person
from tests.indexer.mail_server import MailServer

# A Tuesday: 10.00 in Paris, 13.00 in Réunion.
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
P: FinderKey = ("profiles", "p")
S: FinderKey = ("searches", "s")


def found(hours: float, finder: FinderKey = P) -> Waiting:
    return Waiting(PERSON, finder, NOW - timedelta(hours=hours))


@pytest.mark.parametrize(
    ("finder", "hours", "until"),
    [
        ({"frequency": "daily"}, 3, datetime(2026, 11, 24, 7, tzinfo=UTC)),
        ({"frequency": "daily"}, 1, None),
        ({"frequency": "daily", "hour": 10}, 1, NOW),
        ({"frequency": "daily", "hour": 11}, 20, None),
        ({"frequency": "daily", "hour": 13, "commune": "97411"}, 1, NOW),
        ({"frequency": "daily", "hour": 14, "commune": "97411"}, 1, None),
        ({"frequency": "weekly"}, 20, None),
        ({"frequency": "weekly"}, 30, datetime(2026, 11, 23, 7, tzinfo=UTC)),
        ({"frequency": "at_once"}, 0.1, NOW),
        ({"frequency": "at_once"}, 0.05, None),
        ({"frequency": "at_once", "paused": True}, 30, None),
        ({"frequency": "weekly", "unsubscribed_at": "2026-11-01"}, 0, NOW),
    ],
)
def test_each_alert_leaves_at_its_own_hour_where_its_person_looks(
    finder: dict[str, object], hours: float, until: datetime | None
) -> None:
    due = leaving([found(hours)], {P: finder}, {}, NOW)
    assert due == ({P: until} if until else {})


def test_whose_mails_slowed_down_waits_for_monday() -> None:
    slowed = {"slowed_at": "2026-11-20T07:00:00+00:00"}
    finders = {P: {"frequency": "daily"}, S: {"frequency": "at_once"}}
    assert leaving([found(20), found(20, S)], finders, slowed, NOW) == {}
    assert leaving([found(30)], finders, slowed, NOW) == {P: datetime(2026, 11, 23, 7, tzinfo=UTC)}
    changed = {P: {"frequency": "daily", "last_contact_at": "2026-11-21T07:00:00+00:00"}}
    assert leaving([found(20)], changed, slowed, NOW), "their person chose anew since"


def test_at_once_is_grouped_over_all_alerts_of_a_person() -> None:
    finders = {P: {"frequency": "at_once"}, S: {"frequency": "at_once"}}
    assert leaving([found(0.1), found(0.01, S)], finders, {}, NOW) == {P: NOW, S: NOW}
    assert leaving([found(0.05), found(0.01, S)], finders, {}, NOW) == {}


def test_what_an_alert_paused_is_holding_does_not_hold_back_another(
    engine: Elasticsearch, mail_server: MailServer
) -> None:
    store_person(engine, "p")
    store_person(engine, "q", paused=True)
    offers_due(engine, 2)
    store(engine, "offers", make_offer("o9", title="Soudeur 009"))
    record(engine, [Due(PERSON, "q", "o9")])
    let_time_pass(engine)
    assert list(recipients_waiting(engine)) == [PERSON]
    assert send_digest(engine, PERSON) == 2
    assert states(engine) == {"o0": "sent", "o1": "sent", "o9": "pending"}
    assert list(recipients_waiting(engine)) == []


def test_a_rhythm_that_cannot_be_read_keeps_nobody_elses_mails(engine: Elasticsearch) -> None:
    store_person(engine, "a", frequency="daily", hour=99)
    store_person(engine, "b", frequency="daily")
    for number, name in enumerate("ab"):
        offers_due(engine, 1, person=f"person-{name}", profile=name, start=number)
    let_time_pass(engine, days=2)
    assert list(recipients_waiting(engine)) == ["person-b"]


def test_the_hour_of_a_saved_search_is_that_of_the_first_place_it_looks_around(engine: Elasticsearch) -> None:
    wish = wish_of(Wanted(words="soudeur", communes=("97411", "33063")))
    store(engine, "searches", {"id": "s", "person": PERSON, "wish": wish, "hour": 18})
    [finder] = rhythms_seen(engine, [found(1, S)]).values()
    assert clock_of(finder, ZoneInfo("Europe/Paris"), 8) == (ZoneInfo("Indian/Reunion"), 18)


def test_only_those_whose_hour_has_come_are_looked_at(engine: Elasticsearch) -> None:
    store_person(engine, "p", frequency="daily")
    offers_due(engine, 1)
    let_time_pass(engine, seconds=0)
    assert list(recipients_waiting(engine)) == []
    assert list(recipients_waiting(engine, everyone=True)) == [PERSON]
    let_time_pass(engine, days=2)
    assert list(recipients_waiting(engine)) == [PERSON]


def test_while_mail_waits_after_a_bounce_nothing_is_claimed(engine: Elasticsearch, mail_server: MailServer) -> None:
    store_person(engine)
    offers_due(engine, 1)
    later = (datetime.now(UTC) + timedelta(hours=2)).isoformat()
    people.change(engine, PERSON, lambda doc: {**doc, "mail_state": "waits", "mail_retry_at": later})
    assert list(recipients_waiting(engine, everyone=True)) == []
    assert send_digest(engine, PERSON, everyone=True) == 0
    assert states(engine) == {"o0": "pending"}
    over = datetime.now(UTC).isoformat()
    people.change(engine, PERSON, lambda doc: {**doc, "mail_retry_at": over})
    assert send_digest(engine, PERSON) == 1


def test_nothing_is_sent_to_an_address_whose_mail_is_stopped(engine: Elasticsearch, mail_server: MailServer) -> None:
    store_person(engine)
    offers_due(engine, 1)
    people.change(engine, PERSON, lambda doc: {**doc, "mail_state": "stopped"})
    assert send_digest(engine, PERSON) == 0
    assert (matches(engine)["o0"]["state"], matches(engine)["o0"]["reason"]) == ("dropped", "bounced")
    assert mail_server.handed == []


def test_after_a_long_pause_old_offers_beyond_the_ten_shown_are_not_announced(
    engine: Elasticsearch, mail_server: MailServer
) -> None:
    store_person(engine)
    offers_due(engine, 14)
    let_time_pass(engine, days=31)
    assert send_digest(engine, PERSON) == 10
    kept = matches(engine).values()
    assert sorted(match["state"] for match in kept) == ["dropped"] * 4 + ["sent"] * 10
    assert {match["reason"] for match in kept if match["state"] == "dropped"} == {"expired"}
    assert "autre" not in mail_server.taken[0].get_body(("plain",)).get_content()  # type: ignore[union-attr]
