"""The list of who was erased: outside everything that is backed up, and of nobody by name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from indexer.profiles import erased
from indexer.profiles.erased import Erased, copy_list, forget_old
from indexer.settings import settings

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
BEFORE, AFTER = (NOW - timedelta(days=1)).isoformat(), (NOW + timedelta(days=1)).isoformat()


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("ESTEY_ERASED_URL", (tmp_path / "erased").as_uri())
    monkeypatch.setenv("ESTEY_SECRET_KEY", "a key that only this test knows, and long enough")
    settings.cache_clear()
    yield tmp_path / "erased"
    settings.cache_clear()


def test_who_was_erased_is_known_and_who_came_after_is_another(kept: Path) -> None:
    assert not Erased().has("profiles", "p1", BEFORE)
    erased.note("profiles", "p1", NOW)
    erased.note("profiles", "p1", NOW + timedelta(minutes=1))
    listed = Erased()
    assert listed.has("profiles", "p1", BEFORE)
    assert not listed.has("profiles", "p1", AFTER), "a recruiter who registered again has the same id"
    assert not listed.has("searches", "p1", BEFORE)
    assert not listed.has("profiles", "p2", BEFORE)


def test_it_names_nobody_and_says_nothing_without_the_key(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    erased.note("recruiters", "camille@example.org", NOW)
    [file] = [path for path in kept.rglob("*") if path.is_file()]
    assert "camille" not in str(file)
    assert file.read_text() == NOW.isoformat()
    monkeypatch.setenv("ESTEY_SECRET_KEY", "another key, which is as long as the first one was")
    settings.cache_clear()
    assert not Erased().has("recruiters", "camille@example.org", BEFORE)


def test_copies_are_read_too_and_one_cut_short_still_counts(kept: Path, tmp_path: Path) -> None:
    for number in range(3):
        erased.note("profiles", f"p{number}", NOW)
    beside = tmp_path / "backups" / "erased"
    assert (copy_list(beside), copy_list(beside)) == (3, 0)
    for path in kept.rglob("*"):
        if path.is_file():
            path.unlink()
    [first, *_] = sorted(path for path in beside.rglob("*") if path.is_file())
    first.write_text("")
    assert not Erased().has("profiles", "p0", BEFORE)
    assert all(Erased(beside).has("profiles", f"p{number}", BEFORE) for number in range(3))


def test_it_is_kept_longer_than_any_backup_and_not_for_ever(kept: Path) -> None:
    erased.note("profiles", "old", NOW)
    assert forget_old(NOW + timedelta(days=730)) == 0
    assert Erased().has("profiles", "old", BEFORE)
    assert forget_old(NOW + timedelta(days=900)) == 1
    assert not Erased().has("profiles", "old", BEFORE)


def test_a_list_that_cannot_be_written_stops_no_erasure(kept: Path) -> None:
    kept.write_text("a file where the folder should be")
    erased.note("profiles", "p1", NOW)
