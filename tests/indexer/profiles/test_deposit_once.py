"""The same deposit sent several times at once is one; later, or from elsewhere, it is another. Real engine."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from elasticsearch import Elasticsearch

from indexer.engine.documents import change
from indexer.engine.indices import index_name, refresh
from indexer.profiles import lifecycle
from indexer.profiles.deposit import AT_ONCE, Deposit, deposit_once
from indexer.reading.file_checks import check_file
from tests.cv_files import WELDER
from tests.fixtures.queue import Queue

GIVEN = Deposit(
    cv=check_file("cv.txt", WELDER.encode()),
    cv_name="cv.txt",
    email="camille@example.org",
    commune="64445",
    radius_km=9,
    wanted=["soudeur"],
)


def stored(client: Elasticsearch) -> int:
    refresh(client, "profiles")
    return int(client.count(index=index_name("profiles"))["count"])


def test_eight_at_once_are_one_profile_one_file_and_one_mail(engine: Elasticsearch, file_store: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: deposit_once(engine, GIVEN, "here"), range(8)))
    assert len({profile["id"] for profile, _ in answers}) == 1
    assert [is_new for _, is_new in answers].count(True) == 1, "and for that one a mail is queued"
    assert stored(engine) == 1
    assert len([path for path in (file_store.parent / "profiles").iterdir() if path.is_file()]) == 1


def test_what_differs_is_another(engine: Elasticsearch, file_store: Path) -> None:
    first, _ = deposit_once(engine, GIVEN, "here")
    others = (
        (replace(GIVEN, wanted=["tuyauteur"]), "here"),
        (replace(GIVEN, email="dominique@example.org"), "here"),
        (replace(GIVEN, cv=check_file("cv.txt", f"{WELDER}.".encode())), "here"),
        # Whoever sends it is answered with its secret links: they are not for somebody elsewhere.
        (GIVEN, "elsewhere"),
    )
    for given, place in others:
        profile, is_new = deposit_once(engine, given, place)
        assert is_new
        assert profile["id"] != first["id"]


def test_what_was_confirmed_erased_or_is_long_ago_is_not_given_back(
    engine: Elasticsearch, file_store: Path, queue: Queue
) -> None:
    first, _ = deposit_once(engine, GIVEN, "here")
    lifecycle.confirm(engine, first["id"])
    second, is_new = deposit_once(engine, GIVEN, "here")
    assert (second["id"] != first["id"], is_new) == (True, True)
    lifecycle.delete(engine, first["id"])
    third, is_new = deposit_once(engine, GIVEN, "here")
    assert (third["id"] != first["id"], is_new) == (True, True), "a worker may still write of the erased one"
    other = replace(GIVEN, email="dominique@example.org")
    old, _ = deposit_once(engine, other, "here")
    then = (datetime.now(UTC) - 2 * AT_ONCE - timedelta(seconds=1)).isoformat()
    change(engine, "profiles", old["id"], lambda doc: {**doc, "received_at": then}, refresh=True)
    later, is_new = deposit_once(engine, other, "here")
    assert (later["id"] != old["id"], is_new) == (True, True)
