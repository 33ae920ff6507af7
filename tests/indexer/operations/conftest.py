"""Documents that a reindexing changes."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from indexer.operations import index_copy, reindexing
from indexer.reference.importing import import_rome
from tests.indexer.alerts.waiting import person_document, store_many
from tests.indexer.matching.plain_profiles import make_offer
from tests.indexer.operations.reindexed import COUNT
from tests.indexer.reference import official_files as files


@cache
def understood_with_the_starter() -> list[tuple[str, dict[str, Any]]]:
    """Offers and people by kind; made once a process, since each test has the same."""
    documents: list[tuple[str, dict[str, Any]]] = []
    for number in range(COUNT):
        title = "Dompteuse de puces" if number % 2 else "Maçon"
        documents.append(("offers", {**make_offer(f"o{number:02}", title=title), "stage": "matched"}))
    for number in range(COUNT):
        text = "Dompteur de puces" if number % 3 == 0 else "Maçon"
        facts = {"wanted": [], "text": text, "stage": "matched", "file": {"path": "profiles/none"}}
        documents.append(("profiles", person_document(f"p{number:02}", **facts)))
    return documents


@pytest.fixture
def filled(engine: Elasticsearch, file_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Elasticsearch:
    """Offers and people understood with the starter, then an official list imported that knows another job.

    Pages are small, so that a run has many steps; hardly any time is left for searches that do not exist.
    """
    monkeypatch.setattr(index_copy, "PAGE", 5)
    monkeypatch.setattr(reindexing, "GRACE_SECONDS", 0.02)
    store_many(engine, understood_with_the_starter())
    import_rome(engine, files.write_rome(tmp_path / "rome"))
    return engine
