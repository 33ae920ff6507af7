"""Losing the queue loses nothing: what is not finished is found and queued again. Real engine, real Redis."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from indexer import queueing
from indexer.engine.indices import refresh
from indexer.operations.sweep import requeue_unfinished
from indexer.queueing import (
    enqueue_confirmation,
    enqueue_digests,
    enqueue_offer,
    enqueue_offers,
    enqueue_offers_in_turn,
    enqueue_profile,
    gathered_offers,
)
from indexer.settings import settings
from tests.factories.documents import store
from tests.factories.offers import make_offer
from tests.factories.profiles import store_person
from tests.fixtures.queue import Queue, application_of
from tests.ports import Port, hanging_up
from tests.running import free_port

NOTHING = dict.fromkeys(("offers", "profiles", "confirmations", "offer_files", "sent"), 0)
OLD = (datetime.now(UTC) - timedelta(minutes=5)).isoformat()


def unfinished(engine: Elasticsearch, since: str = OLD) -> None:
    for stage in ("received", "parsed", "matched", "failed"):
        store_person(engine, f"p-{stage}", stage=stage, received_at=since)
        store(engine, "offers", {**make_offer(f"o-{stage}"), "stage": stage, "received_at": since})
    for state in ("pending", "refused", "held"):
        store_person(engine, f"c-{state}", stage="matched", confirmation=state, received_at=since)


def test_what_was_never_queued_is_queued_by_the_sweep(engine: Elasticsearch, queue: Queue) -> None:
    unfinished(engine)
    assert requeue_unfinished(engine) == {**NOTHING, "offers": 2, "profiles": 2, "confirmations": 1}
    assert sorted(queue.tasks(), key=str) == [
        ("process_offers", [["o-parsed", "o-received"], True]),
        ("process_profile", ["p-parsed", True]),
        ("process_profile", ["p-received", True]),
        ("send_confirmation", ["c-pending", "profiles"]),
    ]


def test_files_of_recruiters_and_programs_are_queued_apart_from_cvs_and_mails(
    engine: Elasticsearch, queue: Queue
) -> None:
    unread = {**make_offer("o-file"), "stage": "received", "status": "unread", "received_at": OLD}
    store(engine, "offers", unread)
    for stage in ("received", "done", "failed"):
        store(engine, "readings", {"id": f"r-{stage}", "stage": stage, "received_at": OLD})
    assert requeue_unfinished(engine) == {**NOTHING, "offer_files": 1, "sent": 1}
    assert sorted(queue.tasks()) == [("process_offer_file", ["o-file", True]), ("read_sent", ["r-received", True])]
    assert queue.server.llen("celery") == 0


def test_offers_that_come_one_by_one_are_one_task(queue: Queue) -> None:
    for number in range(120):
        assert enqueue_offer(f"o{number}")
    assert queue.tasks() == [("process_gathered_offers", [])] * 3
    assert [len(gathered_offers()) for _ in range(4)] == [50, 50, 20, 0]


def test_what_just_came_in_is_left_to_the_task_already_queued(engine: Elasticsearch, queue: Queue) -> None:
    unfinished(engine, since=datetime.now(UTC).isoformat())
    assert set(requeue_unfinished(engine).values()) == {0}
    assert queue.tasks() == []


def test_tasks_carry_ids_only_and_offers_by_fifty(queue: Queue) -> None:
    assert enqueue_profile("p")
    assert enqueue_confirmation("p")
    assert enqueue_digests(["person"])
    names = [f"o{number}" for number in range(120)]
    assert enqueue_offers(names) == 120
    tasks = queue.tasks()
    assert [arguments for name, arguments in reversed(tasks) if name == "process_offers"] == [
        [names[:50]],
        [names[50:100]],
        [names[100:]],
    ]
    assert {name for name, _ in tasks} == {"process_profile", "send_confirmation", "send_digests", "process_offers"}


def test_a_full_queue_is_given_no_more_offers_and_holds_an_import_back(
    engine: Elasticsearch, queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    unfinished(engine)
    assert queueing.room() == queueing.MOST_WAITING
    enqueue_offers([f"o{number}" for number in range(50 * queueing.MOST_WAITING)])
    assert queueing.room() == 0
    assert requeue_unfinished(engine)["offers"] == 0
    monkeypatch.setattr(queueing, "PATIENCE_SECONDS", 0.2)
    assert enqueue_offers_in_turn(["late"]) == 0
    monkeypatch.setattr(queueing, "PATIENCE_SECONDS", 30.0)
    with ThreadPoolExecutor(1) as pool:
        held_back = pool.submit(enqueue_offers_in_turn, ["late"])
        assert not held_back.done()
        queue.server.flushdb()
        assert held_back.result() == 1
    assert queue.tasks() == [("process_offers", [["late"]])]


@pytest.fixture
def closed_queue(monkeypatch: pytest.MonkeyPatch, stack: Any) -> Iterator[Port]:
    with hanging_up() as port:
        application = application_of(f"redis://127.0.0.1:{port.number}/0", monkeypatch)
        yield port
        application.close()
    monkeypatch.undo()
    settings.cache_clear()


def test_with_redis_down_nothing_is_queued_and_nobody_is_told_an_error(closed_queue: Port) -> None:
    """A person is waiting for the page: each task is tried once, and given up."""
    assert enqueue_profile("p") is False
    assert closed_queue.calls == 1
    assert enqueue_confirmation("p") is False
    assert enqueue_digests(["person"]) is False
    assert closed_queue.calls == 3
    assert enqueue_offers(["o"] * 500) == 0
    assert closed_queue.calls == 4, "of ten tasks the first is tried"


def test_a_redis_that_does_not_answer_is_not_waited_for(closed_queue: Port) -> None:
    patience = queueing.app.conf.broker_transport_options
    assert (patience["socket_connect_timeout"], patience["max_retries"]) == (2, 0)


def test_what_could_not_be_queued_is_queued_once_redis_is_back(
    engine: Elasticsearch, queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    unfinished(engine)
    with monkeypatch.context() as patch:
        application_of(f"redis://127.0.0.1:{free_port()}/0", patch)
        assert requeue_unfinished(engine) == NOTHING
    settings.cache_clear()
    refresh(engine)
    assert queue.tasks() == []
    assert requeue_unfinished(engine) == {**NOTHING, "offers": 2, "profiles": 2, "confirmations": 1}
    assert len(queue.tasks()) == 4
