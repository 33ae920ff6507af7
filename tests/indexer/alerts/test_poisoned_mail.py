"""A mail at which the code fails is set apart, holds up no other, and loses nothing. Real engine, real mail server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from indexer.alerts import backing_off, claims, digests, open_digests, telling
from indexer.alerts.claims import recipients_waiting
from indexer.alerts.digests import send_digest
from indexer.alerts.mails_apart import MOST_APART
from indexer.alerts.people import person
from indexer.engine.client import engine as engine_of_process
from indexer.engine.documents import change
from indexer.matching.matches import Due, record
from indexer.operations.status import status
from indexer.profiles import lifecycle
from indexer.quarantine import set_apart
from indexer.quarantine.apart import Apart
from indexer.quarantine.attempts import NO_WORD
from indexer.reading.extraction import MOST_ATTEMPTS
from indexer.settings_values import SettingsError
from indexer.tasks import send_digests
from tests.factories.documents import store
from tests.factories.matches import PERSON, let_claims_expire, let_time_pass, matches, offers_due, states
from tests.factories.offers import make_offer
from tests.factories.profiles import store_person
from tests.indexer.alerts.test_killed import KilledError, killed_at, told
from tests.indexer.mail_server import MailServer


@pytest.fixture(autouse=True)
def own_client(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Tasks take the client of their process: made anew, it knows the indices of this test. Nothing waits."""
    engine_of_process.cache_clear()
    monkeypatch.setattr(backing_off, "FIRST", timedelta())
    yield
    engine_of_process.cache_clear()


def poison_due(engine: Elasticsearch, name: str = "poison") -> None:
    # A title that is a number: no way in lets one through.
    store(engine, "offers", {**make_offer(name), "title": 12})
    record(engine, [Due(PERSON, "p", name)])
    let_time_pass(engine)


def mended(engine: Elasticsearch, name: str = "poison") -> None:
    change(engine, "offers", name, lambda doc: {**doc, "title": "Soudeur 999"}, refresh=True)


def runs(engine: Elasticsearch, count: int = MOST_ATTEMPTS) -> None:
    """Let the alerts run so often, with what is due to everybody."""
    for _ in range(count):
        send_digests(list(recipients_waiting(engine)))


def poisoned_and_apart(engine: Elasticsearch) -> Apart:
    """One person with an offer that poisons their mail beside two that do not; the mail is set apart."""
    store_person(engine, stage="matched", person=PERSON)
    offers_due(engine, 2)
    poison_due(engine)
    runs(engine)
    [apart] = set_apart.listed(engine)
    return apart


def test_the_next_in_the_same_task_is_written_to(engine: Elasticsearch, mail_server: MailServer) -> None:
    store_person(engine, stage="matched", person=PERSON)
    store_person(engine, "b", stage="matched")
    poison_due(engine)
    offers_due(engine, 1, person="person-b", profile="b")
    send_digests([PERSON, "person-b"])
    assert [mail["To"] for mail in mail_server.taken] == ["b@example.org"]
    assert states(engine)["o0"] == "sent"
    assert states(engine)["poison"] != "sent"


def test_it_is_set_apart_with_its_reason_and_the_person_hears_of_what_is_found_next(
    engine: Elasticsearch, mail_server: MailServer
) -> None:
    apart = poisoned_and_apart(engine)
    assert (apart.kind, apart.attempts) == ("mails", MOST_ATTEMPTS)
    assert ".py:" in apart.reason
    assert status(engine)["set_apart"] == 1
    assert list(recipients_waiting(engine)) == []
    offers_due(engine, 1, start=5)
    runs(engine, 1)
    assert sorted(told(mail_server)) == ["005"]
    assert states(engine) == {"o0": "claimed", "o1": "claimed", "poison": "claimed", "o5": "sent"}


def test_tried_again_it_goes_out_once_under_its_own_message_id(engine: Elasticsearch, mail_server: MailServer) -> None:
    apart = poisoned_and_apart(engine)
    mended(engine)
    # Another mail to the same person is under way: each has its turn.
    offers_due(engine, 1, start=5)
    mail_server.data_answer = "451 later"
    runs(engine, 1)
    mail_server.data_answer = ""
    assert set_apart.retry(engine, apart)
    assert not set_apart.drop(engine, apart), "it is being tried again"
    assert list(set_apart.listed(engine)) == []
    let_claims_expire(engine)
    runs(engine, 3)
    assert set(states(engine).values()) == {"sent"}
    assert {title: len(under) for title, under in told(mail_server).items()} == {
        "000": 1,
        "001": 1,
        "005": 1,
        "999": 1,
    }
    assert [mail["Message-ID"] for mail in mail_server.taken][1] == f"<{apart.identifier}@example.org>"
    assert len(mail_server.taken) == 2
    assert not {"digest", "apart", "apart_since"} & set(person(engine, PERSON))
    assert not set_apart.retry(engine, apart)


def test_dropped_its_offers_have_the_reason_and_are_never_told(engine: Elasticsearch, mail_server: MailServer) -> None:
    apart = poisoned_and_apart(engine)
    assert set_apart.drop(engine, apart)
    assert not set_apart.drop(engine, apart)
    assert not set_apart.retry(engine, apart)
    mended(engine)
    runs(engine, 2)
    assert mail_server.taken == []
    assert {(match["state"], match["reason"]) for match in matches(engine).values()} == {("dropped", "mail_failed")}
    assert status(engine)["set_apart"] == 0


