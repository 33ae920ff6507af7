"""What people are answered while a part is down or a disk is full. The application runs in this process.

Real engine, real file store; Redis is a port where nobody listens, the full disk a limit of the kernel.
"""

from __future__ import annotations

import io
import multiprocessing
import resource
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import Elasticsearch
from flask.testing import FlaskClient

from indexer.engine.client import engine as engine_of_process
from indexer.engine.documents import get
from indexer.engine.indices import index_name, refresh
from indexer.operations.sweep import requeue_unfinished
from indexer.settings import settings
from search_api.app import create_app
from tests.fixtures.queue import Queue, application_of
from tests.ports import hanging_up

CV = "Soudeur TIG, quinze ans de métier dans la chaudronnerie navale et la tuyauterie. ".encode() * 40


@pytest.fixture
def application(
    engine: Elasticsearch,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[FlaskClient]:
    """The application on the indices of this test, with a file store of its own."""
    with monkeypatch.context() as patch:
        patch.setenv("ESTEY_FILES_URL", (tmp_path / "store").as_uri())
        settings.cache_clear()
        engine_of_process.cache_clear()
        yield create_app().test_client()
    settings.cache_clear()
    engine_of_process.cache_clear()


def leave(application: FlaskClient, content: bytes = CV) -> Any:
    fields = {"email": "camille@example.org", "commune": "Pau", "radius_km": "30", "consent": "true"}
    return application.post("/api/profiles", data={**fields, "cv": (io.BytesIO(content), "cv.txt")})


def stored(client: Elasticsearch) -> int:
    refresh(client)
    return int(client.count(index=index_name("profiles"))["count"])


def test_with_redis_down_a_deposit_is_taken_and_the_sweep_queues_it_later(
    application: FlaskClient,
    engine: Elasticsearch,
    queue: Queue,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    began = datetime.now(UTC)
    with hanging_up() as port, monkeypatch.context() as patch:
        application_of(f"redis://127.0.0.1:{port.number}/0", patch)
        answer = leave(application)
    settings.cache_clear()
    assert answer.status_code == 202, answer.text
    assert port.calls == 2, "a person is waiting for the page: each of the two tasks is tried once"
    identifier = answer.json["id"]
    assert queue.tasks() == []
    then = (began - timedelta(minutes=5)).isoformat()
    engine.update(index=index_name("profiles"), id=identifier, doc={"received_at": then}, refresh=True)
    requeue_unfinished(engine)
    assert ("process_profile", [identifier, True]) in queue.tasks()
    assert ("send_confirmation", [identifier, "profiles"]) in queue.tasks()


def test_a_queue_that_is_emptied_is_filled_again(
    application: FlaskClient,
    engine: Elasticsearch,
    queue: Queue,
) -> None:
    identifier = leave(application).json["id"]
    assert len(queue.tasks()) == 2
    queue.server.flushdb()
    then = (datetime.now(UTC) - timedelta(minutes=5)).isoformat()
    engine.update(index=index_name("profiles"), id=identifier, doc={"received_at": then}, refresh=True)
    requeue_unfinished(engine)
    assert len(queue.tasks()) == 2


def _on_a_full_disk(application: FlaskClient, most_bytes: int, answered: Any) -> None:
    # Every client of this process is made anew: connections are not shared with the parent.
    engine_of_process.cache_clear()
    resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))
    answer = leave(application)
    answered.send((answer.status_code, answer.json))


def test_a_full_disk_is_said_in_a_sentence_and_nothing_is_half_written(
    application: FlaskClient,
    engine: Elasticsearch,
    tmp_path: Path,
) -> None:
    forked = multiprocessing.get_context("fork")
    ours, theirs = forked.Pipe()
    child = forked.Process(target=_on_a_full_disk, args=(application, len(CV) // 2, theirs))
    child.start()
    assert ours.poll(60)
    status, said = ours.recv()
    child.join(60)
    assert status == 503
    assert said["errors"] == [{"field": "cv", "code": "storage_unavailable", "message": said["message"]}]
    assert "Rien n’a été enregistré" in said["message"]
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert stored(engine) == 0

    answer = leave(application)
    assert answer.status_code == 202, "once there is room"
    profile = get(engine, "profiles", answer.json["id"])
    assert profile is not None
    assert (tmp_path / "store" / profile["file"]["path"]).read_bytes() == CV


def test_an_engine_that_has_just_started_is_said_to_be_unavailable_and_no_error_of_ours(
    application: FlaskClient,
    engine: Elasticsearch,
) -> None:
    """An index whose shards are not there yet answers 503, not silence: seen each time the engine was killed."""
    hidden = engine.indices.get_alias(name=index_name("offers"))
    [name] = hidden
    engine.indices.update_aliases(actions=[{"remove": {"index": name, "alias": index_name("offers")}}])
    body = {"index.routing.allocation.require._name": "no such node", "number_of_replicas": 0}
    starting = f"{index_name('offers')}-9"
    engine.indices.create(
        index=starting, settings=body, aliases={index_name("offers"): {}}, wait_for_active_shards=0, timeout="1s"
    )
    try:
        answer = application.get("/api/offers?q=soudeur")
        assert answer.status_code == 503, answer.text
        assert application.get("/?q=soudeur").status_code == 503
    finally:
        engine.indices.delete(index=starting)
        engine.indices.update_aliases(actions=[{"add": {"index": name, "alias": index_name("offers")}}])
