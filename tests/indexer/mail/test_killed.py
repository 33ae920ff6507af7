"""A worker that dies at any write of a mail of the outbox, or races another: everybody is told once, under one name.

The real functions run on the real engine and a real mail server. Death is an exception that nothing catches, raised
just before a write to the engine or the handing over of a mail: what was written stays. All such steps are tried,
however many a kind of mail has.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from elastic_transport import Transport
from elasticsearch import Elasticsearch

from indexer.alerts import smtp
from indexer.mail import outbox
from indexer.operations.mails import KINDS, send_due_mails
from indexer.reading.extraction import MOST_ATTEMPTS
from indexer.recruiters import notices
from tests.fixtures.indices import ProcessIndices
from tests.indexer.alerts.test_killed import KilledError
from tests.indexer.mail.decisions import DECISIONS, TO_OPERATOR
from tests.indexer.mail.stored import let_waits_end, mails
from tests.indexer.mail_server import MailServer


def run(engine: Elasticsearch) -> int:
    return send_due_mails(engine, datetime.now(UTC))


def finish_everything(engine: Elasticsearch) -> None:
    """Let what was begun be over, and do what is done each minute."""
    let_waits_end(engine)
    for _ in range(3):
        run(engine)


def told(server: MailServer) -> dict[str, list[str]]:
    """The Message-IDs that each recipient was sent, by the local part of their address."""
    found = defaultdict(list)
    for mail in server.taken:
        found[str(mail["To"]).partition("@")[0]].append(str(mail["Message-ID"]))
    return dict(found)


@contextmanager
def dying_at(step: int) -> Iterator[list[str]]:
    """Let the process die just before a step; yield the steps that were begun, in their order."""
    begun: list[str] = []
    real_request, real_send = Transport.perform_request, smtp.send

    def taken(name: str) -> None:
        if len(begun) == step:
            raise KilledError
        begun.append(name)

    def request(self: Any, method: str, target: str, **given: Any) -> Any:
        if method != "GET" and any(part in target for part in ("/_doc/", "/_create/", "/_bulk", "/_delete_by_query")):
            taken(f"{method} {target}")
        return real_request(self, method, target, **given)

    def send(message: Any) -> None:
        taken("send")
        real_send(message)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Transport, "perform_request", request)
        patch.setattr(smtp, "send", send)
        yield begun


def steps_of(engine: Elasticsearch) -> list[str]:
    with dying_at(-1) as begun:
        run(engine)
    return begun


@pytest.mark.parametrize("name", DECISIONS)
def test_killed_at_any_step_everybody_is_told_once_under_one_message_id(
    engine: Elasticsearch,
    process_indices: ProcessIndices,
    server: MailServer,
    name_operator: Callable[[], None],
    name: str,
) -> None:
    decide = DECISIONS[name]
    if name in TO_OPERATOR:
        name_operator()
    expected = decide(engine)
    steps = steps_of(engine)
    assert steps.count("send") == len(expected)
    assert sorted(told(server)) == sorted(expected)
    # Dying after the last step is dying before none: one more is tried.
    for step in range(len(steps)):
        process_indices.empty()
        server.taken.clear()
        decide(engine)
        with dying_at(step), pytest.raises(KilledError):
            run(engine)
        finish_everything(engine)
        found = told(server)
        assert sorted(found) == sorted(expected), (step, steps[step])
        assert all(len(set(under)) == 1 for under in found.values()), (step, steps[step])
        sent = sum(len(under) for under in found.values())
        # The one window: between the server's 250 and its being written down.
        assert sent == len(expected) + (steps[step - 1] == "send"), (step, steps[step])
        assert {mail["state"] for mail in mails(engine)} == {outbox.SENT}
        assert run(engine) == 0


@pytest.mark.parametrize("name", DECISIONS)
def test_of_workers_that_run_at_once_one_sends_each_mail(
    engine: Elasticsearch, server: MailServer, name_operator: Callable[[], None], name: str
) -> None:
    if name in TO_OPERATOR:
        name_operator()
    expected = DECISIONS[name](engine)
    server.seconds, together = 0.2, threading.Barrier(4)

    def work(_: int) -> int:
        together.wait()
        return run(engine)

    with ThreadPoolExecutor(4) as pool:
        left = list(pool.map(work, range(4)))
    assert sum(left) == len(expected)
    assert {name: len(under) for name, under in told(server).items()} == dict.fromkeys(expected, 1)


def test_a_run_that_begins_while_the_server_is_slow_sends_nothing_again(
    engine: Elasticsearch, server: MailServer
) -> None:
    DECISIONS["refused"](engine)
    server.is_holding = True
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(run, engine)
        while not server.handed:
            threading.Event().wait(0.01)
        assert [run(engine), run(engine)] == [0, 0], "as each minute, and at each decision"
        server.is_holding = False
        assert slow.result() == 1
    assert len(server.taken) == 1


def test_a_delay_at_the_third_member_tells_the_first_two_no_second_time(
    engine: Elasticsearch, server: MailServer
) -> None:
    DECISIONS["vouched"](engine)
    server.answers["sam@example.org"] = "451 later"
    assert run(engine) == 2
    for _ in range(3):
        let_waits_end(engine)
        assert run(engine) == 0
    server.answers.clear()
    let_waits_end(engine)
    assert run(engine) == 1
    assert {name: len(under) for name, under in told(server).items()} == {"ana": 1, "lou": 1, "sam": 1}
    assert len({str(mail["Message-ID"]) for mail in server.taken}) == 3, "each has a name of its own"


def test_a_server_that_answers_nobody_is_asked_once_a_run(engine: Elasticsearch, server: MailServer) -> None:
    DECISIONS["vouched"](engine)
    server.recipient_answer = "421 closing"
    assert run(engine) == 0
    assert sorted(mail["delays"] for mail in mails(engine)) == [0, 0, 1]
    server.recipient_answer = ""
    finish_everything(engine)
    assert {name: len(under) for name, under in told(server).items()} == {"ana": 1, "lou": 1, "sam": 1}


def test_an_answer_lost_after_the_server_took_a_mail_leads_to_the_same_name_again(
    engine: Elasticsearch, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    DECISIONS["let_in"](engine)
    monkeypatch.setattr(smtp, "ANSWER_SECONDS", 0.2)
    smtp._CONNECTION.close()
    server.seconds = 1.0
    assert run(engine) == 0
    monkeypatch.setattr(smtp, "ANSWER_SECONDS", 60)
    smtp._CONNECTION.close()
    server.seconds = 0.0
    finish_everything(engine)
    assert len({str(mail["Message-ID"]) for mail in server.handed}) == 1
    assert len(server.handed) == 2


def test_whoever_lost_a_mail_to_another_does_not_send_it_any_more(engine: Elasticsearch, server: MailServer) -> None:
    """A worker held up for longer than a claim lasts, before it hands the mail over."""
    DECISIONS["let_in"](engine)
    held_up = iter([True])

    def slow(kind: str) -> Callable[..., Any]:
        def make(client: Elasticsearch, mail: outbox.Mail) -> Any:
            if next(held_up, False):
                let_waits_end(client)
                assert outbox.send(client, mail["id"], KINDS) == outbox.SENT, "another finishes it"
            return KINDS[kind](client, mail)

        return make

    notices.put_due_notices(engine)
    [identifier] = outbox.due(engine)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outbox, "claim_lasts", timedelta)
        assert outbox.send(engine, identifier, {kind: slow(kind) for kind in KINDS}) == ""
    assert len(server.taken) == 1
    assert [mail["state"] for mail in mails(engine)] == [outbox.SENT]


def test_a_mail_whose_holder_died_on_this_machine_is_sent_at_once(engine: Elasticsearch, server: MailServer) -> None:
    DECISIONS["refused"](engine)
    with pytest.MonkeyPatch.context() as patch:
        # Process identifiers end far below.
        patch.setattr("os.getpid", lambda: 99_999_999)
        patch.setattr(smtp, "send", killed)
        with pytest.raises(KilledError):
            run(engine)
    assert [mail["state"] for mail in mails(engine)] == [outbox.CLAIMED]
    assert run(engine) == 1


def test_a_mail_of_which_processes_die_again_and_again_is_set_apart(engine: Elasticsearch, server: MailServer) -> None:
    DECISIONS["refused"](engine)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("os.getpid", lambda: 99_999_999)
        patch.setattr(smtp, "send", killed)
        for _ in range(MOST_ATTEMPTS):
            with pytest.raises(KilledError):
                run(engine)
        assert run(engine) == 0
    [mail] = mails(engine)
    assert (mail["state"], mail["failures"]) == (outbox.FAILED, MOST_ATTEMPTS)


def killed(message: Any) -> None:
    raise KilledError


def test_every_kind_of_the_outbox_is_decided_in_these_tests(
    engine: Elasticsearch, server: MailServer, name_operator: Callable[[], None]
) -> None:
    name_operator()
    kinds = set()
    for decide in DECISIONS.values():
        decide(engine)
        run(engine)
        kinds |= {mail["kind"] for mail in mails(engine)}
    assert kinds == set(KINDS)
