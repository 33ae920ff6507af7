"""One client for two engines: which one is there is asked, never assumed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch, UnsupportedProductError
from elasticsearch.helpers import bulk

from indexer.engine.client import EngineUnavailableError, OpenSearchNode, connect
from indexer.settings import load_settings
from tests.indexer.engine.fake_elasticsearch import FakeServer, serving
from tests.indexer.keyed import only_these
from tests.running import RunningStack, free_port

VENDOR = "application/vnd.elasticsearch+json; compatible-with=9"
VENDOR_LINES = "application/vnd.elasticsearch+x-ndjson; compatible-with=9"
ELASTICSEARCH = {"number": "9.1.0", "build_flavor": "default"}
OPENSEARCH = {"number": "3.5.0", "distribution": "opensearch"}


@contextmanager
def connected(fake: FakeServer, home: Path, **values: str) -> Iterator[Elasticsearch]:
    with serving(fake), only_these(home, ENGINE_URL=fake.url, **values), connect(load_settings()) as client:
        yield client


def test_elasticsearch_is_spoken_to_in_its_own_media_types(tmp_path: Path) -> None:
    fake = FakeServer(ELASTICSEARCH, product="Elasticsearch")
    with connected(fake, tmp_path) as client:
        assert client.count(index="estey-offers", query={"match_all": {}})["count"] == 3
        bulk(client, [{"_index": "a", "_id": "1", "x": 1}], raise_on_error=False)
    assert fake.types_of("/estey-offers/_count") == [(VENDOR, VENDOR)]
    assert fake.types_of("/_bulk") == [(VENDOR, VENDOR_LINES)]


def test_opensearch_is_spoken_to_in_plain_media_types_and_its_answers_are_accepted(tmp_path: Path) -> None:
    fake = FakeServer(OPENSEARCH)
    with connected(fake, tmp_path) as client:
        assert client.count(index="estey-offers", query={"match_all": {}})["count"] == 3
        bulk(client, [{"_index": "a", "_id": "1", "x": 1}], raise_on_error=False)
    assert fake.types_of("/estey-offers/_count") == [("application/json", "application/json")]
    assert fake.types_of("/_bulk") == [("application/json", "application/x-ndjson")]
    assert "vnd" not in str(fake.asked)


def test_a_server_that_is_neither_is_refused_by_the_client(tmp_path: Path) -> None:
    with connected(FakeServer({"number": "1"}), tmp_path) as client, pytest.raises(UnsupportedProductError):
        client.count(index="estey-offers")


@pytest.mark.parametrize("version", [None, [], "9.1.0"])
def test_a_server_that_does_not_say_its_version_is_taken_for_neither(tmp_path: Path, version: object) -> None:
    """The choice holds for the life of a process: an error of a server that is starting must not make it."""
    fake = FakeServer(version, product="Elasticsearch", status=503)
    with (
        serving(fake),
        only_these(tmp_path, ENGINE_URL=fake.url),
        pytest.raises(EngineUnavailableError, match="does not say"),
    ):
        connect(load_settings())


def test_a_wrong_password_is_said(tmp_path: Path) -> None:
    fake = FakeServer(ELASTICSEARCH, status=401)
    with (
        serving(fake),
        only_these(tmp_path, ENGINE_URL=fake.url, ENGINE_PASSWORD="wrong"),
        pytest.raises(EngineUnavailableError, match="ESTEY_ENGINE_PASSWORD"),
    ):
        connect(load_settings())


def test_without_an_engine_what_to_do_is_said(tmp_path: Path) -> None:
    with only_these(tmp_path), pytest.raises(EngineUnavailableError, match="make run"):
        connect(load_settings())
    closed = f"http://127.0.0.1:{free_port()}"
    with only_these(tmp_path, ENGINE_URL=closed), pytest.raises(EngineUnavailableError, match=closed):
        connect(load_settings())


def test_the_real_stack_answers_through_the_same_client(stack: RunningStack) -> None:
    with connect(load_settings()) as client:
        assert client.info()["version"]["distribution"] == "opensearch"
        assert isinstance(next(iter(client.transport.node_pool.all())), OpenSearchNode)
