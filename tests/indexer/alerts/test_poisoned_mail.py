"""A mail at which the code fails does not hold up the mails beside it. Real engine, real mail server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from elasticsearch import Elasticsearch

from indexer.engine.client import engine as engine_of_process
from indexer.matching.matches import Due, record
from indexer.tasks import send_digests
from tests.indexer.alerts.waiting import offers_due, states, store, store_person
from tests.indexer.mail_server import MailServer
from tests.indexer.matching.plain_profiles import make_offer


@pytest.fixture(autouse=True)
def own_client() -> Iterator[None]:
    """Tasks take the client of their process: made anew, it knows the indices of this test."""
    engine_of_process.cache_clear()
    yield
    engine_of_process.cache_clear()


def test_the_next_in_the_same_task_is_written_to(engine: Elasticsearch, mail_server: MailServer) -> None:
    store_person(engine, "a", stage="matched")
    store_person(engine, "b", stage="matched")
    # A title that is a number: no way in lets one through.
    store(engine, "offers", {**make_offer("poison"), "title": 12})
    record(engine, [Due("person-a", "a", "poison")])
    offers_due(engine, 1, person="person-b", profile="b")
    send_digests(["person-a", "person-b"])
    assert [mail["To"] for mail in mail_server.taken] == ["b@example.org"]
    assert states(engine)["o0"] == "sent"
    assert states(engine)["poison"] != "sent"
