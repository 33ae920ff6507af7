"""A worker that dies at any step of a mail: nothing is lost, nothing is told under two Message-IDs.

The real functions run on the real engine and a real mail server; death is an exception that nothing catches, raised
just before or just after a step, on which the process's memory is gone and what was written stays.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from indexer.alerts import claims, digests, open_digests, smtp, telling
from indexer.alerts.claims import recipients_waiting
from indexer.alerts.digests import send_digest
from indexer.alerts.people import person
from indexer.alerts.smtp import MailDelayedError
from indexer.engine.documents import change
from indexer.engine.indices import index_name
from tests.factories.matches import PERSON, let_claims_expire, matches, offers_due, states
from tests.factories.profiles import store_person
from tests.indexer.mail_server import MailServer

STEPS: list[tuple[Any, str]] = [
    (open_digests, "begin"),
    (claims, "unsettled"),
    (claims, "claim"),
    (digests, "sort_out"),
    (telling, "digest_message"),
    (open_digests, "keep"),
    (smtp, "send"),
    (open_digests, "accepted"),
    (claims, "mark_sent"),
    (open_digests, "end"),
]


class KilledError(BaseException):
    """What no code of ours catches."""


def killed_at(step: tuple[Any, str], when: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the next run die just before or just after a step."""
    module, name = step
    real: Callable[..., Any] = getattr(module, name)

    def dies(*given: Any, **named: Any) -> Any:
        if when == "after":
            real(*given, **named)
        raise KilledError

    monkeypatch.setattr(module, name, dies)


def told(server: MailServer) -> dict[str, set[str]]:
    """Under which Message-IDs each offer was told."""
    found: dict[str, set[str]] = {}
    for mail in server.taken:
        text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
        for title in set(re.findall(r"Soudeur (\d{3})", text)):
            found.setdefault(title, set()).add(mail["Message-ID"])
    return found


def finish_everything(engine: Elasticsearch) -> None:
    let_claims_expire(engine)
    for _ in range(4):
        for recipient in recipients_waiting(engine):
            send_digest(engine, recipient)


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", STEPS, ids=[name for _, name in STEPS])
def test_killed_at_any_step_everything_is_told_once_under_one_message_id(
    engine: Elasticsearch, mail_server: MailServer, step: tuple[Any, str], when: str
) -> None:
    store_person(engine)
    offers_due(engine, 3)
    with pytest.MonkeyPatch.context() as patch:
        killed_at(step, when, patch)
        with pytest.raises(KilledError):
            send_digest(engine, PERSON)
    # What comes in while nobody is at it goes into another mail, not into the one that was begun.
    offers_due(engine, 2, start=3)
    finish_everything(engine)
    assert set(states(engine).values()) == {"sent"}
    identifiers = told(mail_server)
    assert sorted(identifiers) == ["000", "001", "002", "003", "004"]
    assert {title: len(under) for title, under in identifiers.items()} == dict.fromkeys(identifiers, 1)
    for match in matches(engine).values():
        assert f"<{match['digest']}@example.org>" in {mail["Message-ID"] for mail in mail_server.taken}
    assert "digest" not in person(engine, PERSON)
    assert list(recipients_waiting(engine)) == []
    twice = len(mail_server.taken) - len({mail["Message-ID"] for mail in mail_server.taken})
    window = [(smtp, "send", "after"), (open_digests, "accepted", "before")]
    assert twice == ((*step, when) in window), "the one window: between the server's 250 and its being written down"


@pytest.mark.parametrize("step", STEPS[1:], ids=[name for _, name in STEPS[1:]])
def test_an_unfinished_digest_is_finished_by_one_of_two_that_race(
    engine: Elasticsearch, mail_server: MailServer, step: tuple[Any, str]
) -> None:
    store_person(engine)
    offers_due(engine, 3)
    with pytest.MonkeyPatch.context() as patch:
        killed_at(step, "before", patch)
        with pytest.raises(KilledError):
            send_digest(engine, PERSON)
    let_claims_expire(engine)
    before, mail_server.seconds = len(mail_server.taken), 0.1
    together = threading.Barrier(4)

    def run(_: int) -> int:
        together.wait()
        return send_digest(engine, PERSON)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(run, range(4)))
    assert len(mail_server.taken) - before <= 1
    assert len({mail["Message-ID"] for mail in mail_server.taken}) == 1
    assert set(states(engine).values()) == {"sent"}


