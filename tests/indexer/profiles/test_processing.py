"""A profile's way from the deposit to its matches, on the real engine, Tika and file store."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from indexer.engine.documents import change, get
from indexer.engine.indices import refresh
from indexer.profiles import lifecycle
from indexer.profiles.deposit import Deposit, deposit
from indexer.profiles.processing import _match, process_profile
from indexer.queueing import enqueue_profile
from indexer.reading import extraction
from indexer.reading.file_checks import check_file
from indexer.reading.file_store import load_file
from indexer.reading.refusals import FileRefusedError, ReaderUnavailableError
from indexer.settings import settings
from tests.cv_files import WELDER, as_pdf, encrypted_pdf, scan_like_pdf
from tests.factories.documents import store
from tests.factories.matches import states
from tests.factories.offers import make_offer
from tests.fixtures.queue import application_of
from tests.running import free_port

# The stack's Tika, which other tests stop and kill.
pytestmark = pytest.mark.whole_stack


@pytest.fixture(autouse=True)
def files(tmp_path: Path, engine: Elasticsearch, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A file store of this test alone."""
    monkeypatch.setenv("ESTEY_FILES_URL", tmp_path.as_uri())
    settings.cache_clear()
    yield tmp_path
    monkeypatch.undo()
    settings.cache_clear()


@contextmanager
def reader_at(url: str) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ESTEY_TIKA_URL", url)
        patch.setenv("ESTEY_TIKA_TIMEOUT", "1")
        settings.cache_clear()
        yield
    settings.cache_clear()


def leave(engine: Elasticsearch, content: bytes = b"", **given: Any) -> str:
    cv = check_file("cv.pdf", content or as_pdf(WELDER))
    wish = {"email": "camille@example.org", "commune": "64445", "radius_km": 30, "wanted": ["soudeur"], **given}
    return str(deposit(engine, Deposit(cv=cv, cv_name="cv.pdf", **wish))["id"])


def stored(engine: Elasticsearch, identifier: str) -> dict[str, Any]:
    profile = get(engine, "profiles", identifier)
    assert profile is not None
    return profile


def test_a_cv_is_read_understood_and_matched_once_the_address_is_confirmed(engine: Elasticsearch) -> None:
    store(engine, "offers", make_offer("o1", title="Soudeur"))
    identifier = leave(engine)
    process_profile(engine, identifier)
    profile = stored(engine, identifier)
    assert (profile["stage"], profile["language"]) == ("matched", "fr")
    assert "H2913" in profile["understood"]["jobs"]
    assert "Soudage TIG et soudage MIG" in profile["text"]
    assert not [word for word in ("Camille", "Exemple", "rue des Essais", "64000", "@") if word in profile["text"]]
    assert [(one["title"], one["since"]) for one in profile["understood"]["experiences"]] == [
        ("soudeur en chaudronnerie", "2019"),
        ("soudeur monteur", "2015"),
    ]
    assert (profile["understood"]["place"], profile["diploma_level"]) == ("64445", 3)
    assert profile["experience_months"] == 11 * 12
    assert states(engine) == {}, "nothing is due to an unconfirmed address"
    lifecycle.confirm(engine, identifier)
    assert stored(engine, identifier)["stage"] == "parsed"
    process_profile(engine, identifier)
    process_profile(engine, identifier)
    assert stored(engine, identifier)["stage"] == "matched"
    assert states(engine) == {"o1": "pending"}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (scan_like_pdf(), "file_scan"),
        (encrypted_pdf(), "file_encrypted"),
        (b"%PDF-1.4 and then nothing a reader understands", "file_damaged"),
    ],
)
def test_a_file_that_cannot_be_read_is_failed_with_its_reason(engine: Elasticsearch, content: bytes, code: str) -> None:
    identifier = leave(engine, content)
    process_profile(engine, identifier)
    profile = stored(engine, identifier)
    assert profile["stage"] == "failed"
    assert profile["failure"]["code"] == code
    assert profile["failure"]["message"]
    assert "text" not in profile


def test_a_file_that_was_lost_is_said(engine: Elasticsearch, files: Path) -> None:
    identifier = leave(engine)
    for path in files.rglob("*.pdf"):
        path.unlink()
    process_profile(engine, identifier)
    assert stored(engine, identifier)["failure"]["code"] == "file_lost"


def test_with_tika_down_a_profile_stays_received_and_is_read_later(engine: Elasticsearch) -> None:
    identifier = leave(engine)
    with reader_at(f"http://127.0.0.1:{free_port()}"):
        for _ in range(6):
            with pytest.raises(ReaderUnavailableError):
                process_profile(engine, identifier)
            profile = stored(engine, identifier)
            assert profile["stage"] == "received"
            assert profile["attempts"] == 0, "an outage is no fault of the file"
    process_profile(engine, identifier)
    assert stored(engine, identifier)["stage"] == "matched"


