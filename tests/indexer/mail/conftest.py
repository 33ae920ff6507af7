"""What every test of the outbox runs with."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from indexer.settings import settings
from tests.fixtures.queue import Queue
from tests.indexer.mail.decisions import CONTACT
from tests.indexer.mail_server import MailServer


@pytest.fixture
def server(mail_server: MailServer, queue: Queue, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    """The mail server of an installation whose operator has an address; what is queued is not done by itself."""
    monkeypatch.setenv("ESTEY_CONTACT", CONTACT)
    settings.cache_clear()
    yield mail_server
    monkeypatch.undo()
    settings.cache_clear()