def test_whoever_lost_a_digest_to_another_does_not_send_it_any_more(
    engine: Elasticsearch, mail_server: MailServer
) -> None:
    """A worker held up for longer than a claim lasts, before it hands the mail over."""
    store_person(engine)
    offers_due(engine, 2)
    real = telling.digest_message

    def held_up(*given: Any, **named: Any) -> Any:
        monkeypatch.setattr(telling, "digest_message", real)
        let_claims_expire(engine)
        assert send_digest(engine, PERSON) == 2, "another finishes it"
        return real(*given, **named)

    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(telling, "digest_message", held_up)
        monkeypatch.setattr(open_digests, "claim_lasts", timedelta)
        assert send_digest(engine, PERSON) == 0
    assert len(mail_server.taken) == 1


def test_an_offer_closed_before_a_digest_is_finished_is_left_out_of_it(
    engine: Elasticsearch, mail_server: MailServer
) -> None:
    store_person(engine)
    offers_due(engine, 2)
    with pytest.MonkeyPatch.context() as patch:
        killed_at((smtp, "send"), "before", patch)
        with pytest.raises(KilledError):
            send_digest(engine, PERSON)
    change(engine, "offers", "o0", lambda doc: {**doc, "status": "closed"})
    finish_everything(engine)
    assert sorted(told(mail_server)) == ["001"]
    assert (matches(engine)["o0"]["state"], matches(engine)["o0"]["reason"]) == ("dropped", "offer_closed")


def test_what_was_put_back_for_a_pause_is_never_told_under_the_mail_that_left_without_it(
    engine: Elasticsearch, mail_server: MailServer
) -> None:
    store_person(engine, "p", person=PERSON)
    store_person(engine, "q", person=PERSON)
    offers_due(engine, 1)
    offers_due(engine, 1, profile="q", start=1)
    mail_server.data_answer = "451 later"
    with pytest.raises(MailDelayedError):
        send_digest(engine, PERSON)
    mail_server.data_answer = ""
    store_person(engine, "q", person=PERSON, paused=True)
    let_claims_expire(engine)
    with pytest.MonkeyPatch.context() as patch:
        killed_at((smtp, "send"), "after", patch)
        with pytest.raises(KilledError):
            send_digest(engine, PERSON)
    store_person(engine, "q", person=PERSON)
    finish_everything(engine)
    identifiers = told(mail_server)
    assert sorted(identifiers) == ["000", "001"]
    assert identifiers["000"].isdisjoint(identifiers["001"])
    assert [len(under) for under in identifiers.values()] == [1, 1]
    assert set(states(engine).values()) == {"sent"}


def test_a_digest_whose_holder_died_on_this_machine_is_finished_at_once(
    engine: Elasticsearch, mail_server: MailServer
) -> None:
    store_person(engine)
    offers_due(engine, 1)
    with pytest.MonkeyPatch.context() as patch:
        # Process identifiers end far below.
        patch.setattr("os.getpid", lambda: 99_999_999)
        killed_at((smtp, "send"), "before", patch)
        with pytest.raises(KilledError):
            send_digest(engine, PERSON)
    assert list(recipients_waiting(engine)) == [PERSON]
    assert send_digest(engine, PERSON) == 1


def test_a_claim_of_an_earlier_release_is_finished_under_its_own_message_id(
    engine: Elasticsearch, mail_server: MailServer
) -> None:
    store_person(engine)
    offers_due(engine, 2)
    then = {"state": "claimed", "digest": "olddigest", "claimed_at": "2026-11-01T08:00:00+00:00"}
    for hit in engine.search(index=index_name("matches"), query={"term": {"recipient": PERSON}})["hits"]["hits"]:
        change(engine, "matches", hit["_id"], lambda doc: {**doc, **then})
    assert list(recipients_waiting(engine)) == [PERSON]
    assert send_digest(engine, PERSON) == 2
    assert [mail["Message-ID"] for mail in mail_server.taken] == ["<olddigest@example.org>"]
    assert set(states(engine).values()) == {"sent"}
