"""The brake on all alerts, and the rate at which they go to one domain. Real engine, Redis and mail server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from click.testing import CliRunner
from elasticsearch import Elasticsearch

from estey.alerts import alerts
from indexer.alerts import brake, domain_rate
from indexer.alerts.claims import recipients_waiting
from indexer.alerts.confirmations import send_confirmation
from indexer.alerts.digests import send_digest
from indexer.engine.documents import get
from indexer.settings import settings
from tests.factories.matches import let_claims_expire, offers_due, states
from tests.factories.profiles import store_person
from tests.fixtures.queue import Queue
from tests.indexer.mail_server import MailServer


@pytest.fixture
def limited(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Settings to be limited; what was counted is forgotten, before and after."""
    monkeypatch.setattr(brake, "HELD_SECONDS", 0.0)
    brake.forget()
    yield monkeypatch
    monkeypatch.undo()
    settings.cache_clear()
    brake.forget()


def limit(patch: pytest.MonkeyPatch, **given: str) -> None:
    for name, value in given.items():
        patch.setenv(f"ESTEY_{name}", value)
    settings.cache_clear()


def three_people(engine: Elasticsearch, domain: str = "example.org") -> list[str]:
    for number in range(3):
        store_person(engine, f"p{number}", person=f"person{number}", email=f"p{number}@{domain}")
        offers_due(engine, 1, person=f"person{number}", profile=f"p{number}", start=number)
    return [f"person{number}" for number in range(3)]


def send_all(engine: Elasticsearch, recipients: list[str]) -> list[int]:
    sent = []
    for recipient in recipients:
        sent.append(send_digest(engine, recipient))
        engine.indices.refresh(index="_all")
    return sent


def test_above_the_days_number_alerts_stop_until_somebody_lets_them_go_on(
    engine: Elasticsearch, mail_server: MailServer, limited: pytest.MonkeyPatch
) -> None:
    limit(limited, MAILS_A_DAY="2")
    people = three_people(engine)
    assert send_all(engine, people) == [1, 1, 0]
    assert len(mail_server.taken) == 2
    assert sorted(states(engine).values()) == ["pending", "sent", "sent"], "what is due waits"
    stood = brake.read(engine)
    assert (stood.mails, stood.is_on) == (2, True)
    limit(limited, MAILS_A_DAY="100")
    assert send_digest(engine, people[2]) == 0, "a greater number alone lets nothing go on"
    assert brake.resume(engine).stopped_at == stood.stopped_at
    assert not brake.read(engine).is_on
    assert send_digest(engine, people[2]) == 1


def test_the_count_begins_anew_when_alerts_go_on(
    engine: Elasticsearch, mail_server: MailServer, limited: pytest.MonkeyPatch
) -> None:
    limit(limited, MAILS_A_DAY="1")
    people = three_people(engine)
    assert send_all(engine, people) == [1, 0, 0]
    brake.resume(engine)
    assert send_all(engine, people) == [0, 1, 0]


def test_the_operator_is_told_and_confirmations_are_not_held(
    engine: Elasticsearch, mail_server: MailServer, limited: pytest.MonkeyPatch
) -> None:
    limit(limited, MAILS_A_DAY="1")
    send_all(engine, three_people(engine))
    store_person(engine, "new", person="new", confirmation="pending", confirmed_at=None)
    send_confirmation(engine, "new")
    assert (get(engine, "profiles", "new") or {})["confirmation"] == "sent"
    limited.setattr("estey.alerts.engine", lambda: engine)
    said = CliRunner().invoke(alerts, ["send", "--now", "--json"])
    assert said.exit_code == 1
    assert "estey alerts resume" in said.output
    done = CliRunner().invoke(alerts, ["resume", "--json"])
    assert done.exit_code == 0
    assert '"mails_counted": 1' in done.output
    assert not brake.read(engine).is_on


def test_one_domain_gets_so_many_a_minute_and_the_others_wait_their_turn(
    engine: Elasticsearch, mail_server: MailServer, queue: Queue, limited: pytest.MonkeyPatch
) -> None:
    limit(limited, MAILS_A_MINUTE="2", REDIS_URL=queue.url)
    people = three_people(engine, "slow.example.org")
    assert send_all(engine, people) == [1, 1, 0]
    assert domain_rate.may_go("p@other.example.org")
    assert sorted(states(engine).values()) == ["claimed", "sent", "sent"]
    assert list(recipients_waiting(engine)) == []
    let_claims_expire(engine)
    limit(limited, MAILS_A_MINUTE="0")
    assert list(recipients_waiting(engine)) == [people[2]]
    assert send_digest(engine, people[2]) == 1
    assert len(mail_server.taken) == 3


def test_without_redis_mails_leave_all_the_same(limited: pytest.MonkeyPatch) -> None:
    limit(limited, MAILS_A_MINUTE="1", REDIS_URL="redis://127.0.0.1:1/0")
    assert [domain_rate.may_go("p@example.org") for _ in range(3)] == [True] * 3
