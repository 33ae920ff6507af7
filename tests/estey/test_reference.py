"""`estey reference …` and `estey reindex`, typed in a terminal, on indices of their own."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from indexer.engine.documents import scan
from indexer.engine.indices import index_name, refresh
from indexer.settings import settings
from tests.estey.command_line import assert_one_sentence, run_command
from tests.fixtures.queue import Queue
from tests.indexer.reference import official_files as files
from tests.running import RunningStack

Type = Callable[..., Any]


@pytest.fixture
def typed(stack: RunningStack, engine: Elasticsearch, queue: Queue, file_store: Path) -> Type:
    """Type a command and return what it did; with `--json` last, what it printed."""
    config = settings()
    own = {
        **stack.environment,
        "ESTEY_INDEX_PREFIX": config.index_prefix,
        "ESTEY_FILES_URL": config.files_url,
        "ESTEY_REDIS_URL": queue.url,
    }

    def run(*arguments: str) -> Any:
        done = run_command(stack.home, *arguments, **own)
        if arguments[-1] != "--json":
            return done
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run


def test_each_kind_is_imported_then_unchanged_and_listed(typed: Type, tmp_path: Path) -> None:
    folder = files.write_rome(tmp_path / "rome")
    commands = {
        "rome": ("rome", files.zipped(folder, tmp_path / "rome.zip")),
        "communes": ("communes", files.write(tmp_path / "communes.csv", files.COMMUNES)),
        "certifications": ("trainings", files.write(tmp_path / "rncp.jsonl", files.certification())),
        "sessions": ("trainings", files.write(tmp_path / "sessions.csv", files.SESSIONS)),
        "gender-pairs": ("synonyms", files.write(tmp_path / "words.csv", "LEMME;FLEXION\nacteur;actrice\n")),
    }
    assert typed("reference", "list", "--json") == []
    for kind, (name, path) in commands.items():
        first = typed("reference", "import", name, str(path), "--json")
        assert set(first) == {
            "kind", "source", "read", "kept", "refused", "unchanged", "version", "counts", "seconds",
        }  # fmt: skip
        assert (first["kind"], first["source"], first["unchanged"], first["refused"]) == (kind, path.name, False, {})
        assert first["read"] == first["kept"] > 0
        again = typed("reference", "import", name, str(path), "--json")
        assert (again["unchanged"], again["version"]) == (True, first["version"])
    assert {pointer["kind"] for pointer in typed("reference", "list", "--json")} == set(commands)
    said = typed("reference", "list").stdout
    assert "rome: 5 sheets, 5 titles, 5 items" in said
    counts = typed("status", "--json")["counts"]
    assert counts["trainings"] == 2


@pytest.mark.parametrize("name", ["rome", "communes", "trainings", "synonyms"])
def test_another_file_is_refused_in_one_sentence_and_nothing_is_in_force(
    typed: Type, tmp_path: Path, name: str
) -> None:
    for path in (files.write(tmp_path / "other.csv", "a,b\n1,2\n"), tmp_path / "nowhere"):
        said = assert_one_sentence(typed("reference", "import", name, str(path)))
        assert "expected" in said or "There is no file" in said
    assert typed("reference", "list", "--json") == []


def let_every_process_know(engine: Elasticsearch) -> None:
    """Have the data been imported a minute ago: until then a run waits for processes that know those before."""
    refresh(engine, "reference")
    then = (datetime.now(UTC) - timedelta(minutes=1)).isoformat()
    imported = list(scan(engine, "reference", {"exists": {"field": "imported_at"}}, "kind"))
    assert imported
    for identifier, _ in imported:
        engine.update(index=index_name("reference"), id=identifier, doc={"imported_at": then}, refresh=True)


def test_after_an_import_documents_are_brought_up_to_date(typed: Type, engine: Elasticsearch, tmp_path: Path) -> None:
    said = typed("reference", "import", "rome", str(files.write_rome(tmp_path / "rome"))).stdout
    assert "estey reindex" in said
    let_every_process_know(engine)
    report = typed("reindex", "--json")
    assert set(report) == {"documents", "queued", "trainings", "resumed", "versions", "seconds"}
    assert report["documents"]["offers"] == {"read": 0, "changed": 0, "failed": 0}
    assert report["versions"]["rome"]


def test_a_list_in_all_the_columns_of_the_publisher_is_kept_whole(typed: Type) -> None:
    report = typed("reference", "import", "rome", str(files.SMALL_ROME), "--json")
    assert report["kept"] == report["read"] == sum(report["counts"].values())
    assert report["refused"] == {}
    assert report["counts"]["sheets"] == 17
