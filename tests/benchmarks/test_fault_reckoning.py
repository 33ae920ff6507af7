"""The reckoning of a fault run notices what it is there to notice. Real engine, a Maildir of made-up mails."""

from __future__ import annotations

import mailbox
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from benchmarks.faults.reckoning import reckon, unfinished
from indexer.engine.indices import index_name
from indexer.matching.matches import Due, record
from tests.factories.documents import store
from tests.factories.offers import make_offer
from tests.factories.profiles import store_person


@pytest.fixture
def box(tmp_path: Path) -> mailbox.Maildir:
    return mailbox.Maildir(str(tmp_path / "mailbox"))


def told(box: mailbox.Maildir, digest: str, *offers: str) -> None:
    message = EmailMessage()
    message["To"] = "p@example.org"
    message["Message-ID"] = f"<{digest}@example.org>"
    message["List-Unsubscribe"] = "<https://example.org/>"
    message.set_content("\n".join(f"http://127.0.0.1:8000/offres/{offer}" for offer in offers))
    box.add(message)


def due(engine: Elasticsearch, *offers: str, **fields: Any) -> None:
    store_person(engine)
    for offer in offers:
        store(engine, "offers", make_offer(offer))
    record(engine, [Due("person-p", "p", offer) for offer in offers])
    for offer in offers:
        engine.update(index=index_name("matches"), id=Due("person-p", "p", offer).identifier, doc=fields, refresh=True)


def test_all_told_once_is_no_loss(engine: Elasticsearch, box: mailbox.Maildir) -> None:
    due(engine, "o1", "o2", state="sent", digest="d1")
    told(box, "d1", "o1", "o2")
    figures = reckon(engine, Path(box._path))
    assert (figures["matches_due"], figures["mails_captured"], figures["lost"]) == (2, 1, 0)
    assert (figures["twice_same_message_id"], figures["twice_other_message_id"]) == (0, 0)


def test_what_was_never_recorded_is_lost(engine: Elasticsearch, box: mailbox.Maildir) -> None:
    due(engine, "o1", state="sent", digest="d1")
    told(box, "d1", "o1")
    store(engine, "offers", make_offer("o2"))
    figures = reckon(engine, Path(box._path))
    assert figures["lost_by_reason"] == {"not recorded": 1}


def test_what_waits_and_what_is_marked_without_a_mail_is_lost(
    engine: Elasticsearch,
    box: mailbox.Maildir,
) -> None:
    due(engine, "o1", state="pending")
    due(engine, "o2", state="sent", digest="d2")
    figures = reckon(engine, Path(box._path))
    assert figures["lost_by_reason"] == {"pending": 1, "marked as sent, no such mail": 1}


def test_a_mail_that_came_twice_is_told_from_an_offer_told_twice(
    engine: Elasticsearch,
    box: mailbox.Maildir,
) -> None:
    due(engine, "o1", "o2", state="sent", digest="d1")
    told(box, "d1", "o1", "o2")
    told(box, "d1", "o1", "o2")
    told(box, "d2", "o2")
    figures = reckon(engine, Path(box._path))
    assert (figures["twice_same_message_id"], figures["twice_other_message_id"]) == (1, 1)


def test_what_was_accepted_and_is_gone_or_stuck_is_named(engine: Elasticsearch) -> None:
    store_person(engine, "p-done", stage="matched")
    store_person(engine, "p-stuck", stage="parsed")
    accepted = {"profiles": ["p-done", "p-stuck", "p-gone"], "offers": []}
    assert unfinished(engine, accepted) == ["profiles p-stuck", "profiles p-gone"]
