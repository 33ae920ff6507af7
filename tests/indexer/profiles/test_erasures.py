"""Erased means erased: cut short in the middle, or written about by a worker that was late. Real engine and files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from indexer.alerts import people, telling
from indexer.alerts.digests import send_digest
from indexer.alerts.slowing import after_following
from indexer.engine.client import engine as engine_of_process
from indexer.engine.indices import KINDS, index_name, refresh
from indexer.matching.matches import Due, record
from indexer.profiles import erasures, lifecycle
from indexer.profiles.erasures import KEPT, finish, forget_those_who_left
from indexer.reading.file_store import save_file, stored_files
from indexer.searches import lifecycle as searches
from indexer.tasks import sweep
from tests.factories.documents import store
from tests.factories.matches import PERSON, offers_due, states
from tests.factories.profiles import store_person
from tests.fixtures.queue import Queue
from tests.indexer.alerts.test_killed import KilledError
from tests.indexer.mail_server import MailServer

CV = "profiles/p.txt"


@pytest.fixture(autouse=True)
def own_client() -> Iterator[None]:
    """Tasks take the client of their process: made anew, it knows the indices of this test."""
    engine_of_process.cache_clear()
    yield
    engine_of_process.cache_clear()


def somebody(engine: Elasticsearch) -> None:
    """A person with a CV, one offer they were told and one they were not."""
    save_file(CV, b"Soudeur")
    store_person(engine, stage="matched", person=PERSON, file={"path": CV})
    offers_due(engine, 1)
    assert send_digest(engine, PERSON) == 1
    offers_due(engine, 1, start=1)


def left(engine: Elasticsearch) -> dict[str, int]:
    """What names the person anywhere, and their files."""
    refresh(engine)
    by = {"profiles": "person", "searches": "person", "people": "person", "matches": "recipient"}
    found = {
        kind: int(engine.count(index=index_name(kind), query={"term": {field: PERSON}})["count"])
        for kind, field in by.items()
    }
    return {kind: count for kind, count in {**found, "files": len(list(stored_files("profiles")))}.items() if count}


STEPS: list[tuple[Any, str]] = [
    (erasures, "delete_file"),
    (erasures, "has_profile"),
    (erasures, "forget"),
    (erasures, "forget_if_last"),
]


@pytest.mark.parametrize("step", STEPS, ids=[name for _, name in STEPS])
def test_an_erasure_that_died_is_finished_by_the_next_sweep(
    engine: Elasticsearch, file_store: Path, mail_server: MailServer, queue: Queue, step: tuple[Any, str]
) -> None:
    somebody(engine)

    def dies(*_: Any) -> None:
        raise KilledError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(*step, dies)
        with pytest.raises(KilledError):
            lifecycle.delete(engine, "p")
    assert left(engine)
    sweep()
    assert left(engine) == {}


LATE: dict[str, Callable[[Elasticsearch], Any]] = {
    "bounce or link": lambda engine: people.change(engine, PERSON, lambda doc: after_following(doc, datetime.now(UTC))),
    "percolation": lambda engine: record(engine, [Due(PERSON, "p", "o2")]),
}


@pytest.mark.parametrize("late", LATE.values(), ids=LATE)
def test_what_a_late_worker_writes_of_who_is_gone_goes_with_the_next_sweep(
    engine: Elasticsearch,
    file_store: Path,
    mail_server: MailServer,
    queue: Queue,
    late: Callable[[Elasticsearch], Any],
) -> None:
    somebody(engine)
    assert lifecycle.delete(engine, "p")
    assert left(engine) == {}
    late(engine)
    assert left(engine)
    sweep()
    assert left(engine) == {}


def test_erased_while_their_mail_is_being_sent_nothing_stays(
    engine: Elasticsearch, file_store: Path, mail_server: MailServer, queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    somebody(engine)
    real = telling.digest_message

    def erased_meanwhile(*given: Any, **named: Any) -> Any:
        message = real(*given, **named)
        lifecycle.delete(engine, "p")
        return message

    monkeypatch.setattr(telling, "digest_message", erased_meanwhile)
    send_digest(engine, PERSON)
    sweep()
    assert left(engine) == {}


def test_it_is_gone_over_for_some_minutes_and_then_nothing_is_left_of_it_either(
    engine: Elasticsearch, file_store: Path, mail_server: MailServer
) -> None:
    somebody(engine)
    lifecycle.delete(engine, "p")
    assert (finish(engine, datetime.now(UTC)), finish(engine, datetime.now(UTC))) == (1, 1)
    assert finish(engine, datetime.now(UTC) + KEPT + timedelta(seconds=1)) == 1
    assert finish(engine, datetime.now(UTC)) == 0
    refresh(engine)
    everything = engine.search(index=",".join(index_name(kind) for kind in KINDS), size=1000)
    assert PERSON not in str(everything)


def test_who_comes_back_meanwhile_keeps_what_they_leave(
    engine: Elasticsearch, file_store: Path, mail_server: MailServer
) -> None:
    somebody(engine)
    lifecycle.delete(engine, "p")
    store_person(engine, "again", stage="matched", person=PERSON)
    offers_due(engine, 1, profile="again", start=5)
    assert send_digest(engine, PERSON) == 1
    finish(engine, datetime.now(UTC))
    assert left(engine) == {"profiles": 1, "matches": 1, "people": 1}
    assert states(engine) == {"o5": "sent"}


def test_a_saved_search_erased_leaves_nothing_either(engine: Elasticsearch, queue: Queue, file_store: Path) -> None:
    store(engine, "searches", {"id": "s", "person": PERSON, "email": "p@example.org", "confirmation": "sent"})
    assert searches.delete(engine, "s")
    people.change(engine, PERSON, lambda doc: after_following(doc, datetime.now(UTC)))
    record(engine, [Due(PERSON, "", "o1", search="s")])
    sweep()
    assert left(engine) == {}


def test_people_left_behind_by_an_earlier_release_are_forgotten(engine: Elasticsearch, file_store: Path) -> None:
    for name in ("gone", PERSON):
        people.change(engine, name, lambda doc: after_following(doc, datetime.now(UTC)))
    store_person(engine, person=PERSON)
    assert forget_those_who_left(engine) == 1
    assert left(engine) == {"profiles": 1, "people": 1}