def test_a_reader_that_cannot_be_reached_in_time_is_down_and_the_file_is_not_too_slow(
    engine: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extraction, "CONNECT_SECONDS", 0.5)
    identifier = leave(engine)
    with socket.socket() as full, socket.socket() as taken, socket.socket() as waiting:
        # A queue of connections that is full: further ones are not answered at all.
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for other in (taken, waiting):
            other.setblocking(False)
            other.connect_ex(full.getsockname())
        time.sleep(0.2)
        with reader_at(f"http://127.0.0.1:{full.getsockname()[1]}"), pytest.raises(ReaderUnavailableError):
            process_profile(engine, identifier)
    assert stored(engine, identifier)["stage"] == "received"


def test_with_redis_down_a_deposit_is_kept_and_waits_for_the_sweep(
    engine: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = as_pdf(WELDER)
    identifier = leave(engine, content)
    with monkeypatch.context() as patch:
        application_of(f"redis://127.0.0.1:{free_port()}/0", patch)
        assert enqueue_profile(identifier) is False
    settings.cache_clear()
    profile = stored(engine, identifier)
    assert profile["stage"] == "received"
    assert load_file(profile["file"]["path"]) == content


@pytest.mark.parametrize(
    "changed", [{"contracts": ["CDI", "MIS"]}, {"wanted": ["cuisinier"]}, {"commune": "33063"}, {"radius_km": 90}]
)
def test_a_change_made_while_offers_were_looked_for_is_looked_for_too(
    engine: Elasticsearch, changed: dict[str, Any]
) -> None:
    identifier = leave(engine, contracts=["CDI"])
    change(engine, "profiles", identifier, lambda doc: {**doc, "stage": "parsed"})
    lifecycle.confirm(engine, identifier)
    seen_by_the_task = stored(engine, identifier)
    lifecycle.update(engine, identifier, changed)
    new = {"title": "Cuisinier", "contract": "CDI"} if "wanted" in changed else {"title": "Soudeur", "contract": "MIS"}
    place = {"commune": {"contract": "CDI"}, "radius_km": {"contract": "CDI"}}.get(next(iter(changed)), {})
    offer = make_offer("new", **{**new, **place})
    if "commune" in changed or "radius_km" in changed:
        point = {"lat": 44.84, "lon": -0.58} if "commune" in changed else {"lat": 43.9, "lon": -0.5}
        offer = {**offer, "location": point}
    store(engine, "offers", offer)
    _match(engine, seen_by_the_task)
    assert stored(engine, identifier)["stage"] == "matched"
    assert states(engine) == {"new": "pending"}


def test_another_cv_takes_the_place_of_the_one_before_which_is_erased(engine: Elasticsearch, files: Path) -> None:
    identifier = leave(engine)
    process_profile(engine, identifier)
    lifecycle.correct(engine, identifier, added=["skill:meulag"], removed=["skill:soudag-tig"])
    other = WELDER.replace("soudeur monteur", "tuyauteur").encode()
    lifecycle.replace_file(engine, identifier, check_file("b.txt", other), "b.txt")
    process_profile(engine, identifier)
    profile = stored(engine, identifier)
    assert "tuyauteur" in profile["text"]
    assert "skill:soudag-tig#1" not in profile["wants"], "corrections outlive the CV"
    assert [path.suffix for path in files.rglob("*.*") if path.is_file()] == [".txt"]


def test_a_cv_sent_while_another_is_being_sent_does_not_stay_behind(
    engine: Elasticsearch, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    identifier = leave(engine)
    second, third = check_file("2.txt", b"two"), check_file("3.txt", b"three")
    original = change

    def other_first(*arguments: Any, **options: Any) -> Any:
        """Another request ends between this one's check and its write."""
        monkeypatch.setattr(lifecycle, "change", original)
        lifecycle.replace_file(engine, identifier, second, "2.txt")
        return original(*arguments, **options)

    monkeypatch.setattr(lifecycle, "change", other_first)
    lifecycle.replace_file(engine, identifier, third, "3.txt")
    [left] = [path for path in files.rglob("*.*") if path.is_file()]
    assert left.read_bytes() == b"three"


def test_what_is_deleted_is_gone_with_its_file_and_matches(engine: Elasticsearch, files: Path) -> None:
    store(engine, "offers", make_offer("o1", title="Soudeur"))
    identifier = leave(engine)
    lifecycle.confirm(engine, identifier)
    process_profile(engine, identifier)
    refresh(engine)
    assert states(engine) == {"o1": "pending"}
    path = stored(engine, identifier)["file"]["path"]
    assert lifecycle.delete(engine, identifier) is True
    assert lifecycle.delete(engine, identifier) is False
    assert states(engine) == {}
    with pytest.raises(FileRefusedError):
        load_file(path)


def test_a_commune_that_a_later_import_lacks_leaves_the_place_as_it_was(engine: Elasticsearch) -> None:
    identifier = leave(engine)
    change(engine, "profiles", identifier, lambda doc: {**doc, "commune": "99999"})
    before = stored(engine, identifier)
    after = lifecycle.update(engine, identifier, {"radius_km": 50, "frequency": "weekly"})
    assert after is not None
    assert after["frequency"] == "weekly"
    assert (after["commune"], after["radius_km"], after["circles"]) == ("99999", 30, before["circles"])
