"""What is said of the service's own parts, with real ones up and down."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from elasticsearch import Elasticsearch

from indexer.operations.status import oldest_between_stages, status, unhealthy_parts
from indexer.settings import settings
from indexer.tasks import heartbeat, heartbeat_of_files
from tests.factories.documents import store
from tests.factories.matches import offers_due
from tests.factories.offers import make_offer
from tests.factories.profiles import store_person
from tests.fixtures.queue import Queue
from tests.running import RunningStack, free_port


def test_what_is_in_flight_is_what_is_between_stages_to_confirm_or_being_sent(engine: Elasticsearch) -> None:
    assert status(engine)["in_flight"] == 0
    store_person(engine, "p1", stage="received", confirmation="pending")
    store_person(engine, "p2", stage="failed")
    store(engine, "offers", make_offer("o-parsed"))
    store(engine, "readings", {"id": "r", "stage": "received"})
    store(engine, "readings", {"id": "turn", "in_hand": "readings/r"})
    store(engine, "offers", {**make_offer("o-matched"), "stage": "matched"})
    offers_due(engine, 1)
    found = status(engine)
    assert found["in_flight"] == 1 + 1 + 2 + 1, "a pending match waits its hour"
    assert {kind: count for kind, count in found["counts"].items() if count} == {
        "offers": 3,
        "profiles": 2,
        "matches": 1,
        "readings": 2,
    }
    assert found["stages"]["matches"] == {"pending": 1}
    assert found["engine"]["name"] == "opensearch"


def test_the_document_longest_between_stages_is_named_with_its_age(engine: Elasticsearch) -> None:
    assert status(engine)["oldest_between_stages"] is None
    now = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    store_person(engine, "p-changed", stage="parsed", received_at="2026-10-01T12:00:00+00:00",
                 last_contact_at="2026-11-24T11:59:00+00:00")  # fmt: skip
    store(engine, "offers", {**make_offer("o"), "stage": "received", "received_at": "2026-11-24T11:50:00+00:00"})
    found = oldest_between_stages(engine, now)
    assert found == {"kind": "offers", "id": "o", "stage": "received", "seconds": 600.0}


def test_of_tika_the_worker_says_whether_it_answers(
    engine: Elasticsearch, queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that no page ever waits for it."""
    assert {"reader", "scheduler", "file-worker"} <= set(unhealthy_parts()), "nobody said anything yet"
    heartbeat()
    heartbeat_of_files()
    assert not {"reader", "scheduler", "file-worker"} & set(unhealthy_parts())
    monkeypatch.setenv("ESTEY_TIKA_URL", f"http://127.0.0.1:{free_port()}")
    settings.cache_clear()
    heartbeat()
    assert "reader" in unhealthy_parts()


@pytest.mark.parametrize(
    ("name", "value", "part"),
    [
        ("SMTP_PORT", "{port}", "mail"),
        ("SMTP_HOST", "", "mail"),
        ("REDIS_URL", "redis://127.0.0.1:{port}/0", "queue"),
    ],
)
def test_a_part_that_does_not_answer_is_named(
    stack: RunningStack, monkeypatch: pytest.MonkeyPatch, name: str, value: str, part: str
) -> None:
    monkeypatch.setenv(f"ESTEY_{name}", value.format(port=free_port()))
    settings.cache_clear()
    try:
        assert part in unhealthy_parts()
    finally:
        monkeypatch.undo()
        settings.cache_clear()
