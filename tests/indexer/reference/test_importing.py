"""Importing on the real engine: idempotent, all or nothing, and in force at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from indexer.engine.documents import get
from indexer.engine.indices import index_name, refresh
from indexer.engine.lease import BusyError, held
from indexer.engine.versions import version_in_use
from indexer.reference import importing, store
from indexer.reference.importing import import_communes, import_rome, import_synonyms, import_trainings
from indexer.reference.in_force import gazetteer, vocabulary
from indexer.reference.rome import read_rome
from indexer.reference.store import ImportRaceError, ReferenceLostError, current, current_versions, load
from indexer.reference.tables import ReferenceFileError
from tests.indexer.reference import official_files as files

MORE_CODES = [*files.CODES, ("A1101", "", "", "Conducteur / Conductrice d'engins", "", "A1101")]


class KilledError(BaseException):
    """Stands for the end of the process."""


def kept_files(file_store: Path) -> set[str]:
    return {path.name for path in file_store.iterdir()} if file_store.exists() else set()


def test_the_official_list_is_in_force_once_imported(engine: Elasticsearch, file_store: Path, tmp_path: Path) -> None:
    assert vocabulary().sheets == {}
    report = import_rome(engine, files.write_rome(tmp_path / "rome"))
    assert report.as_dict() | {"seconds": 0, "version": ""} == {
        "kind": "rome",
        "source": "rome",
        "read": report.kept,
        "kept": report.kept,
        "refused": {},
        "unchanged": False,
        "version": "",
        "counts": {"sheets": 5, "titles": 5, "items": 5, "contexts": 1, "links": 7, "moves": 5, "texts": 3},
        "seconds": 0,
    }
    assert set(vocabulary().sheets) == {"H2913", "H2914", "H2902", "G1602", "N4444"}
    pointer = current(engine, "rome")
    assert pointer is not None
    assert (pointer.version, pointer.source) == (report.version, "rome")
    assert kept_files(file_store) == {f"rome-{report.version}.json.gz"}


def test_what_is_loaded_is_what_was_read(engine: Elasticsearch, file_store: Path, tmp_path: Path) -> None:
    folder = files.write_rome(tmp_path / "rome")
    import_rome(engine, folder)
    import_communes(engine, files.write(tmp_path / "communes.csv", files.COMMUNES))
    pointers = current_versions(engine)
    assert load(pointers["rome"]) == read_rome(folder)[0]
    assert [commune.point for commune in load(pointers["communes"]).communes][1:] == [(44.61, -0.77), None]


def test_the_same_content_is_unchanged_from_a_folder_or_a_zip(
    engine: Elasticsearch, file_store: Path, tmp_path: Path
) -> None:
    folder = files.write_rome(tmp_path / "rome")
    first = import_rome(engine, folder)
    before = current(engine, "rome")
    for again in (folder, files.zipped(folder, tmp_path / "rome.zip")):
        report = import_rome(engine, again)
        assert (report.unchanged, report.version) == (True, first.version)
    assert current(engine, "rome") == before


def test_a_kept_file_that_was_lost_is_written_again(engine: Elasticsearch, file_store: Path, tmp_path: Path) -> None:
    folder = files.write_rome(tmp_path / "rome")
    import_rome(engine, folder)
    (path,) = file_store.iterdir()
    for damage in (lambda: path.unlink(), lambda: path.write_bytes(path.read_bytes()[:-9])):
        damage()
        pointer = current(engine, "rome")
        assert pointer is not None
        with pytest.raises(ReferenceLostError):
            load(pointer)
        assert import_rome(engine, folder).unchanged is False
        assert import_rome(engine, folder).unchanged is True


def test_the_previous_version_is_kept_and_those_before_are_erased(
    engine: Elasticsearch, file_store: Path, tmp_path: Path
) -> None:
    names = []
    for number in range(4):
        rows = [*files.CODES, (f"A110{number}", "", "", "Autre", "", f"A110{number}")]
        report = import_rome(engine, files.write_rome(tmp_path / f"rome{number}", referentiel_code_rome=rows))
        names.append(f"rome-{report.version}.json.gz")
        assert kept_files(file_store) == set(names[-2:])
    import_rome(engine, tmp_path / "rome2")
    assert kept_files(file_store) == set(names[-2:]), "back to the one before"


@pytest.mark.parametrize(
    ("take", "bad"),
    [
        (import_rome, lambda folder: files.write_rome(folder / "bad", texte=None)),
        (import_rome, lambda folder: files.write(folder / "rome.zip", "no zip")),
        (import_communes, lambda folder: files.write(folder / "bad.csv", files.SESSIONS)),
        (import_trainings, lambda folder: files.write(folder / "bad.csv", files.COMMUNES)),
        (import_synonyms, lambda folder: files.write(folder / "bad.csv", files.COMMUNES)),
    ],
)
def test_another_file_is_refused_and_changes_nothing(
    engine: Elasticsearch, file_store: Path, tmp_path: Path, take: Callable[..., Any], bad: Callable[[Path], Path]
) -> None:
    import_rome(engine, files.write_rome(tmp_path / "good"))
    import_communes(engine, files.write(tmp_path / "good.csv", files.COMMUNES))
    before, kept, index = current_versions(engine), kept_files(file_store), version_in_use(engine, "trainings")
    with pytest.raises(ReferenceFileError):
        take(engine, bad(tmp_path))
    assert (current_versions(engine), kept_files(file_store)) == (before, kept)
    assert version_in_use(engine, "trainings") == index


def test_killed_between_the_file_and_the_pointer_the_old_version_stays_current(
    engine: Elasticsearch, file_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_rome(engine, files.write_rome(tmp_path / "rome"))
    before = current(engine, "rome")
    more = files.write_rome(tmp_path / "more", referentiel_code_rome=MORE_CODES)

    def write_and_die(name: str, content: bytes) -> None:
        save(name, content)
        raise KilledError

    save = store.save_file
    with monkeypatch.context() as patch:
        patch.setattr(store, "save_file", write_and_die)
        with pytest.raises(KilledError):
            import_rome(engine, more)
    assert len(kept_files(file_store)) == 2
    assert current(engine, "rome") == before
    assert "A1101" not in vocabulary().sheets
    assert import_rome(engine, more).unchanged is False
    assert "A1101" in vocabulary().sheets


def test_of_two_imports_at_once_one_wins_and_the_other_says_so(
    engine: Elasticsearch, file_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (files.write_rome(tmp_path / name) for name in ("first", "second"))
    files.write_rome(second, referentiel_code_rome=MORE_CODES)
    save = store.save_file

    def let_another_pass(name: str, content: bytes) -> None:
        monkeypatch.setattr(store, "save_file", save)
        import_rome(engine, second)
        save(name, content)

    monkeypatch.setattr(store, "save_file", let_another_pass)
    with pytest.raises(ImportRaceError, match="Another import of rome"):
        import_rome(engine, first)
    assert "A1101" in vocabulary().sheets


def test_communes_are_in_force_with_the_starters_point_where_the_list_has_none(
    engine: Elasticsearch, file_store: Path, tmp_path: Path
) -> None:
    assert "33029" not in gazetteer().communes or len(gazetteer().communes) > 3
    import_communes(engine, files.write(tmp_path / "communes.csv", files.COMMUNES))
    assert set(gazetteer().communes) == {"64445", "33029", "75056"}
    assert gazetteer().resolve("Paris").point is not None
    assert gazetteer().resolve("Le Barp").insee == "33029"


def trainings_now(engine: Elasticsearch) -> dict[str, dict[str, Any]]:
    refresh(engine, "trainings")
    hits = engine.search(index=index_name("trainings"), size=100)["hits"]["hits"]
    return {hit["_source"]["title"]: hit["_source"] for hit in hits}


def test_certifications_and_sessions_are_found_beside_each_other(
    engine: Elasticsearch, file_store: Path, tmp_path: Path
) -> None:
    import_rome(engine, files.write_rome(tmp_path / "rome"))
    catalogue = files.write(tmp_path / "rncp.jsonl", files.certification())
    sessions = files.write(tmp_path / "sessions.csv", files.SESSIONS)
    assert import_trainings(engine, catalogue).kind == "certifications"
    assert import_trainings(engine, sessions).kind == "sessions"
    assert import_trainings(engine, catalogue).unchanged
    assert import_trainings(engine, sessions).unchanged
    found = trainings_now(engine)
    assert set(found) == {"Soudeur", "Soudage TIG"}
    session = found["Soudage TIG"]
    assert session["jobs"] == ["H2913", "H2902"], "the parents of what was given"
    assert session["given_jobs"] == ["H2914", "H2902"]
    assert (session["commune"], session["place_label"]) == ("64445", "Pau (64)")
    assert "skill:6001" in session["items"]
    assert found["Soudeur"]["ends_on"] == "2024-08-31"

    next_year = files.SESSIONS.replace("2027", "2028")
    assert import_trainings(engine, files.write(sessions, next_year)).unchanged is False
    assert set(trainings_now(engine)) == {"Soudeur", "Soudage TIG"}
    assert trainings_now(engine)["Soudage TIG"]["starts_on"] == "2028-09-01"


def test_trainings_stopped_before_their_pointer_are_indexed_again(
    engine: Elasticsearch, file_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sessions = files.write(tmp_path / "sessions.csv", files.SESSIONS)
    import_trainings(engine, sessions)
    files.write(sessions, files.SESSIONS.replace("Soudage TIG;", "Soudage MIG;"))

    def die(*_: Any) -> None:
        raise KilledError

    with monkeypatch.context() as patch:
        patch.setattr(importing, "keep", die)
        with pytest.raises(KilledError):
            import_trainings(engine, sessions)
    assert import_trainings(engine, sessions).unchanged is False
    assert set(trainings_now(engine)) == {"Soudage MIG"}
    with held(engine, "trainings"), pytest.raises(BusyError, match="Another trainings is running"):
        import_trainings(engine, files.write(sessions, files.SESSIONS))
    assert set(trainings_now(engine)) == {"Soudage MIG"}
    assert get(engine, "reference", "lease-trainings") is None
