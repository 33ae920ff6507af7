"""Reindexing on the real engine: nothing lost, nothing left over, no search refused."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from indexer.engine.documents import change, get
from indexer.engine.indices import index_name
from indexer.engine.versions import version_in_use
from indexer.operations import reindexing
from indexer.operations.reindexing import reindex
from indexer.profiles.lifecycle import delete
from indexer.reference.importing import import_communes, import_rome, import_trainings
from indexer.reference.store import ReferenceLostError, current
from tests.factories.documents import store
from tests.factories.offers import make_offer
from tests.indexer.operations.reindexed import COUNT, assert_clean, documents, run
from tests.indexer.reference import official_files as files
from tests.indexer.searches.test_both_directions import make_search


def test_every_document_follows_the_data_in_force(filled: Elasticsearch) -> None:
    before = version_in_use(filled, "offers")
    report, queued = run(filled)
    offers, people = documents(filled, "offers"), documents(filled, "profiles")
    assert len(offers) == len(people) == COUNT
    tamed = {name for name, offer in offers.items() if "N4444" in offer["jobs"]}
    assert tamed == {f"o{number:02}" for number in range(1, COUNT, 2)}
    assert {name for name, one in people.items() if one["understood"]["jobs"] == ["N4444"]} >= {"p00", "p03"}
    assert set(queued["offers"]) == {name for name, offer in offers.items() if offer["stage"] == "parsed"} >= tamed
    assert {"p00", "p03", "p27"} <= set(queued["profiles"])
    assert report.documents["offers"]["read"] == COUNT
    assert report.documents["offers"]["failed"] == 0
    assert report.queued == {kind: len(names) for kind, names in queued.items()}
    assert version_in_use(filled, "offers") != before
    assert_clean(filled)


def test_a_saved_search_follows_the_vocabulary_in_force(filled: Elasticsearch) -> None:
    stale = make_search("s", words="dompteur de puces") | {"label": "of an older release", "query": {"match_all": {}}}
    store(filled, "searches", stale)
    report, _ = run(filled)
    saved = documents(filled, "searches")["s"]
    assert saved["label"] == "dompteur de puces"
    assert "N4444" in str(saved["query"]), "the job these words name now"
    assert report.documents["searches"] == {"read": 1, "changed": 1, "failed": 0}


def test_again_nothing_changes(filled: Elasticsearch) -> None:
    run(filled)
    before = documents(filled, "offers"), documents(filled, "profiles")
    report, _ = run(filled)
    assert report.documents["offers"]["changed"] == report.documents["profiles"]["changed"] == 0
    assert (documents(filled, "offers"), documents(filled, "profiles")) == before


def test_what_is_written_changed_and_deleted_meanwhile_is_neither_lost_nor_left(filled: Elasticsearch) -> None:
    steps = 0

    def meanwhile(kind: str, done: int, total: int) -> None:
        nonlocal steps
        steps += 1
        if steps == 3:
            store(filled, "offers", make_offer("new", title="Dompteur de puces"))
            # Both were copied already.
            change(filled, "offers", "o00", lambda doc: {**doc, "employer": "Cirque"})
            filled.delete(index=index_name("offers"), id="o01")
        if kind == "profiles" and done == COUNT:
            change(filled, "profiles", "p00", lambda doc: {**doc, "paused": True})
            assert delete(filled, "p01")

    run(filled, meanwhile)
    offers, people = documents(filled, "offers"), documents(filled, "profiles")
    assert set(offers) == {"new", *(f"o{number:02}" for number in range(COUNT))} - {"o01"}
    assert offers["new"]["jobs"] == ["N4444"]
    assert offers["o00"]["employer"] == "Cirque"
    assert set(people) == {f"p{number:02}" for number in range(COUNT)} - {"p01"}
    assert people["p00"]["paused"] is True
    assert_clean(filled)


@contextmanager
def at_the_same_time(work: Callable[[], None]) -> Iterator[list[BaseException]]:
    """Do some work over and over in a thread; what it raised is in the list."""
    errors: list[BaseException] = []
    end = threading.Event()

    def repeat() -> None:
        while not end.is_set():
            try:
                work()
            except BaseException as error:
                errors.append(error)
                return

    thread = threading.Thread(target=repeat)
    thread.start()
    try:
        yield errors
    finally:
        end.set()
        thread.join()


def test_searches_and_writes_go_on_through_the_swap(filled: Elasticsearch, monkeypatch: pytest.MonkeyPatch) -> None:
    # Here there are searches, and on a busy machine they are slow.
    monkeypatch.setattr(reindexing, "GRACE_SECONDS", 0.5)
    counts: list[int] = []
    written = 0

    def search() -> None:
        answer = filled.search(index=index_name("offers"), query={"prefix": {"id": "o"}}, track_total_hits=True)
        counts.append(answer["hits"]["total"]["value"])

    def write() -> None:
        nonlocal written
        changed = change(filled, "offers", "o07", lambda doc: {**doc, "attempts": doc.get("attempts", 0) + 1})
        written += changed is not None
        filled.index(index=index_name("profiles"), id=f"extra{written}", document={"id": f"extra{written}"})
        # Slower than copying, whose pages are small here.
        time.sleep(0.05)

    def slowly(kind: str, done: int, total: int) -> None:
        time.sleep(0.02)

    with at_the_same_time(search) as of_searches, at_the_same_time(write) as of_writes:
        run(filled, slowly)
        time.sleep(0.5)
    assert of_searches == of_writes == []
    assert set(counts) == {COUNT}
    assert len(counts) > 5
    last = get(filled, "offers", "o07")
    assert last is not None
    assert last["attempts"] == written > 0
    assert last["jobs"] == ["N4444"]
    extras = {name for name in documents(filled, "profiles") if name.startswith("extra")}
    assert extras == {f"extra{number}" for number in range(1, written + 1)}


def test_a_writer_that_read_before_the_swap_reads_again(filled: Elasticsearch) -> None:
    seen: list[str] = []

    def slow_edit(doc: dict[str, Any]) -> dict[str, Any]:
        seen.append(",".join(doc["jobs"]))
        if len(seen) == 1:
            run(filled)
        return {**doc, "employer": "Cirque"}

    changed = change(filled, "offers", "o01", slow_edit)
    assert len(seen) == 2
    assert changed is not None
    assert (changed["jobs"], changed["employer"]) == (["N4444"], "Cirque")


def test_data_imported_during_a_run_are_those_it_ends_with(filled: Elasticsearch, tmp_path: Path) -> None:
    imported = False

    def meanwhile(kind: str, done: int, total: int) -> None:
        nonlocal imported
        if not imported and done >= 10:
            imported = True
            more = [*files.TITLES, ("200", "Maçon / Maçonne", "Maçon / Maçonne", "N4444", "SYNONYME", "N4444", "N")]
            import_rome(filled, files.write_rome(tmp_path / "more", referentiel_appellation=more))

    report, _ = run(filled, meanwhile)
    assert all("N4444" in offer["jobs"] for offer in documents(filled, "offers").values())
    assert report.versions["rome"]
    assert_clean(filled)


def test_a_document_that_cannot_be_derived_is_kept_as_it_is(filled: Elasticsearch) -> None:
    filled.index(index=index_name("offers"), id="broken", document={"id": "broken"}, refresh=True)
    report, _ = run(filled)
    assert report.documents["offers"]["failed"] == 1
    assert documents(filled, "offers")["broken"] == {"id": "broken"}


def test_data_that_cannot_be_read_stop_the_run_before_it_begins(
    filled: Elasticsearch, file_store: Path, tmp_path: Path
) -> None:
    more = [*files.CODES, ("A1101", "", "", "Autre", "", "A1101")]
    import_rome(filled, files.write_rome(tmp_path / "more", referentiel_code_rome=more))
    for path in file_store.iterdir():
        path.write_bytes(b"")
    with pytest.raises(ReferenceLostError, match="import rome again"):
        run(filled)
    assert_clean(filled)


def test_the_swap_waits_until_every_process_knows_the_data(
    filled: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    pointer = current(filled, "rome")
    assert pointer is not None
    imported_at, swap = datetime.fromisoformat(pointer.imported_at), reindexing.swap
    ages: list[float] = []

    def swapped(*arguments: Any) -> None:
        ages.append((datetime.now(UTC) - imported_at).total_seconds())
        swap(*arguments)

    monkeypatch.setattr(reindexing, "swap", swapped)
    settled_after = (datetime.now(UTC) - imported_at).total_seconds() + 2
    reindex(filled, {}, settled_after=settled_after)
    [age] = ages
    assert age >= settled_after


def test_trainings_and_places_follow_too(filled: Elasticsearch, tmp_path: Path) -> None:
    sessions = files.SESSIONS.replace(";Pau;", ";Le Barp;").replace("H2914|H2902", "N4444")
    import_trainings(filled, files.write(tmp_path / "sessions.csv", sessions.replace("Soudage TIG;", "Puces;")))
    store(filled, "offers", {**make_offer("far"), "commune": "33029", "stage": "matched"})
    import_communes(filled, files.write(tmp_path / "communes.csv", files.COMMUNES))
    report, _ = run(filled)
    assert report.trainings == 1
    (training,) = documents(filled, "trainings").values()
    assert training["commune"] == "33029"
    assert documents(filled, "offers")["far"]["location"] == {"lat": 44.61, "lon": -0.77}
