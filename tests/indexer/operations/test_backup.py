"""A backup brought back into empty indices and an empty file store: counts, a CV, a mail that is due. Real engine."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from elasticsearch import Elasticsearch

from indexer.alerts.digests import send_digest
from indexer.engine.documents import get
from indexer.engine.indices import KINDS, ensure_indices, index_name, refresh
from indexer.engine.versions import versions
from indexer.operations.backup import backup
from indexer.operations.backup_folder import BackupError
from indexer.operations.restore import restore
from indexer.profiles import lifecycle
from indexer.profiles.deposit import Deposit, deposit
from indexer.reading.file_checks import check_file
from indexer.reading.file_store import load_file, save_file
from indexer.recruiters.erasure import erase_recruiter
from indexer.recruiters.lifecycle import register
from indexer.settings import settings
from tests.cv_files import WELDER
from tests.factories.matches import PERSON, offers_due, states
from tests.factories.profiles import store_person
from tests.fixtures.queue import Queue
from tests.indexer.mail_server import MailServer

CV = WELDER.encode() * 3


def leave(engine: Elasticsearch, email: str) -> str:
    cv = check_file("cv.txt", CV)
    return str(deposit(engine, Deposit(cv=cv, cv_name="cv.txt", email=email, commune="64445", radius_km=9))["id"])


@pytest.fixture
def at_work(
    engine: Elasticsearch, mail_server: MailServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """An instance with a deposit, its file, and a person to whom one offer was told and another is due."""
    with monkeypatch.context() as patch:
        patch.setenv("ESTEY_FILES_URL", (tmp_path / "store").as_uri())
        # Others erase people of the same names.
        patch.setenv("ESTEY_ERASED_URL", (tmp_path / "erased").as_uri())
        settings.cache_clear()
        identifier = leave(engine, "c@example.org")
        store_person(engine)
        offers_due(engine, 1)
        assert send_digest(engine, PERSON) == 1
        offers_due(engine, 1, start=1)
        mail_server.taken.clear()
        yield identifier
    settings.cache_clear()


@pytest.fixture
def elsewhere(at_work: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """What turns the settings to another instance: other indices, which are gone at the end, and another file store."""
    yield monkeypatch
    monkeypatch.undo()
    settings.cache_clear()


def turn_to_another(monkeypatch: pytest.MonkeyPatch, client: Elasticsearch, store: Path) -> None:
    monkeypatch.setenv("ESTEY_INDEX_PREFIX", f"test{uuid4().hex[:12]}")
    monkeypatch.setenv("ESTEY_FILES_URL", store.as_uri())
    monkeypatch.setenv("ESTEY_ERASED_URL", (store.parent / "erased").as_uri())
    settings.cache_clear()
    ensure_indices(client)


def test_what_is_restored_is_what_was_there_and_what_is_due_is_sent_once(
    engine: Elasticsearch, at_work: str, mail_server: MailServer, tmp_path: Path, elsewhere: pytest.MonkeyPatch
) -> None:
    manifest = backup(engine, tmp_path / "backup")
    assert manifest.counts["profiles"] == 2
    assert manifest.files == 1
    turn_to_another(elsewhere, engine, tmp_path / "other")
    try:
        restored = restore(engine, tmp_path / "backup")
        assert restored.counts == manifest.counts
        assert (restored.files, restored.missing) == (1, [])
        profile = get(engine, "profiles", at_work)
        assert profile is not None
        assert load_file(profile["file"]["path"]) == CV
        assert states(engine) == {"o0": "sent", "o1": "pending"}
        assert [send_digest(engine, PERSON), send_digest(engine, PERSON)] == [1, 0]
        assert len(mail_server.taken) == 1
        assert states(engine) == {"o0": "sent", "o1": "sent"}
        with pytest.raises(BackupError, match="already holds"):
            restore(engine, tmp_path / "backup")
    finally:
        for kind in KINDS:
            engine.indices.delete(index=versions(engine, kind))
    assert engine.indices.exists_alias(name=index_name("profiles")).body is False


def test_people_erased_meanwhile_do_not_come_back_and_a_lost_file_is_named(
    engine: Elasticsearch, at_work: str, tmp_path: Path, elsewhere: pytest.MonkeyPatch
) -> None:
    save_file("profiles/erased.txt", b"of somebody whose profile was erased")
    backup(engine, tmp_path / "backup")
    [cv] = [path for path in (tmp_path / "backup" / "files" / "profiles").iterdir() if at_work in path.name]
    cv.unlink()
    turn_to_another(elsewhere, engine, tmp_path / "other")
    try:
        restored = restore(engine, tmp_path / "backup")
        assert restored.missing == [f"profiles/{cv.name}"]
        assert [path for path in (tmp_path / "other").rglob("*") if path.is_file()] == []
    finally:
        for kind in KINDS:
            engine.indices.delete(index=versions(engine, kind))


def test_a_file_written_while_the_snapshot_is_taken_is_there(
    engine: Elasticsearch, at_work: str, tmp_path: Path
) -> None:
    """The first round of files is over when another CV comes in: its document is in the snapshot."""
    later: list[str] = []

    def advance(_name: str) -> None:
        if not later:
            later.append(leave(engine, "d@example.org"))

    manifest = backup(engine, tmp_path / "backup", advance)
    assert manifest.files == 2
    file = (get(engine, "profiles", later[0]) or {})["file"]["path"]
    assert (tmp_path / "backup" / "files" / file).read_bytes() == CV


def test_a_folder_that_holds_something_or_no_backup_is_refused(engine: Elasticsearch, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").touch()
    with pytest.raises(BackupError, match="not empty"):
        backup(engine, tmp_path / "full")
    with pytest.raises(BackupError, match="no whole backup"):
        restore(engine, tmp_path / "full")
    (tmp_path / "full" / "manifest.json").write_text(json.dumps({"form": 99}), encoding="utf-8")
    with pytest.raises(BackupError, match="no whole backup"):
        restore(engine, tmp_path / "full")


def test_a_folder_the_engine_may_not_write_to_is_said(
    engine: Elasticsearch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ESTEY_SNAPSHOTS", str(tmp_path / "nowhere"))
    settings.cache_clear()
    try:
        with pytest.raises(BackupError, match=r"path\.repo"):
            backup(engine, tmp_path / "backup")
        assert not (tmp_path / "backup" / "manifest.json").exists()
    finally:
        monkeypatch.undo()
        settings.cache_clear()


def test_who_was_erased_since_is_erased_again(
    engine: Elasticsearch, at_work: str, tmp_path: Path, elsewhere: pytest.MonkeyPatch, queue: Queue
) -> None:
    """Of an older backup too: the list beside it is newer."""
    elsewhere.setenv("ESTEY_ERASED_URL", (tmp_path / "erased").as_uri())
    settings.cache_clear()
    kept = leave(engine, "d@example.org")
    recruiter = register(engine, "r@example.org", "Camille Exemple")
    refresh(engine)
    backup(engine, tmp_path / "backups" / "1")
    assert lifecycle.delete(engine, at_work)
    assert erase_recruiter(engine, recruiter)
    refresh(engine)
    backup(engine, tmp_path / "backups" / "2")
    shutil.rmtree(tmp_path / "erased")
    turn_to_another(elsewhere, engine, tmp_path / "other")
    try:
        restored = restore(engine, tmp_path / "backups" / "1")
        assert restored.erased_again == 2
        assert get(engine, "profiles", at_work) is None
        assert get(engine, "recruiters", recruiter) is None
        assert get(engine, "profiles", kept)
        files = [path for path in (tmp_path / "other").rglob("*") if path.is_file()]
        assert [path.name.partition("-")[0] for path in files] == [kept]
    finally:
        for kind in KINDS:
            engine.indices.delete(index=versions(engine, kind))
