"""The operator is told what waits: in one mail for all that is new, an hour apart, of nobody in particular."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from indexer.engine.documents import change
from indexer.engine.indices import index_name
from indexer.operations.mails import send_due_mails
from indexer.publications import document as state
from indexer.publications.operator_mail import EVERY, Waits, message_of
from indexer.recruiters.document import new_organisation
from indexer.settings import settings
from tests.factories.publications import ORGANISATION, PAU, facts
from tests.indexer.keyed import only_these
from tests.indexer.mail.stored import let_waits_end
from tests.indexer.mail_server import MailServer

CONTACT = "exploitation@example.org"
NOW = datetime.now(UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def mails(mail_server: MailServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    """The mail server, of an installation whose operator has an address."""
    monkeypatch.setenv("ESTEY_CONTACT", CONTACT)
    settings.cache_clear()
    yield mail_server
    monkeypatch.undo()
    settings.cache_clear()


def waits(engine: Elasticsearch, identifier: str, since: datetime) -> None:
    begun = state.begun(identifier, ORGANISATION["id"], "rec1", facts(), "form", since)
    document = {**state.moved(begun, state.WAITING, since), "carried": True}
    engine.index(index=index_name("publications"), id=identifier, document=document, refresh=True)


def tell_operator(engine: Elasticsearch, now: datetime) -> bool:
    """Run what is run each minute, once to send and once to note that it left; say whether the operator was mailed."""
    left = send_due_mails(engine, now)
    return bool(left + send_due_mails(engine, now))


def text(mail: object) -> str:
    return str(mail.get_body(("plain",)).get_content())  # type: ignore[attr-defined]


def test_one_mail_says_all_that_is_new_and_the_next_comes_an_hour_later(
    engine: Elasticsearch, mails: MailServer
) -> None:
    assert not tell_operator(engine, NOW)
    waits(engine, "one", NOW - 3 * MINUTE)
    waits(engine, "two", NOW - 2 * MINUTE)
    assert tell_operator(engine, NOW)
    assert not tell_operator(engine, NOW + MINUTE)
    [mail] = mails.taken
    assert (mail["To"], mail["Subject"]) == (CONTACT, "Estey : 2 offres à relire")
    assert "/operateur/offres" in text(mail)
    assert "estey organisations page --publications" in text(mail)
    for said in ("Soudeur", "example.org/recruteurs", "Atelier", "atelier@"):
        assert said not in text(mail), said

    waits(engine, "three", NOW + 10 * MINUTE)
    assert not tell_operator(engine, NOW + 20 * MINUTE)
    assert tell_operator(engine, NOW + EVERY + MINUTE)
    assert "3 offres à relire, dont 1 nouvelle" in text(mails.taken[1])
    assert mails.taken[0]["Message-ID"] != mails.taken[1]["Message-ID"]
    # What was told and still waits is not told again by itself.
    assert not tell_operator(engine, NOW + 24 * EVERY)


def test_new_organisations_are_in_the_same_mail_and_are_reason_enough_for_one(
    engine: Elasticsearch, mails: MailServer
) -> None:
    known = new_organisation("73282932000074", "Atelier de l'Exemple", PAU, NOW.isoformat())
    engine.index(index=index_name("organisations"), id=known["id"], document=known, refresh=True)
    assert not tell_operator(engine, NOW), "not seen for sure within the minute"
    assert tell_operator(engine, NOW + 2 * MINUTE)
    [mail] = mails.taken
    assert mail["Subject"] == "Estey : 1 organisation à examiner"
    assert "Atelier" not in text(mail)


def test_what_waits_again_after_it_was_settled_is_told_again(engine: Elasticsearch, mails: MailServer) -> None:
    waits(engine, "one", NOW - 3 * MINUTE)
    assert tell_operator(engine, NOW)
    later = NOW + 2 * EVERY
    change(engine, "publications", "one", lambda doc: state.moved(doc, state.REFUSED, later), refresh=True)
    change(engine, "publications", "one", lambda doc: state.moved(doc, state.WAITING, later), refresh=True)
    assert tell_operator(engine, later + 2 * MINUTE)


def test_two_runs_at_once_send_one(engine: Elasticsearch, mails: MailServer) -> None:
    waits(engine, "one", NOW - 3 * MINUTE)
    mails.seconds = 1.0
    with ThreadPoolExecutor(4) as runs:
        left = list(runs.map(lambda _: send_due_mails(engine, NOW), range(4)))
    assert sorted(left) == [0, 0, 0, 1]
    assert len(mails.taken) == 1


def test_a_delayed_mail_is_sent_again_under_its_name_and_a_refused_one_is_not(
    engine: Elasticsearch, mails: MailServer
) -> None:
    waits(engine, "one", NOW - 3 * MINUTE)
    mails.data_answer = "451 later"
    assert not tell_operator(engine, NOW)
    mails.data_answer = ""
    assert not tell_operator(engine, NOW), "it waits: it was tried this moment"
    waits(engine, "two", NOW)
    let_waits_end(engine)
    assert tell_operator(engine, NOW + MINUTE)
    first, again = mails.handed
    assert first["Message-ID"] == again["Message-ID"]
    assert "2 offres à relire, dont 1 nouvelle" in text(again), "what came since is in the next"

    mails.recipient_answer = "550 5.1.1 no such address"
    assert not tell_operator(engine, NOW + 2 * EVERY)
    mails.recipient_answer = ""
    assert not tell_operator(engine, NOW + 4 * EVERY), "it would be refused each hour"
    assert len(mails.handed) == 2


def test_what_was_settled_before_the_mail_left_is_not_told(engine: Elasticsearch, mails: MailServer) -> None:
    waits(engine, "one", NOW - 3 * MINUTE)
    mails.recipient_answer = "451 later"
    assert not tell_operator(engine, NOW)
    mails.recipient_answer = ""
    change(engine, "publications", "one", lambda doc: state.moved(doc, state.REFUSED, NOW), refresh=True)
    let_waits_end(engine)
    assert not tell_operator(engine, NOW + MINUTE)
    waits(engine, "two", NOW)
    assert tell_operator(engine, NOW + 2 * MINUTE), "nothing was told: the next need not wait an hour"
    assert "1 offre à relire, dont 1 nouvelle" in text(mails.taken[0])


def test_without_an_address_nobody_is_told(engine: Elasticsearch, mail_server: MailServer) -> None:
    waits(engine, "one", NOW - 3 * MINUTE)
    assert not tell_operator(engine, NOW)
    assert mail_server.taken == []


def test_the_mail_counts_in_words_and_leads_where_something_waits(tmp_path: Path) -> None:
    with only_these(tmp_path, SECRET_KEY="k" * 32, CONTACT=CONTACT, PUBLIC_URL="https://estey.example"):
        both = message_of(Waits(1, 1, 12, 0))
        assert both["Subject"] == "Estey : 1 offre à relire et 12 organisations à examiner"
        assert "1 offre à relire, dont 1 nouvelle :" in text(both)
        assert "12 organisations à examiner :" in text(both)
        assert "https://estey.example/operateur/offres" in text(both)
        assert "https://estey.example/operateur\n" in text(message_of(Waits(organisations=2, new_organisations=2)))
        assert both["Auto-Submitted"] == "auto-generated"
