"""What is in force: the starter without an engine, what is held when the engine goes, the imported once told."""

from __future__ import annotations

from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from indexer.reference import in_force
from indexer.reference.importing import import_rome, import_synonyms
from indexer.reference.in_force import CurrentVersions, gazetteer, vocabulary
from indexer.reference.store import current
from tests.indexer.keyed import only_these
from tests.indexer.reference import official_files as files
from tests.running import free_port


def test_without_an_engine_the_starter_is_in_force(tmp_path: Path) -> None:
    with only_these(tmp_path):
        assert len(vocabulary().jobs) >= 150
        assert vocabulary().sheets == {}
        assert "64445" in gazetteer().communes
        assert vocabulary() is vocabulary()


def test_an_engine_that_does_not_answer_leaves_the_starter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with only_these(tmp_path, ENGINE_URL=f"http://127.0.0.1:{free_port()}"):
        in_force.engine.cache_clear()
        try:
            assert len(vocabulary().jobs) >= 150
        finally:
            in_force.engine.cache_clear()


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_the_engine_is_asked_every_thirty_seconds_and_what_is_known_outlives_it(
    engine: Elasticsearch, file_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    versions = CurrentVersions(clock)
    assert versions.pointers() == {}
    import_rome(engine, files.write_rome(tmp_path / "rome"))
    pointer = current(engine, "rome")
    assert versions.pointers() == {}
    clock.now += in_force.REREAD_SECONDS
    assert versions.pointers() == {"rome": pointer}

    def gone(client: Elasticsearch) -> None:
        raise in_force.EngineUnavailableError("gone")

    monkeypatch.setattr(in_force, "current_versions", gone)
    clock.now += in_force.REREAD_SECONDS
    assert versions.pointers() == {"rome": pointer}
    monkeypatch.undo()
    engine.delete(index=f"{in_force.settings().index_prefix}-reference", id="rome")
    clock.now += in_force.RETRY_SECONDS
    assert versions.pointers() == {}, "after a failure, asked again sooner"


def test_a_version_that_cannot_be_read_leaves_what_is_held(
    engine: Elasticsearch, file_store: Path, tmp_path: Path
) -> None:
    import_rome(engine, files.write_rome(tmp_path / "rome"))
    held = vocabulary()
    assert "N4444" in held.jobs
    other = [*files.CODES, ("A1101", "", "", "Autre", "", "A1101")]
    import_rome(engine, files.write_rome(tmp_path / "other", referentiel_code_rome=other))
    for path in file_store.iterdir():
        path.write_bytes(b"damaged")
    assert vocabulary() is held
    assert vocabulary() is held


def test_counted_words_complete_the_starter_and_the_official_list(
    engine: Elasticsearch, file_store: Path, tmp_path: Path
) -> None:
    path = tmp_path / "keywords.tsv"
    path.write_text("mot_cle\tnb_offres\ninventaire\t32629\n", encoding="utf-8")
    before = vocabulary()
    assert before.frequencies == {}
    import_synonyms(engine, path)
    starter = vocabulary()
    assert starter is not before
    assert starter.sheets == {}
    assert starter.skill_share["inventair"] > before.skill_share["inventair"]
    import_rome(engine, files.write_rome(tmp_path / "rome"))
    official = vocabulary()
    assert official.sheets
    assert official.frequencies["inventair"] == starter.frequencies["inventair"]
    assert vocabulary() is official
