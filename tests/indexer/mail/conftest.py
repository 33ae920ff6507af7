"""What the tests of the outbox run with."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from indexer.settings import settings
from tests.fixtures.queue import Queue
from tests.indexer.mail.decisions import CONTACT
from tests.indexer.mail_server import MailServer


@pytest.fixture
def server(mail_server: MailServer, queue: Queue) -> MailServer:
    """The mail server; what is queued is not done by itself."""
    return mail_server


@pytest.fixture
def name_operator(server: MailServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Give the operator an address, where a test is about their mail."""

    def named() -> None:
        monkeypatch.setenv("ESTEY_CONTACT", CONTACT)
        settings.cache_clear()

    yield named
    monkeypatch.undo()
    settings.cache_clear()
