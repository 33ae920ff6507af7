"""The mailbox of returned mails: reports of ours are handled and erased, the rest is left and looked at once."""

from __future__ import annotations

import logging
import mailbox
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from indexer.alerts.digests import send_digest
from indexer.alerts.people import person
from indexer.bounces.mailbox import MailboxError, Reading, read_mailbox
from indexer.settings import settings
from indexer.tasks import read_bounces
from tests.factories.matches import PERSON, matches, offers_due
from tests.factories.profiles import store_person
from tests.indexer.bounces.imap_server import ImapServer
from tests.indexer.bounces.shapes import dsn
from tests.indexer.mail_server import MailServer

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
STRANGE = b"From: lou@example.org\r\nSubject: Bonjour\r\n\r\nMerci\r\n"


@pytest.fixture
def name(engine: Elasticsearch, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The name of a mail that was sent, with a return address."""
    use(monkeypatch, ADDRESS="retours@estey.example")
    store_person(engine)
    offers_due(engine, 1)
    send_digest(engine, PERSON, everyone=True)
    yield str(matches(engine)["o0"]["digest"])
    monkeypatch.undo()
    settings.cache_clear()


def use(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    for setting, value in values.items():
        monkeypatch.setenv(f"ESTEY_BOUNCE_{setting}", value)
    settings.cache_clear()


def reports(name: str) -> list[bytes]:
    """A report that returns nothing of the mail, and one that does."""
    nothing = dsn("4.2.2", returned="", to=f"retours+{name}@estey.example")
    return [nothing, dsn("5.1.1", returned=f"Message-ID: <{name}@estey.example>\r\n")]


def test_the_envelope_of_a_mail_names_it(name: str, mail_server: MailServer) -> None:
    assert mail_server.senders == [f"retours+{name}@estey.example"]
    assert mail_server.taken[0]["From"] == "Estey <alertes@example.org>"


def test_a_maildir_is_read_and_what_is_not_ours_stays(
    engine: Elasticsearch, name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    use(monkeypatch, MAILBOX=f"maildir://{tmp_path}/returns")
    assert read_mailbox(engine, NOW) == Reading(), "no mail has come back yet"
    box = mailbox.Maildir(str(tmp_path / "returns"), create=True)
    for raw in (*reports(name), STRANGE):
        box.add(raw)
    assert read_mailbox(engine, NOW) == Reading(handled=2, left=1)
    assert person(engine, PERSON)["mail_state"] == "stopped"
    assert [message["Subject"] for message in box] == ["Bonjour"]
    assert read_mailbox(engine, NOW) == Reading()


def test_an_imap_account_is_read_and_what_is_not_ours_stays(
    engine: Elasticsearch, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = ImapServer(*reports(name), STRANGE)
    use(monkeypatch, MAILBOX=f"imap://retours%40estey.example@127.0.0.1:{server.port}/INBOX", PASSWORD="secret")
    assert read_mailbox(engine, NOW) == Reading(handled=2, left=1)
    assert person(engine, PERSON)["mail_state"] == "stopped"
    assert list(server.mails.values()) == [STRANGE]
    assert read_mailbox(engine, NOW) == Reading()
    server.shutdown()


def test_a_mailbox_that_does_not_open_is_said_without_an_address_and_tried_again(
    engine: Elasticsearch, name: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    server = ImapServer(*reports(name), opened_by="another")
    use(monkeypatch, MAILBOX=f"imap://retours@127.0.0.1:{server.port}/INBOX", PASSWORD="secret")
    with pytest.raises(MailboxError) as refused:
        read_mailbox(engine, NOW)
    assert "@" not in str(refused.value)
    with caplog.at_level(logging.WARNING):
        read_bounces()
    assert "cannot be read" in caplog.text
    assert "@" not in caplog.text
    assert len(server.mails) == 2
    server.shutdown()
