"""Documents that a reindexing changes."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from indexer.operations import index_copy, reindexing
from indexer.reference.importing import import_rome
from tests.factories.documents import store_all
from tests.factories.offers import make_offer
from tests.factories.profiles import make_person
from tests.indexer.operations.reindexed import COUNT
from tests.indexer.reference import official_files as files


@cache
def understood_with_the_starter() -> dict[str, list[dict[str, Any]]]:
    """Offers and people by kind; made once a process, since each test has the same."""
    offers, people = [], []
    for number in range(COUNT):
        title = "Dompteuse de puces" if number % 2 else "Maçon"
        offers.append({**make_offer(f"o{number:02}", title=title), "stage": "matched"})
        text = "Dompteur de puces" if number % 3 == 0 else "Maçon"
        facts = {"wanted": [], "text": text, "stage": "matched", "file": {"path": "profiles/none"}}
        people.append(make_person(f"p{number:02}", **facts))
    return {"offers": offers, "profiles": people}


@pytest.fixture
def filled(engine: Elasticsearch, file_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Elasticsearch:
    """Offers and people understood with the starter, then an official list imported that knows another job.

    Pages are small, so that a run has many steps; hardly any time is left for searches that do not exist.
    """
    monkeypatch.setattr(index_copy, "PAGE", 5)
    monkeypatch.setattr(reindexing, "GRACE_SECONDS", 0.02)
    for kind, documents in understood_with_the_starter().items():
        store_all(engine, kind, documents)
    import_rome(engine, files.write_rome(tmp_path / "rome"))
    return engine
