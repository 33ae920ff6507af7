"""A document at which the code fails is set apart after some attempts, and never in others' way. Real engine."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from typing import Any

import pytest
from elastic_transport import ConnectionError as NoConnection
from elasticsearch import Elasticsearch

from indexer.engine.client import connect
from indexer.engine.documents import AnswerError, get
from indexer.offers.processing import process_offers
from indexer.profiles.processing import process_profile
from indexer.quarantine import set_apart
from indexer.quarantine.attempts import NO_WORD, is_outage, reason_of, try_each
from indexer.reading.extraction import MOST_ATTEMPTS
from indexer.reading.refusals import ReaderUnavailableError
from indexer.settings import settings
from tests.factories.documents import store
from tests.factories.offers import make_offer
from tests.factories.profiles import store_person
from tests.fixtures.queue import Queue

Seen = dict[str, Any]


def offers(engine: Elasticsearch, *names: str) -> None:
    for name in names:
        store(engine, "offers", {**make_offer(name), "stage": "received"})


def poisoned(engine: Elasticsearch, name: str = "poison") -> None:
    """An offer whose title is a number: no way in lets one through, and the code that reads titles fails at it."""
    store(engine, "offers", {**make_offer(name), "stage": "received", "title": 12})


def stage(engine: Elasticsearch, name: str, kind: str = "offers") -> Seen:
    found = get(engine, kind, name)
    assert found is not None
    return found


def tried(engine: Elasticsearch, *names: str, again: bool = False) -> None:
    try_each(engine, "offers", names, lambda some: process_offers(engine, some), again=again)


def test_one_that_fails_does_not_hold_up_those_beside_it(engine: Elasticsearch) -> None:
    offers(engine, "o1", "o2")
    poisoned(engine)
    tried(engine, "o1", "poison", "o2")
    assert [stage(engine, name)["stage"] for name in ("o1", "o2")] == ["matched", "matched"]
    left = stage(engine, "poison")
    assert (left["stage"], left["attempts"]) == ("received", 1)


def test_it_is_set_apart_with_its_reason_and_can_be_tried_again_or_dropped(engine: Elasticsearch, queue: Queue) -> None:
    poisoned(engine)
    tried(engine, "poison")
    for _ in range(MOST_ATTEMPTS - 1):
        assert stage(engine, "poison")["stage"] == "received"
        tried(engine, "poison", again=True)
    assert stage(engine, "poison")["stage"] == "failed"
    [apart] = set_apart.listed(engine)
    assert (apart.kind, apart.identifier, apart.attempts) == ("offers", "poison", MOST_ATTEMPTS)
    assert ".py:" in apart.reason
    assert "12" not in apart.reason.partition(" in ")[0], "never what the error says: it may quote a CV"
    tried(engine, "poison", again=True)
    assert stage(engine, "poison")["attempts"] == MOST_ATTEMPTS, "it is left alone"

    assert set_apart.retry(engine, apart) is True
    assert queue.tasks() == [("process_offers", [["poison"]])]
    assert (stage(engine, "poison")["stage"], stage(engine, "poison")["attempts"]) == ("received", 0)
    assert set_apart.retry(engine, apart) is False
    assert set_apart.drop(engine, apart) is False, "it is being tried again"

    for _ in range(MOST_ATTEMPTS):
        tried(engine, "poison", again=True)
    [apart] = set_apart.listed(engine, ["poison"])
    assert set_apart.drop(engine, apart) is True
    assert get(engine, "offers", "poison") is None
    assert list(set_apart.listed(engine)) == []


def dies(client: Callable[[], Elasticsearch], names: list[str]) -> None:
    engine = client()

    def work(some: list[str]) -> None:
        if "deadly" in some:
            os._exit(9)
        process_offers(engine, some)

    try_each(engine, "offers", names, work, again=True)


def test_one_that_kills_its_process_is_set_apart_and_the_others_are_done(engine: Elasticsearch) -> None:
    offers(engine, "deadly", "o1", "o2")
    for _ in range(MOST_ATTEMPTS + 1):
        child = multiprocessing.get_context("fork").Process(
            target=dies, args=(lambda: connect(settings()), ["deadly", "o1", "o2"])
        )
        child.start()
        child.join(60)
    assert [stage(engine, name)["stage"] for name in ("deadly", "o1", "o2")] == ["failed", "matched", "matched"]
    assert [apart.reason for apart in set_apart.listed(engine)] == [NO_WORD]


@pytest.mark.parametrize(
    "outage", [NoConnection("no"), AnswerError("busy", 429), AnswerError("starting", 503), ReaderUnavailableError("no")]
)
def test_an_outage_is_no_fault_of_the_document(engine: Elasticsearch, outage: Exception) -> None:
    offers(engine, "o1")

    def work(_: list[str]) -> None:
        raise outage

    for _ in range(MOST_ATTEMPTS + 2):
        with pytest.raises(type(outage)):
            try_each(engine, "offers", ["o1"], work, again=True)
    assert (stage(engine, "o1")["stage"], stage(engine, "o1")["attempts"]) == ("received", 0)


def test_a_refusal_of_the_document_itself_is_none(engine: Elasticsearch) -> None:
    assert not is_outage(AnswerError("mapper_parsing_exception", 400))
    assert not is_outage(ValueError())


def test_a_profile_is_set_apart_too_and_its_person_is_told(engine: Elasticsearch) -> None:
    store(engine, "profiles", {**store_person(engine, stage="parsed"), "wants": 12})
    for _ in range(MOST_ATTEMPTS):
        try_each(engine, "profiles", ["p"], lambda _: process_profile(engine, "p"), again=True)
    found = stage(engine, "p", "profiles")
    assert found["failure"]["code"] == "not_processed"
    assert "pas de votre fait" in found["failure"]["message"]


def test_the_reason_names_our_own_code() -> None:
    with pytest.raises(AttributeError) as raised:
        reason_of(None)  # type: ignore[arg-type]
    assert reason_of(raised.value).startswith("AttributeError in attempts.py:")
