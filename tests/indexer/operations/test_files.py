"""Files that no document points to go after a safe delay; those of a deposit never do. Real engine, real file store."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from indexer.operations.files import FEW, SAFE_AFTER, erase_unwanted
from indexer.operations.status import status
from indexer.profiles import deposit as depositing
from indexer.profiles.deposit import Deposit, deposit
from indexer.profiles.lifecycle import replace_file
from indexer.reading.file_checks import CheckedFile
from indexer.reading.file_store import delete_file, load_file, save_file, stored_files
from tests.indexer.alerts.test_killed import KilledError

CV = CheckedFile(b"Soudeur TIG", "txt", "text/plain")
GIVEN: dict[str, Any] = {
    "cv": CV, "cv_name": "cv.txt", "email": "camille@example.org", "commune": "64445", "radius_km": 30,
}  # fmt: skip
LATER = datetime.now(UTC) + SAFE_AFTER + timedelta(days=1)


def files() -> list[str]:
    return sorted([*stored_files("profiles"), *stored_files("offers")])


def leave_and_die(engine: Elasticsearch) -> None:
    """Die between the file and its document."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(depositing, "complete", dies)
        with pytest.raises(KilledError):
            deposit(engine, Deposit(**GIVEN))


def dies(*_: Any) -> None:
    raise KilledError


def test_what_a_deposit_that_died_left_goes_after_a_day_and_is_counted(engine: Elasticsearch, file_store: Path) -> None:
    kept = deposit(engine, Deposit(**GIVEN))
    leave_and_die(engine)
    assert len(files()) == 2
    assert status(engine)["files"] is None
    assert erase_unwanted(engine, datetime.now(UTC)).erased == 0, "a deposit may still be in flight"
    found = erase_unwanted(engine, LATER)
    assert (found.files, found.without_document, found.erased) == (2, 1, 1)
    assert files() == [kept["file"]["path"]]
    said = status(engine)["files"]
    assert (said["files"], said["without_document"], said["erased"]) == (2, 1, 1)


def test_a_deposit_in_flight_while_files_are_looked_at_keeps_its_file(
    engine: Elasticsearch, file_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = depositing.complete

    def swept_meanwhile(*given: Any) -> Any:
        found = erase_unwanted(engine, datetime.now(UTC) + SAFE_AFTER - timedelta(minutes=5))
        assert (found.files, found.without_document) == (1, 0)
        return real(*given)

    monkeypatch.setattr(depositing, "complete", swept_meanwhile)
    profile = deposit(engine, Deposit(**GIVEN))
    assert load_file(profile["file"]["path"]) == CV.content


def test_a_document_written_a_moment_ago_is_known_though_no_search_shows_it(
    engine: Elasticsearch, file_store: Path
) -> None:
    profile = deposit(engine, Deposit(**GIVEN))
    replace_file(engine, profile["id"], CV, "cv.txt")
    deposit(engine, Deposit(**GIVEN))
    assert erase_unwanted(engine, LATER).erased == 0
    assert len(files()) == 2


def test_half_a_file_and_the_file_that_was_replaced_go_too(engine: Elasticsearch, file_store: Path) -> None:
    profile = deposit(engine, Deposit(**GIVEN))
    save_file(f"profiles/{profile['id']}-0a1b2c3d.txt", b"the one before")
    save_file(f"profiles/.{profile['id']}.txt.0a1b.partial", b"hal")
    save_file("offers/0123456789abcdef01234567-00.pdf", b"an offer that was never written down")
    assert erase_unwanted(engine, LATER).erased == 3
    assert files() == [profile["file"]["path"]]


def test_reference_data_are_nobodys_to_erase(engine: Elasticsearch, file_store: Path) -> None:
    save_file("reference/rome-00.json.gz", b"data")
    assert erase_unwanted(engine, LATER).files == 0
    assert len(list(stored_files("reference"))) == 1


def test_an_engine_that_lost_its_documents_does_not_take_the_files_with_it(
    engine: Elasticsearch, file_store: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(FEW + 1):
        save_file(f"profiles/{number:024x}.txt", b"a CV whose document is gone")
    found = erase_unwanted(engine, LATER)
    assert (found.without_document, found.erased, len(files())) == (FEW + 1, 0, FEW + 1)
    assert "too many files without a document" in caplog.text
    delete_file(f"profiles/{0:024x}.txt")
    assert erase_unwanted(engine, LATER).erased == FEW


def test_the_age_is_that_of_the_file(engine: Elasticsearch, file_store: Path) -> None:
    save_file("profiles/0123456789abcdef01234567.txt", b"old")
    old = (datetime.now(UTC) - SAFE_AFTER - timedelta(minutes=1)).timestamp()
    os.utime(file_store.parent / "profiles" / "0123456789abcdef01234567.txt", (old, old))
    save_file("profiles/0123456789abcdef01234568.txt", b"new")
    assert erase_unwanted(engine, datetime.now(UTC)).erased == 1
    assert files() == ["profiles/0123456789abcdef01234568.txt"]
