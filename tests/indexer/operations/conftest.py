"""Documents that a reindexing changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from indexer.operations import index_copy, reindexing
from indexer.reference.importing import import_rome
from tests.factories.documents import store
from tests.factories.offers import make_offer
from tests.factories.profiles import store_person
from tests.indexer.operations.reindexed import COUNT
from tests.indexer.reference import official_files as files


@pytest.fixture
def filled(engine: Elasticsearch, file_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Elasticsearch:
    """Offers and people understood with the starter, then an official list imported that knows another job.

    Pages are small, so that a run has many steps; no time is left for searches that do not exist.
    """
    monkeypatch.setattr(index_copy, "PAGE", 5)
    monkeypatch.setattr(reindexing, "GRACE_SECONDS", 0.2)
    for number in range(COUNT):
        title = "Dompteuse de puces" if number % 2 else "Maçon"
        store(engine, "offers", {**make_offer(f"o{number:02}", title=title), "stage": "matched"})
    for number in range(COUNT):
        text = "Dompteur de puces" if number % 3 == 0 else "Maçon"
        store_person(engine, f"p{number:02}", wanted=[], text=text, stage="matched", file={"path": "profiles/none"})
    import_rome(engine, files.write_rome(tmp_path / "rome"))
    return engine
