"""The run of alerts with more people than it has time for: the next goes on, and everybody has their turn."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from elasticsearch import Elasticsearch

from indexer import tasks
from indexer.alerts import claims
from indexer.alerts.claims import Walk, recipients_waiting
from indexer.alerts.runs import kept_walk
from indexer.engine.client import engine as engine_of_process
from tests.factories.matches import offers_due
from tests.factories.profiles import store_person
from tests.fixtures.queue import Queue

PEOPLE = [f"person-{name}" for name in "abcde"]


@pytest.fixture(autouse=True)
def five_people(engine: Elasticsearch, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Five people to whom a mail may leave, looked at two by two."""
    engine_of_process.cache_clear()
    monkeypatch.setattr(claims, "TOGETHER", 2)
    for number, name in enumerate("abcde"):
        store_person(engine, name, stage="matched")
        offers_due(engine, 1, person=f"person-{name}", profile=name, start=number)
    yield
    engine_of_process.cache_clear()


def test_a_run_without_time_looks_at_some_and_says_where_it_ended(engine: Elasticsearch) -> None:
    walk, seen = Walk(seconds=0), list[list[str]]()
    for _ in range(4):
        seen.append(list(recipients_waiting(engine, walk=walk)))
    assert seen == [PEOPLE[:2], PEOPLE[2:4], PEOPLE[4:], PEOPLE[:2]]


def test_the_next_task_goes_on_where_the_last_ended(
    engine: Elasticsearch, queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "RUN_SECONDS", 0.0)
    for _ in range(3):
        tasks.send_due_alerts()
    assert [arguments for _, arguments in reversed(queue.tasks())] == [[PEOPLE[:2]], [PEOPLE[2:4]], [PEOPLE[4:]]]


def test_a_run_with_time_sees_everybody_and_the_next_begins_anew(engine: Elasticsearch, queue: Queue) -> None:
    tasks.send_due_alerts()
    assert kept_walk(engine) == ""
    assert [arguments for _, arguments in queue.tasks()] == [[PEOPLE]]


def test_who_had_no_room_in_the_queue_is_first_the_next_time(
    engine: Elasticsearch, queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "MAILS_A_TASK", 1)
    rooms = iter([1, 1, 1, 0])
    monkeypatch.setattr(tasks, "room", lambda: next(rooms))
    tasks.send_due_alerts()
    queue.server.flushdb()
    monkeypatch.setattr(tasks, "room", lambda: 100)
    tasks.send_due_alerts()
    assert [arguments for _, arguments in reversed(queue.tasks())] == [[[name]] for name in PEOPLE[2:]]
