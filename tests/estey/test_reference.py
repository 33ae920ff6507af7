"""`estey reference …` and `estey reindex`, typed in a terminal, on indices of their own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import requests

from tests.estey.command_line import assert_one_sentence, run_command
from tests.indexer.reference import official_files as files
from tests.running import RunningStack

Type = Callable[..., Any]


@pytest.fixture
def prefix() -> str:
    return f"test{uuid4().hex[:12]}"


@pytest.fixture
def typed(stack: RunningStack, prefix: str, tmp_path: Path) -> Iterator[Type]:
    """Type a command and return what it did; with `--json` last, what it printed."""
    own = {**stack.environment, "ESTEY_INDEX_PREFIX": prefix, "ESTEY_FILES_URL": (tmp_path / "store").as_uri()}

    def run(*arguments: str) -> Any:
        done = run_command(stack.home, *arguments, **own)
        if arguments[-1] != "--json":
            return done
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    run("migrate", "--json")
    yield run
    engine = stack.environment["ESTEY_ENGINE_URL"]
    for name in requests.get(f"{engine}/{prefix}-*/_alias", timeout=30).json():
        requests.delete(f"{engine}/{name}", timeout=30)


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


def let_every_process_know(stack: RunningStack, prefix: str) -> None:
    """Have the data been imported a minute ago: until then a run waits for processes that know those before."""
    pointers = f"{stack.environment['ESTEY_ENGINE_URL']}/{prefix}-reference"
    then = (datetime.now(UTC) - timedelta(minutes=1)).isoformat()
    requests.post(f"{pointers}/_refresh", timeout=30).raise_for_status()
    found = requests.get(f"{pointers}/_search?q=_exists_:imported_at", timeout=30).json()["hits"]["hits"]
    assert found
    for hit in found:
        change = {"doc": {"imported_at": then}}
        requests.post(f"{pointers}/_update/{hit['_id']}", json=change, timeout=30).raise_for_status()


def test_after_an_import_documents_are_brought_up_to_date(
    typed: Type, stack: RunningStack, prefix: str, tmp_path: Path
) -> None:
    said = typed("reference", "import", "rome", str(files.write_rome(tmp_path / "rome"))).stdout
    assert "estey reindex" in said
    let_every_process_know(stack, prefix)
    report = typed("reindex", "--json")
    assert set(report) == {"documents", "queued", "trainings", "resumed", "versions", "seconds"}
    assert report["documents"]["offers"] == {"read": 0, "changed": 0, "failed": 0}
    assert report["versions"]["rome"]


def test_the_real_list_is_imported_in_under_a_minute(typed: Type, capsys: pytest.CaptureFixture[str]) -> None:
    report = typed("reference", "import", "rome", str(files.real("rome_v460")), "--json")
    with capsys.disabled():
        print(f"\nROME imported in {report['seconds']} s: {report['counts']}, refused {report['refused']}")
    assert report["kept"] > 100_000
