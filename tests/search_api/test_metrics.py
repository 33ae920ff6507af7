"""`/metrics`: for the operator alone, in Prometheus' own format, with what really happened. Real engine and Redis."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from elasticsearch import Elasticsearch
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from indexer import measurements
from indexer.alerts.links import follow_secret
from indexer.engine.client import engine as engine_of_process
from indexer.engine.indices import index_name
from indexer.matching.matches import Due
from indexer.matching.percolation import due_for_offer
from indexer.settings import settings
from search_api.app import create_app
from tests.factories.documents import store
from tests.factories.matches import offers_due
from tests.factories.offers import make_offer
from tests.factories.profiles import store_person
from tests.fixtures.queue import Queue
from tests.ports import hanging_up

KEY = "the operator's own"


@pytest.fixture
def application(
    engine: Elasticsearch,
    queue: Queue,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[FlaskClient]:
    """The application on the indices and the Redis database of this test."""
    with monkeypatch.context() as patch:
        patch.setenv("ESTEY_METRICS_KEY_HASH", hashlib.sha256(KEY.encode()).hexdigest())
        settings.cache_clear()
        engine_of_process.cache_clear()
        patch.setattr(measurements, "_silent_until", 0.0)
        yield create_app().test_client()
    settings.cache_clear()
    engine_of_process.cache_clear()


def read(application: FlaskClient, key: str = KEY) -> Any:
    return application.get("/metrics", headers={"Authorization": f"Bearer {key}"})


def samples(application: FlaskClient) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    answer = read(application)
    assert answer.status_code == 200
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def value(found: dict[Any, float], name: str, **labels: str) -> float:
    return found[f"estey_{name}", frozenset(labels.items())]


def test_only_the_operator_reads_them(application: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert application.get("/metrics").status_code == 404
    assert read(application, "another").status_code == 404
    assert read(application, "").status_code == 404
    assert read(application).headers["Cache-Control"] == "no-store"
    monkeypatch.setenv("ESTEY_METRICS_KEY_HASH", "")
    settings.cache_clear()
    assert read(application).status_code == 404
    assert read(application, "").status_code == 404


def test_percolations_refusals_and_time_outs_are_counted(
    application: FlaskClient,
    engine: Elasticsearch,
) -> None:
    store_person(engine, stage="matched")
    offer = store(engine, "offers", make_offer("o1"))
    assert [due.offer for due in due_for_offer(engine, offer)] == ["o1"]
    assert application.post("/api/profiles", data={"email": "no address"}).status_code == 422
    measurements.count(measurements.READER_TIMEOUTS)
    found = samples(application)
    assert value(found, "percolation_seconds_count") == 1
    assert value(found, "percolation_seconds_bucket", le="+Inf") == 1
    assert value(found, "offer_hits_bucket", le="0.0") == 0
    assert value(found, "offer_hits_bucket", le="1.0") == 1
    assert value(found, "offer_hits_sum") == 1
    assert value(found, "refusals_total", reason="email_invalid") == 1
    assert value(found, "reader_timeouts_total") == 1


def test_a_form_that_is_refused_counts_as_the_api_does(
    application: FlaskClient,
    engine: Elasticsearch,
) -> None:
    somebody = store_person(engine, stage="matched", visibility="hidden", file={"name": "cv.pdf"})
    own = f"/suivi/{follow_secret(somebody)}"
    forms: list[tuple[str, dict[str, str], set[str]]] = [
        ("/deposer", {}, {"file_missing"}),
        (f"{own}/modifier", {"radius_km": "900"}, {"radius_invalid"}),
        (f"{own}/cv", {}, {"file_missing"}),
        (f"{own}/corriger", {"add": "zzzz", "diploma_level": "5"}, {"trait_unknown", "diploma_missing"}),
        (f"{own}/pause", {"duration": "date"}, {"pause_date_missing"}),
        ("/alerte", {"email": "no address", "q": "soudeur", "consent": "true"}, {"email_invalid"}),
        ("/alerte", {"email": "camille@example.org", "consent": "true"}, {"search_too_wide"}),
    ]
    expected: Counter[str] = Counter()
    for address, given, codes in forms:
        assert application.post(address, data=given).status_code == 422, address
        expected.update(codes)
        found = samples(application)
        counted = {
            dict(labels)["reason"]: number for (name, labels), number in found.items() if name == "estey_refusals_total"
        }
        assert counted == expected, address
    assert application.post("/api/profiles", data={"email": "no address"}).status_code == 422
    assert value(samples(application), "refusals_total", reason="email_invalid") == expected["email_invalid"] + 1


def test_every_line_that_the_operator_was_promised_is_there(application: FlaskClient) -> None:
    named = {name for name, _ in samples(application)}
    assert {
        "estey_percolation_seconds_bucket",
        "estey_offer_hits_bucket",
        "estey_oldest_unsent_match_seconds",
        "estey_mails_last_hour",
        "estey_reader_timeouts_total",
    } <= named
    assert "# TYPE estey_refusals counter" in read(application).text.replace("refusals_total", "refusals")


def test_what_waits_and_what_was_sent_is_said(
    application: FlaskClient,
    engine: Elasticsearch,
) -> None:
    assert value(samples(application), "oldest_unsent_match_seconds") == 0
    store_person(engine, stage="matched")
    offers_due(engine, 3)
    now = datetime.now(UTC)
    old, sent = (now - timedelta(minutes=10)).isoformat(), now.isoformat()
    for offer, doc in (("o0", {"created_at": old}), ("o1", {"state": "sent", "digest": "d", "sent_at": sent})):
        identifier = Due("person-p", "p", offer).identifier
        engine.update(index=index_name("matches"), id=identifier, doc=doc, refresh=True)
    found = samples(application)
    assert 600 <= value(found, "oldest_unsent_match_seconds") < 700
    assert value(found, "mails_last_hour") == 1
    assert value(found, "documents", kind="matches", stage="pending") == 2


def test_no_person_is_in_them(application: FlaskClient, engine: Elasticsearch) -> None:
    store_person(engine, stage="matched")
    offers_due(engine, 1)
    text = read(application).text
    assert "@" not in text
    assert "person-p" not in text


def test_without_redis_the_work_goes_on_and_nothing_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measurements, "_silent_until", 0.0)
    with hanging_up() as port:
        monkeypatch.setenv("ESTEY_REDIS_URL", f"redis://127.0.0.1:{port.number}/0")
        settings.cache_clear()
        try:
            for _ in range(100):
                measurements.count("anything")
            assert port.calls == 1, "after one that fails nothing is tried for a while"
            assert measurements.read() == {}
            assert port.calls == 2
            waits = measurements._client().connection_pool.connection_kwargs
            assert waits["socket_timeout"] == waits["socket_connect_timeout"] == measurements.PATIENCE_SECONDS
        finally:
            monkeypatch.undo()
            settings.cache_clear()
