"""Offers taken in on the real engine: idempotent, and one bad one never stops the rest."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from indexer.engine.documents import get, get_many
from indexer.engine.indices import index_name, refresh
from indexer.offers.from_file import take_offer_file
from indexer.offers.importing import BAD_LINE, import_offers, take_record
from indexer.offers.processing import process_offers
from indexer.reading.extraction import MOST_ATTEMPTS
from indexer.reading.file_checks import check_file
from indexer.reading.refusals import ReaderUnavailableError
from indexer.settings import settings
from tests.client import welder_offer
from tests.cv_files import as_pdf
from tests.factories.matches import states
from tests.factories.profiles import store_person
from tests.running import free_port

# The stack's Tika, which other tests stop and kill.
pytestmark = pytest.mark.whole_stack

OFFER_TEXT = "\n".join(
    ["Soudeur TIG (H/F)", "Contrat : CDI", "Lieu : Pau", "Soudage TIG sur inox en atelier."] + ["Bonne ambiance."] * 9
)


@pytest.fixture(autouse=True)
def files(tmp_path: Path, engine: Elasticsearch, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("ESTEY_FILES_URL", tmp_path.as_uri())
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


def imported(engine: Elasticsearch, *records: Any) -> tuple[dict[str, Any], list[str]]:
    queued: list[str] = []
    report = import_offers(engine, records, "test", queued.extend).as_dict()
    report.pop("seconds")
    refresh(engine)
    return report, queued


def test_the_same_records_again_are_unchanged_and_not_processed_again(engine: Elasticsearch) -> None:
    records = [welder_offer(str(number)) for number in range(450)]
    report, queued = imported(engine, *records)
    assert report == {"read": 450, "created": 450, "updated": 0, "unchanged": 0, "refused": {}}
    assert len(set(queued)) == 450
    assert imported(engine, *records) == (
        {"read": 450, "created": 0, "updated": 0, "unchanged": 450, "refused": {}},
        [],
    )
    report, queued = imported(engine, welder_offer("7", description="Autre"), welder_offer("8"))
    assert (report["updated"], report["unchanged"], len(queued)) == (1, 1, 1)


def test_bad_records_are_counted_by_reason_and_the_others_are_kept(engine: Elasticsearch) -> None:
    report, queued = imported(
        engine,
        welder_offer("1"),
        BAD_LINE,
        [],
        {"id": "2"},
        {"intitule": "Soudeur"},
        welder_offer("3", dateCreation="hier"),
        welder_offer("4", intitule="Soudeur \ud800"),
        welder_offer("5", lieuTravail={"commune": "x" * 40_000}),
        welder_offer("6", lieuTravail={"latitude": 10**400, "longitude": 0}),
        welder_offer("1"),
    )
    assert report["created"] + report["unchanged"] + sum(report["refused"].values()) == report["read"] == 10
    # Engines differ on the commune of 40,000 letters: one refuses it, the other keeps it unindexed.
    report["refused"].pop("engine_refused", None)
    expected = ("bad_json", "not_an_object", "no_title", "no_id", "bad_date_dateCreation")
    assert report["refused"] == dict.fromkeys(expected, 1)
    assert set(get_many(engine, "offers", queued)) == set(queued)


def test_one_record_posted_twice_without_an_id_is_one_offer(engine: Elasticsearch) -> None:
    record = {"intitule": "Soudeur \ud800", "description": "x"}
    first = take_record(engine, record, "api")
    assert first[1] == "created"
    assert take_record(engine, dict(reversed(record.items())), "api") == (first[0], "unchanged")


def test_an_offer_that_comes_in_reaches_the_profiles_it_fits_once(engine: Elasticsearch) -> None:
    store_person(engine)
    store_person(engine, "cook", wanted=["cuisinier"])
    _, queued = imported(engine, welder_offer("1"))
    assert process_offers(engine, queued) == 1
    assert process_offers(engine, queued) == 0
    assert states(engine) == {queued[0]: "pending"}
    offer = get(engine, "offers", queued[0])
    assert offer is not None
    assert offer["stage"] == "matched"
    imported(engine, welder_offer("1", description="Modifiée"))
    assert process_offers(engine, queued) == 0, "told once, also when it changes"


def test_an_offer_in_a_file_is_read_and_matched(engine: Elasticsearch) -> None:
    store_person(engine)
    identifier, outcome = take_offer_file(engine, check_file("offre.pdf", as_pdf(OFFER_TEXT)), "", "api")
    assert outcome == "created"
    assert process_offers(engine, [identifier]) == 1
    offer = get(engine, "offers", identifier)
    assert offer is not None
    assert (offer["title"], offer["contract"], offer["commune"]) == ("Soudeur TIG (H/F)", "CDI", "64445")
    assert (offer["status"], offer["stage"]) == ("open", "matched")


def test_an_offer_whose_file_waits_for_the_reader_does_not_keep_the_others_waiting(
    engine: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_person(engine)
    file_offer, _ = take_offer_file(engine, check_file("offre.pdf", as_pdf(OFFER_TEXT)), "", "api")
    _, [plain_offer] = imported(engine, welder_offer("1"))
    with monkeypatch.context() as patch:
        patch.setenv("ESTEY_TIKA_URL", f"http://127.0.0.1:{free_port()}")
        settings.cache_clear()
        for _ in range(MOST_ATTEMPTS + 1):
            with pytest.raises(ReaderUnavailableError):
                process_offers(engine, [file_offer, plain_offer])
    settings.cache_clear()
    assert states(engine) == {plain_offer: "pending"}
    waiting = get(engine, "offers", file_offer)
    assert waiting is not None
    assert (waiting["stage"], waiting["attempts"]) == ("received", 0)
    process_offers(engine, [file_offer])
    assert set(states(engine)) == {plain_offer, file_offer}


def test_a_file_that_is_no_offer_is_failed_with_its_reason_and_never_searched(engine: Elasticsearch) -> None:
    identifier, _ = take_offer_file(engine, check_file("offre.txt", b"court"), "", "api")
    assert process_offers(engine, [identifier]) == 0
    offer = get(engine, "offers", identifier)
    assert offer is not None
    assert (offer["stage"], offer["failure"]["code"], offer["status"]) == ("failed", "file_scan", "unread")
    assert engine.count(index=index_name("offers"), query={"term": {"status": "open"}})["count"] == 0
