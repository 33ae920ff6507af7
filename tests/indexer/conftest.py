"""The real engine, Redis and a real mail server, each with a corner of its own for these tests."""

from __future__ import annotations

import base64
import importlib.util
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import hypothesis
import pytest
import redis
from celery import Celery
from elasticsearch import Elasticsearch

from indexer import celery_config, queueing
from indexer.engine.client import connect
from indexer.engine.indices import KINDS, ensure_indices, index_name
from indexer.engine.versions import versions
from indexer.reference.in_force import VERSIONS
from indexer.settings import settings
from tests.indexer.mail_server import MailServer
from tests.running import RunningStack

# A busy machine is no reason to fail: what is tested is what comes out.
hypothesis.settings.register_profile(
    "unhurried", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("unhurried")

TEST_DATABASE = 9
"""Redis database that no worker of the stack reads."""


@pytest.fixture(scope="module")
def indices(stack: RunningStack) -> Iterator[Elasticsearch]:
    """The stack's engine, with empty indices under a prefix of their own: no worker of the stack sees them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ESTEY_INDEX_PREFIX", f"test{uuid4().hex[:12]}")
        settings.cache_clear()
        client = connect(settings())
        ensure_indices(client)
        yield client
        for kind in KINDS:
            client.indices.delete(index=versions(client, kind))
        client.close()
    settings.cache_clear()


@pytest.fixture
def engine(indices: Elasticsearch) -> Elasticsearch:
    """The same indices, emptied before each test."""
    names = ",".join(index_name(kind) for kind in KINDS)
    indices.indices.refresh(index=names)
    indices.delete_by_query(index=names, query={"match_all": {}}, refresh=True, conflicts="proceed")
    VERSIONS.forget()
    return indices


@dataclass
class Queue:
    """What was queued, read from Redis itself."""

    server: redis.Redis
    url: str = ""

    def tasks(self) -> list[tuple[str, list[Any]]]:
        """Name and arguments of each task that waits, the last queued first."""
        messages = [json.loads(message) for message in self.server.lrange("celery", 0, -1)]  # type: ignore[union-attr]
        return [(message["headers"]["task"].rpartition(".")[2], _arguments(message)) for message in messages]


def _arguments(message: dict[str, Any]) -> list[Any]:
    return list(json.loads(base64.b64decode(message["body"]))[0])


def application_of(url: str, monkeypatch: pytest.MonkeyPatch) -> Celery:
    """Make another application from the configuration of ours, read anew with another Redis."""
    monkeypatch.setenv("ESTEY_REDIS_URL", url)
    settings.cache_clear()
    specification = importlib.util.spec_from_file_location("celery_config_elsewhere", str(celery_config.__file__))
    assert specification is not None
    assert specification.loader is not None
    configuration = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(configuration)
    application = Celery("elsewhere", set_as_current=False)
    application.config_from_object(configuration)
    monkeypatch.setattr(queueing, "app", application)
    return application


@pytest.fixture
def queue(stack: RunningStack, monkeypatch: pytest.MonkeyPatch) -> Iterator[Queue]:
    """The stack's Redis, in a database that nobody else reads."""
    url = f"{settings().redis_url.rpartition('/')[0]}/{TEST_DATABASE}"
    server = redis.Redis.from_url(url)
    server.flushdb()
    application = application_of(url, monkeypatch)
    yield Queue(server, url)
    server.flushdb()
    application.close()
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
def mail_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    """A mail server of this test alone, which keeps what it takes and refuses what it is told to."""
    server = MailServer.started()
    point_to(server.port, monkeypatch)
    yield server
    server.stop()
    monkeypatch.undo()
    settings.cache_clear()


def point_to(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have mails handed to this port."""
    for name, value in {"HOST": "127.0.0.1", "PORT": str(port), "SECURITY": "none"}.items():
        monkeypatch.setenv(f"ESTEY_SMTP_{name}", value)
    settings.cache_clear()


@pytest.fixture
def file_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A file store of this test alone; the folder of it where reference data lie."""
    monkeypatch.setenv("ESTEY_FILES_URL", (tmp_path / "store").as_uri())
    settings.cache_clear()
    yield tmp_path / "store" / "reference"
    monkeypatch.undo()
    settings.cache_clear()
    VERSIONS.forget()
