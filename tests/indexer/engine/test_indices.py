"""Index names and mappings, and their creation on the real engine."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from elasticsearch import Elasticsearch

from indexer.engine.indices import KINDS, ensure_indices, index_body, index_name
from indexer.settings import settings


@pytest.mark.parametrize("kind", KINDS)
def test_a_field_that_nobody_meant_is_refused_in_every_index(kind: str) -> None:
    body = index_body(kind, replicas=1)
    assert body["mappings"]["dynamic"] == "strict"
    assert body["settings"]["number_of_replicas"] == 1
    assert "french_text" in body["settings"]["analysis"]["analyzer"]


def test_a_name_is_an_alias_of_a_versioned_index(engine: Elasticsearch) -> None:
    for kind in KINDS:
        assert index_name(kind).startswith(settings().index_prefix)
        assert list(engine.indices.get_alias(name=index_name(kind))) == [f"{index_name(kind)}-1"]


def test_indices_may_be_ensured_by_several_processes_at_once(
    engine: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ESTEY_INDEX_PREFIX", f"{settings().index_prefix[:20]}race")
    settings.cache_clear()
    try:
        with ThreadPoolExecutor(3) as pool:
            for created in pool.map(lambda _: ensure_indices(engine), range(3)):
                assert set(created) <= {index_name(kind) for kind in KINDS}
        assert ensure_indices(engine) == []
    finally:
        for kind in KINDS:
            engine.indices.delete(index=f"{index_name(kind)}-1", ignore_unavailable=True)
        monkeypatch.undo()
        settings.cache_clear()


def test_an_index_of_an_older_release_gets_the_fields_that_were_added(
    engine: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ESTEY_INDEX_PREFIX", f"{settings().index_prefix[:20]}older")
    settings.cache_clear()
    try:
        ensure_indices(engine)
        engine.indices.delete(index=f"{index_name('matches')}-1")
        # "state" was a text then: it cannot become a keyword, and must not keep the others away.
        older = {"dynamic": "strict", "properties": {"id": {"type": "keyword"}, "state": {"type": "text"}}}
        engine.indices.create(index=f"{index_name('matches')}-1", aliases={index_name("matches"): {}}, mappings=older)
        assert ensure_indices(engine) == []
        mapping = engine.indices.get_mapping(index=index_name("matches"))[f"{index_name('matches')}-1"]["mappings"]
        assert set(mapping["properties"]) == set(index_body("matches")["mappings"]["properties"])
        assert mapping["properties"]["state"]["type"] == "text"
    finally:
        for kind in KINDS:
            engine.indices.delete(index=f"{index_name(kind)}-1", ignore_unavailable=True)
        monkeypatch.undo()
        settings.cache_clear()


def test_french_words_are_found_without_accents_elisions_and_endings(engine: Elasticsearch) -> None:
    def analysed(text: str) -> list[str]:
        answer = engine.indices.analyze(index=index_name("offers"), analyzer="french_text", text=text)
        return [token["token"] for token in answer["tokens"]]

    assert analysed("l’électricienne") == analysed("ELECTRICIENNE")
    assert analysed("d'agents d’entretien") == analysed("agent entretien")