def test_a_drop_that_died_in_the_middle_is_still_listed_and_nobody_else_takes_the_mail(
    engine: Elasticsearch, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    apart = poisoned_and_apart(engine)
    with monkeypatch.context() as patch:
        killed_at((claims, "move"), "before", patch)
        with pytest.raises(KilledError):
            set_apart.drop(engine, apart)
    assert not set_apart.retry(engine, apart)
    assert list(set_apart.listed(engine)) == [apart]
    assert set_apart.drop(engine, apart)
    assert set(states(engine).values()) == {"dropped"}


def test_one_whose_mail_left_and_whose_marks_fail_is_never_sent_again(
    engine: Elasticsearch, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_person(engine, stage="matched", person=PERSON)
    offers_due(engine, 2)

    def broken(*_: Any) -> None:
        raise RuntimeError("a mark that cannot be made")

    with monkeypatch.context() as patch:
        patch.setattr(claims, "mark_sent", broken)
        runs(engine, MOST_ATTEMPTS + 1)
    assert len(mail_server.taken) == 1
    [apart] = set_apart.listed(engine)
    assert set_apart.drop(engine, apart)
    assert set(states(engine).values()) == {"sent"}, "it was told: that is what the marks say"
    assert len(mail_server.taken) == 1


def test_one_that_kills_its_process_again_and_again_is_set_apart(
    engine: Elasticsearch, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_person(engine)
    offers_due(engine, 1)
    for number in range(MOST_ATTEMPTS):
        with monkeypatch.context() as patch:
            # Process identifiers end far below.
            patch.setattr("os.getpid", lambda number=number: 99_999_990 + number)
            killed_at((telling, "digest_message"), "before", patch)
            with pytest.raises(KilledError):
                send_digest(engine, PERSON)
    assert send_digest(engine, PERSON) == 0
    [apart] = set_apart.listed(engine)
    assert (apart.reason, apart.attempts) == (NO_WORD, MOST_ATTEMPTS)
    assert set_apart.retry(engine, apart)
    assert send_digest(engine, PERSON) == 1


@pytest.mark.parametrize("outage", [OSError("no route"), SettingsError("no such key")])
def test_an_outage_is_no_fault_of_the_mail(
    engine: Elasticsearch, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch, outage: Exception
) -> None:
    store_person(engine)
    offers_due(engine, 1)

    def down(*_: Any, **__: Any) -> None:
        raise outage

    with monkeypatch.context() as patch:
        patch.setattr(digests, "sort_out", down)
        for _ in range(MOST_ATTEMPTS + 1):
            with pytest.raises(type(outage)):
                send_digest(engine, PERSON)
            let_claims_expire(engine)
    assert list(set_apart.listed(engine)) == []
    assert send_digest(engine, PERSON) == 1


def test_somebody_at_whose_every_mail_the_code_fails_gets_no_more_until_somebody_looked(
    engine: Elasticsearch, mail_server: MailServer
) -> None:
    store_person(engine, stage="matched", person=PERSON)
    for number in range(MOST_APART + 1):
        poison_due(engine, f"poison{number}")
        runs(engine)
    assert len(list(set_apart.listed(engine))) == MOST_APART
    assert states(engine)[f"poison{MOST_APART}"] == "pending"
    assert list(recipients_waiting(engine)) == []
    for apart in list(set_apart.listed(engine)):
        mended(engine, f"poison{0}")
        assert set_apart.drop(engine, apart)
    mended(engine, f"poison{MOST_APART}")
    runs(engine, 1)
    assert states(engine)[f"poison{MOST_APART}"] == "sent"


def test_unsubscribed_or_erased_meanwhile_nothing_of_it_is_sent(engine: Elasticsearch, mail_server: MailServer) -> None:
    apart = poisoned_and_apart(engine)
    mended(engine)
    lifecycle.unsubscribe(engine, "p")
    assert set_apart.retry(engine, apart)
    runs(engine, 2)
    assert mail_server.taken == []
    assert {(match["state"], match["reason"]) for match in matches(engine).values()} == {("dropped", "unsubscribed")}
    assert "digest" not in person(engine, PERSON)


@pytest.mark.parametrize("first", [set_apart.retry, set_apart.drop])
def test_one_who_retries_and_one_who_drops_at_once_do_not_both(
    engine: Elasticsearch, mail_server: MailServer, first: Callable[..., bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    apart = poisoned_and_apart(engine)
    mended(engine)
    second = {set_apart.retry: set_apart.drop, set_apart.drop: set_apart.retry}[first]
    real, outcomes = open_digests.change, []

    def between(client: Elasticsearch, kind: str, identifier: str, edit: Any, **named: Any) -> Any:
        """The other comes after this one has read the person, and before it writes."""
        called: list[bool] = []

        def raced(doc: Any) -> Any:
            if not called:
                called.append(True)
                patch.undo()
                outcomes.append(second(engine, apart))
            return edit(doc)

        return real(client, kind, identifier, raced, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("indexer.alerts.mails_apart.change", between)
        outcomes.append(first(engine, apart))
    assert sorted(outcomes) == [False, True]
    runs(engine, 2)
    assert len({match["state"] for match in matches(engine).values()}) == 1
    assert len(mail_server.taken) == (states(engine)["o0"] == "sent")
