"""What follows when mails come back: each once, in whatever order, and nobody else's. Real engine."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from elasticsearch import Elasticsearch
from hypothesis import given
from hypothesis import strategies as st

from indexer.alerts.confirmations import send_confirmation
from indexer.alerts.digests import send_digest
from indexer.alerts.people import person
from indexer.bounces.consequences import ROW_ENDS, WAITS_HOURS, after, handle
from indexer.bounces.mailing import heard_from, mails_again
from indexer.bounces.reports import Report
from indexer.engine.documents import get
from indexer.searches import lifecycle as searches
from indexer.searches.wanted import Wanted
from tests.factories.matches import PERSON, matches, offers_due, states
from tests.factories.profiles import store_person
from tests.indexer.mail_server import MailServer

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def told(engine: Elasticsearch, start: int = 0) -> str:
    """Tell the person of an offer and return the name of the mail."""
    offers_due(engine, 1, start=start)
    assert send_digest(engine, PERSON, everyone=True) == 1
    return str(matches(engine)[f"o{start}"]["digest"])


def stored(engine: Elasticsearch, kind: str, identifier: str) -> dict[str, Any]:
    found = get(engine, kind, identifier)
    assert found is not None
    return found


def test_an_address_that_does_not_exist_ends_the_mails_and_drops_what_is_due(
    engine: Elasticsearch, mail_server: MailServer
) -> None:
    store_person(engine, stage="matched")
    name = told(engine)
    offers_due(engine, 2, start=1)
    for _ in range(2):
        assert handle(engine, Report("hard", (name,), "5.1.1"), NOW)
    assert person(engine, PERSON)["mail_state"] == "stopped"
    assert not stored(engine, "profiles", "p")["alertable"]
    found = matches(engine)
    assert [found[offer].get("reason") for offer in ("o0", "o1", "o2")] == [None, "bounced", "bounced"]
    assert send_digest(engine, PERSON, everyone=True) == 0
    assert len(mail_server.taken) == 1


def test_once_the_address_works_again_what_could_not_be_sent_is_due_again(
    engine: Elasticsearch, mail_server: MailServer
) -> None:
    store_person(engine, stage="matched")
    name = told(engine)
    offers_due(engine, 2, start=1)
    handle(engine, Report("hard", (name,)), NOW)
    assert mails_again(engine, PERSON) == ["p"]
    assert mails_again(engine, PERSON) == ["p"]
    again = stored(engine, "profiles", "p")
    assert (again["alertable"], again["stage"]) == (True, "parsed")
    assert states(engine) == {"o0": "sent", "o1": "pending", "o2": "pending"}
    assert send_digest(engine, PERSON, everyone=True) == 2
    handle(engine, Report("hard", (name,)), NOW)
    assert person(engine, PERSON)["mail_state"] == "works", "the report of a mail that was heard of is not news"


def test_a_complaint_ends_everything_the_person_gets(engine: Elasticsearch, mail_server: MailServer) -> None:
    store_person(engine)
    name = told(engine)
    offers_due(engine, 1, start=1)
    saved = searches.save(engine, Wanted(words="soudeur"), "p@example.org", "daily")
    engine.update(index=f"{_index('searches')}", id=saved["id"], doc={"person": PERSON}, refresh=True)
    for _ in range(2):
        assert handle(engine, Report("complaint", (name,)), NOW)
    assert stored(engine, "profiles", "p")["unsubscribed_at"]
    assert stored(engine, "searches", saved["id"])["unsubscribed_at"]
    assert matches(engine)["o1"]["reason"] == "unsubscribed"


def _index(kind: str) -> str:
    from indexer.engine.indices import index_name

    return index_name(kind)


def test_a_confirmation_that_comes_back_is_told_on_the_page(engine: Elasticsearch, mail_server: MailServer) -> None:
    identifier = "0123456789abcdef01234567"
    store_person(engine, identifier, confirmed_at=None, confirmation="pending")
    send_confirmation(engine, identifier)
    [mail] = mail_server.taken
    name = mail["Message-ID"].strip("<>").partition("@")[0]
    assert handle(engine, Report("hard", (name,)), NOW)
    assert stored(engine, "profiles", identifier)["confirmation"] == "refused"
    heard_from(engine, f"person-{identifier}")
    assert person(engine, f"person-{identifier}")["mail_state"] == "works"


def test_a_mail_that_is_not_ours_or_whose_person_is_gone_changes_nothing(engine: Elasticsearch) -> None:
    store_person(engine)
    for names in ((), ("f" * 24,)):
        assert not handle(engine, Report("hard", names), NOW)
    assert stored(engine, "profiles", "p")["alertable"]


def test_soft_bounces_in_a_row_wait_longer_and_longer_and_then_stop() -> None:
    known: dict[str, Any] = {"mail_state": "works", "soft_bounces": 0}
    at = NOW
    for number, hours in enumerate(WAITS_HOURS):
        waits = after(known, f"mail{number}", "soft", at)
        assert waits is not None
        assert waits["mail_state"] == "waits"
        assert datetime.fromisoformat(waits["mail_retry_at"]) == at + timedelta(hours=hours)
        assert after(waits, f"mail{number}", "soft", at) is None
        known, at = waits, at + timedelta(hours=hours, minutes=5)
    stopped = after(known, "last", "soft", at)
    assert stopped is not None
    assert (stopped["mail_state"], stopped["soft_bounces"]) == ("stopped", 5)
    assert WAITS_HOURS == (2, 4, 16, 64)


@pytest.mark.parametrize("kind", ["arrived", "soft"])
def test_a_row_ends_when_a_mail_arrives_or_nothing_came_back_for_two_weeks(kind: str) -> None:
    known = {"mail_state": "waits", "soft_bounces": 4, "mail_retry_at": NOW.isoformat()}
    later = after(known, "mail", kind, NOW + ROW_ENDS + timedelta(seconds=1))
    assert later is not None
    assert later["soft_bounces"] == (0 if kind == "arrived" else 1)


@given(st.lists(st.tuples(st.sampled_from(["hard", "soft", "arrived"]), st.integers(0, 9)), max_size=30))
def test_whatever_comes_back_a_mail_counts_once_and_a_stop_lasts(heard: list[tuple[str, int]]) -> None:
    known: dict[str, Any] = {}
    for number, (kind, mail) in enumerate(heard):
        at = NOW + timedelta(hours=number)
        stopped = known.get("mail_state") == "stopped"
        known = after(known, f"m{mail}", kind, at) or known
        assert after(known, f"m{mail}", kind, at) is None
        assert not stopped or known["mail_state"] == "stopped"
    if any(kind == "hard" for kind, _ in heard):
        assert known["mail_state"] == "stopped"
