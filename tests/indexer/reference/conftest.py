"""Imports write files: each test has a file store of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.reference.in_force import VERSIONS
from indexer.settings import settings


@pytest.fixture
def file_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder where files lie; empty."""
    folder = tmp_path / "store"
    monkeypatch.setenv("ESTEY_FILES_URL", folder.as_uri())
    settings.cache_clear()
    yield folder / "reference"
    monkeypatch.undo()
    settings.cache_clear()
    VERSIONS.forget()
