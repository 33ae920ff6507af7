"""The confirmation mail: sent once, later when it cannot be sent now, set apart when our code fails at it."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from indexer.alerts import confirmations, people
from indexer.alerts.confirmations import send_confirmation
from indexer.alerts.smtp import MailDelayedError
from indexer.engine.documents import change, get
from indexer.operations.sweep import requeue_unfinished
from indexer.profiles.lifecycle import ask_confirmation_again
from indexer.quarantine import set_apart
from indexer.quarantine.attempts import NO_WORD
from indexer.reading.extraction import MOST_ATTEMPTS
from tests.factories.matches import PERSON
from tests.factories.profiles import store_person
from tests.fixtures.queue import Queue
from tests.indexer.alerts.test_killed import KilledError
from tests.indexer.mail_server import MailServer

LONG_AGO = (datetime.now(UTC) - timedelta(hours=1)).isoformat()


def unconfirmed(engine: Elasticsearch, identifier: str = "p", **given: Any) -> None:
    fields = {"stage": "matched", "person": PERSON, "confirmation": "pending", "received_at": LONG_AGO}
    store_person(engine, identifier, **{**fields, **given})


def seen(engine: Elasticsearch, identifier: str = "p") -> dict[str, Any]:
    found = get(engine, "profiles", identifier)
    assert found is not None
    return found


def let_time_pass(engine: Elasticsearch, identifier: str = "p") -> None:
    edit = {"confirmation_retry_at": LONG_AGO}
    change(engine, "profiles", identifier, lambda doc: {**doc, **edit}, refresh=True)


def queued(engine: Elasticsearch) -> int:
    engine.indices.refresh(index="_all")
    return requeue_unfinished(engine)["confirmations"]


def test_while_mail_to_the_person_waits_after_a_bounce_it_waits_too(
    engine: Elasticsearch, mail_server: MailServer, queue: Queue
) -> None:
    unconfirmed(engine)
    retry_at = (datetime.now(UTC) + timedelta(hours=4)).isoformat()
    waits = {"mail_state": people.MAIL_WAITS, "mail_retry_at": retry_at}
    people.change(engine, PERSON, lambda doc: {**doc, **waits})
    send_confirmation(engine, "p")
    assert mail_server.taken == []
    assert (seen(engine)["confirmation"], seen(engine)["confirmation_retry_at"]) == ("pending", retry_at)
    assert queued(engine) == 0, "nor does it take the place of another in the queue"
    people.change(engine, PERSON, lambda doc: {**doc, "mail_retry_at": LONG_AGO})
    let_time_pass(engine)
    assert queued(engine) == 1
    send_confirmation(engine, "p")
    assert len(mail_server.taken) == 1
    assert seen(engine)["confirmation"] == "sent"


def test_a_server_that_delays_it_is_asked_again_later_and_later(engine: Elasticsearch, mail_server: MailServer) -> None:
    unconfirmed(engine)
    mail_server.data_answer = "451 later"
    waits = []
    for _ in range(MOST_ATTEMPTS + 2):
        with pytest.raises(MailDelayedError):
            send_confirmation(engine, "p")
        found = seen(engine)
        waits.append(datetime.fromisoformat(found["confirmation_retry_at"]) - datetime.now(UTC))
        send_confirmation(engine, "p")
        assert seen(engine) == found, "not before it is time"
        let_time_pass(engine)
    assert waits[0] < timedelta(minutes=1.3)
    assert waits[-1] > timedelta(minutes=20)
    assert list(set_apart.listed(engine)) == [], "that is the server's doing"
    mail_server.data_answer = ""
    send_confirmation(engine, "p")
    assert seen(engine)["confirmation"] == "sent"


def test_two_tasks_of_one_document_send_one_mail(engine: Elasticsearch, mail_server: MailServer) -> None:
    unconfirmed(engine)
    mail_server.seconds = 0.3
    together = threading.Barrier(4)

    def run(_: int) -> None:
        together.wait()
        send_confirmation(engine, "p")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(run, range(4)))
    assert len(mail_server.taken) == 1


def failing(engine: Elasticsearch) -> None:
    # A list that is a number: no way in lets one through.
    unconfirmed(engine)
    change(engine, "profiles", "p", lambda doc: {**doc, "wanted": 12}, refresh=True)
    for _ in range(MOST_ATTEMPTS):
        assert seen(engine)["confirmation"] == "pending"
        send_confirmation(engine, "p")
        let_time_pass(engine)


def test_one_at_which_the_code_fails_is_set_apart_and_sent_once_it_is_mended(
    engine: Elasticsearch, mail_server: MailServer, queue: Queue
) -> None:
    failing(engine)
    [apart] = set_apart.listed(engine)
    assert (apart.kind, apart.identifier, apart.attempts) == ("confirmations", "p", MOST_ATTEMPTS)
    assert ".py:" in apart.reason
    assert queued(engine) == 0
    change(engine, "profiles", "p", lambda doc: {**doc, "wanted": ["soudeur"]}, refresh=True)
    assert set_apart.retry(engine, apart)
    assert not set_apart.retry(engine, apart)
    assert queue.tasks() == [("send_confirmation", ["p", "profiles"])]
    send_confirmation(engine, "p")
    assert [mail["To"] for mail in mail_server.taken] == ["p@example.org"]


def test_dropped_it_is_sent_only_when_the_person_asks_again(
    engine: Elasticsearch, mail_server: MailServer, queue: Queue
) -> None:
    failing(engine)
    assert not ask_confirmation_again(engine, "p")
    [apart] = set_apart.listed(engine)
    assert set_apart.drop(engine, apart)
    assert not set_apart.drop(engine, apart)
    send_confirmation(engine, "p")
    assert (queued(engine), mail_server.taken) == (0, [])
    change(engine, "profiles", "p", lambda doc: {**doc, "wanted": ["soudeur"]}, refresh=True)
    assert ask_confirmation_again(engine, "p")
    send_confirmation(engine, "p")
    assert len(mail_server.taken) == 1


def test_one_that_kills_its_process_again_and_again_is_set_apart(
    engine: Elasticsearch, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    unconfirmed(engine)

    def dies(_: Any) -> None:
        raise KilledError

    with monkeypatch.context() as patch:
        patch.setitem(confirmations._MESSAGES, "profiles", dies)
        for _ in range(MOST_ATTEMPTS):
            with pytest.raises(KilledError):
                send_confirmation(engine, "p")
            send_confirmation(engine, "p")
            let_time_pass(engine)
    send_confirmation(engine, "p")
    assert [apart.reason for apart in set_apart.listed(engine)] == [NO_WORD]
    assert mail_server.taken == []
