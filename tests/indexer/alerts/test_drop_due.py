"""Dropping what is due never undoes what happened to it meanwhile. Real engine."""

from __future__ import annotations

from typing import Any

import pytest
from elasticsearch import Elasticsearch

from indexer.alerts import claims
from indexer.alerts.claims import drop_due
from indexer.alerts.digests import send_digest
from tests.factories.matches import PERSON, matches, offers_due, states
from tests.factories.profiles import store_person
from tests.indexer.mail_server import MailServer


def test_what_is_sent_between_being_found_and_being_dropped_stays_sent(
    engine: Elasticsearch, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_person(engine, person=PERSON)
    offers_due(engine, 2)
    real = claims.scan

    def sent_meanwhile(*given: Any, **named: Any) -> Any:
        found = list(real(*given, **named))
        monkeypatch.setattr(claims, "scan", real)
        assert send_digest(engine, PERSON) == 2
        return iter(found)

    monkeypatch.setattr(claims, "scan", sent_meanwhile)
    drop_due(engine, {"profile": "p"}, "unsubscribed")
    assert states(engine) == {"o0": "sent", "o1": "sent"}
    assert {match.get("reason") for match in matches(engine).values()} == {None}


def test_what_is_marked_between_being_read_and_being_written_is_read_again(
    engine: Elasticsearch, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_person(engine, person=PERSON)
    offers_due(engine, 2)
    real, read = Elasticsearch.bulk, []

    def sent_meanwhile(client: Elasticsearch, **given: Any) -> Any:
        if not read:
            read.append(True)
            assert send_digest(engine, PERSON) == 2
        return real(client, **given)

    monkeypatch.setattr(type(engine), "bulk", sent_meanwhile)
    drop_due(engine, {"profile": "p"}, "unsubscribed")
    assert states(engine) == {"o0": "sent", "o1": "sent"}


def test_what_is_due_is_dropped_with_its_reason(engine: Elasticsearch) -> None:
    store_person(engine, person=PERSON)
    offers_due(engine, 2)
    drop_due(engine, {"recipient": PERSON}, "bounced")
    assert {(match["state"], match["reason"]) for match in matches(engine).values()} == {("dropped", "bounced")}
