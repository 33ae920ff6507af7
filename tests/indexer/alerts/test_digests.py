"""One person's mail: claimed, sent, marked; nothing lost, nothing told twice. Real engine, real mail server."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from elasticsearch import Elasticsearch

from indexer.alerts.claims import recipients_waiting
from indexer.alerts.digests import send_digest
from indexer.alerts.people import person
from indexer.alerts.smtp import MailDelayedError
from indexer.engine.documents import change, get
from tests.factories.matches import PERSON, let_claims_expire, let_time_pass, matches, offers_due, states
from tests.factories.profiles import store_person
from tests.indexer.mail_server import MailServer


def titles(mail: object) -> list[str]:
    text = mail.get_body(("plain",)).get_content()  # type: ignore[attr-defined]
    return re.findall(r"Soudeur (\d{3})", text)


def test_what_is_due_goes_into_one_mail_and_is_then_marked(engine: Elasticsearch, mail_server: MailServer) -> None:
    store_person(engine)
    offers_due(engine, 3)
    assert send_digest(engine, PERSON) == 3
    [mail] = mail_server.taken
    assert mail["To"] == "p@example.org"
    assert sorted(titles(mail)) == ["000", "001", "002"]
    found = matches(engine)
    assert {match["state"] for match in found.values()} == {"sent"}
    assert {f"<{match['digest']}@example.org>" for match in found.values()} == {mail["Message-ID"]}
    assert person(engine, PERSON)["last_digest_at"]
    assert "last_digest_at" not in (get(engine, "profiles", "p") or {}), "no profile is written for a mail"
    assert list(recipients_waiting(engine)) == []


def test_no_mail_leaves_when_nothing_is_new(engine: Elasticsearch, mail_server: MailServer) -> None:
    store_person(engine)
    assert send_digest(engine, PERSON) == 0
    offers_due(engine, 1)
    assert [send_digest(engine, PERSON), send_digest(engine, PERSON)] == [1, 0]
    assert len(mail_server.taken) == 1


def test_ten_are_told_and_the_others_wait_behind_the_link_not_in_another_mail(
    engine: Elasticsearch, mail_server: MailServer
) -> None:
    store_person(engine)
    offers_due(engine, 14)
    assert send_digest(engine, PERSON) == 14
    assert send_digest(engine, PERSON) == 0
    [mail] = mail_server.taken
    assert len(titles(mail)) == 10
    assert "Et 4 autres offres" in mail.get_body(("plain",)).get_content()


def test_two_at_once_never_tell_an_offer_twice(engine: Elasticsearch, mail_server: MailServer) -> None:
    store_person(engine)
    mail_server.seconds = 0.2
    for turn in range(4):
        offers_due(engine, 6, start=6 * turn)
        with ThreadPoolExecutor(4) as pool:
            told = sum(pool.map(lambda _: send_digest(engine, PERSON), range(4)))
        assert told == 6
    said = [title for mail in mail_server.taken for title in titles(mail)]
    assert sorted(said) == [f"{number:03}" for number in range(24)]
    assert set(states(engine).values()) == {"sent"}


def test_a_claim_in_hand_is_left_to_whoever_holds_it(engine: Elasticsearch, mail_server: MailServer) -> None:
    store_person(engine)
    offers_due(engine, 1)
    mail_server.data_answer = "451 later"
    with pytest.raises(MailDelayedError):
        send_digest(engine, PERSON)
    mail_server.data_answer = ""
    assert list(recipients_waiting(engine)) == []
    assert send_digest(engine, PERSON) == 0
    assert states(engine) == {"o0": "claimed"}


def test_an_expired_claim_is_finished_under_the_same_message_id(engine: Elasticsearch, mail_server: MailServer) -> None:
    store_person(engine)
    offers_due(engine, 2)
    mail_server.data_answer = "451 later"
    with pytest.raises(MailDelayedError):
        send_digest(engine, PERSON)
    mail_server.data_answer = ""
    offers_due(engine, 1, start=2)
    let_claims_expire(engine)
    assert list(recipients_waiting(engine)) == [PERSON]
    assert [send_digest(engine, PERSON), send_digest(engine, PERSON)] == [2, 1], "one mail a run"
    first, again, new = mail_server.handed
    assert first["Message-ID"] == again["Message-ID"] != new["Message-ID"]
    assert sorted(titles(again)) == ["000", "001"]
    assert titles(new) == ["002"]
    assert set(states(engine).values()) == {"sent"}


def test_an_expired_claim_is_finished_by_one_of_those_who_find_it(
    engine: Elasticsearch, mail_server: MailServer
) -> None:
    store_person(engine)
    offers_due(engine, 1)
    mail_server.data_answer = "451 later"
    with pytest.raises(MailDelayedError):
        send_digest(engine, PERSON)
    mail_server.data_answer, mail_server.seconds = "", 0.2
    let_claims_expire(engine)
    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(lambda _: send_digest(engine, PERSON), range(4))) == 1
    assert len(mail_server.taken) == 1


def test_with_the_mail_server_down_the_claim_stays_and_nothing_is_lost(
    engine: Elasticsearch, mail_server: MailServer
) -> None:
    store_person(engine)
    offers_due(engine, 2)
    mail_server.stop()
    with pytest.raises(MailDelayedError) as caught:
        send_digest(engine, PERSON)
    assert "@" not in str(caught.value), "no address in an error that is logged"
    found = matches(engine)
    assert {match["state"] for match in found.values()} == {"claimed"}
    assert len({match["digest"] for match in found.values()}) == 1
    assert "last_digest_at" not in person(engine, PERSON)


def test_an_address_refused_for_good_is_dropped_and_a_busy_one_is_not(
    engine: Elasticsearch, mail_server: MailServer
) -> None:
    store_person(engine)
    offers_due(engine, 1)
    mail_server.recipient_answer = "451 busy"
    with pytest.raises(MailDelayedError):
        send_digest(engine, PERSON)
    assert states(engine) == {"o0": "claimed"}
    let_claims_expire(engine)
    mail_server.recipient_answer = "550 no such user"
    assert send_digest(engine, PERSON) == 0
    assert matches(engine)["o0"]["state"] == "dropped"
    assert matches(engine)["o0"]["reason"] == "bounced"
    assert list(recipients_waiting(engine)) == []


def test_an_address_that_does_not_exist_ends_the_mails(engine: Elasticsearch, mail_server: MailServer) -> None:
    store_person(engine)
    offers_due(engine, 1)
    mail_server.recipient_answer = "550 5.1.1 no such user"
    assert send_digest(engine, PERSON) == 0
    known = person(engine, PERSON)
    assert (known["mail_state"], known["mail_reason"]) == ("stopped", "no_such_address")
    offers_due(engine, 1, start=1)
    mail_server.recipient_answer = ""
    assert send_digest(engine, PERSON) == 0
    assert matches(engine)["o1"]["reason"] == "bounced"
    assert mail_server.handed == []


def test_what_was_closed_or_ended_meanwhile_is_dropped_with_its_reason(
    engine: Elasticsearch, mail_server: MailServer
) -> None:
    store_person(engine)
    offers_due(engine, 2)
    change(engine, "offers", "o0", lambda doc: {**doc, "status": "closed"})
    assert send_digest(engine, PERSON) == 1
    assert [titles(mail) for mail in mail_server.taken] == [["001"]]
    assert matches(engine)["o0"]["reason"] == "offer_closed"
    offers_due(engine, 1, start=2)
    store_person(engine, unsubscribed_at="2026-11-01T00:00:00+00:00")
    assert send_digest(engine, PERSON, everyone=True) == 0
    assert matches(engine)["o2"]["reason"] == "unsubscribed"
    offers_due(engine, 1, person="gone", profile="gone", start=3)
    assert send_digest(engine, "gone") == 0
    assert matches(engine)["o3"]["state"] == "dropped"


def test_what_is_due_waits_while_a_person_pauses_and_is_told_when_they_resume(
    engine: Elasticsearch, mail_server: MailServer
) -> None:
    """Pause is not unsubscribe (design §6)."""
    store_person(engine, paused=True)
    offers_due(engine, 1)
    assert send_digest(engine, PERSON, everyone=True) == 0
    assert states(engine) == {"o0": "pending"}
    assert "digest" not in matches(engine)["o0"], "not even claimed"
    store_person(engine, paused=False)
    assert send_digest(engine, PERSON) == 1
    assert len(mail_server.taken) == 1


def test_a_claim_of_somebody_who_paused_since_is_put_back(engine: Elasticsearch, mail_server: MailServer) -> None:
    store_person(engine)
    offers_due(engine, 1)
    mail_server.data_answer = "451 later"
    with pytest.raises(MailDelayedError):
        send_digest(engine, PERSON)
    let_claims_expire(engine)
    store_person(engine, paused=True)
    assert send_digest(engine, PERSON) == 0
    assert states(engine) == {"o0": "pending"}
    assert len(mail_server.handed) == 1


def test_a_daily_mail_waits_for_its_hour_unless_told_to_leave_now(
    engine: Elasticsearch, mail_server: MailServer
) -> None:
    store_person(engine, frequency="daily")
    offers_due(engine, 1)
    let_time_pass(engine, seconds=0)
    assert send_digest(engine, PERSON) == 0
    assert states(engine) == {"o0": "pending"}
    assert send_digest(engine, PERSON, everyone=True) == 1
