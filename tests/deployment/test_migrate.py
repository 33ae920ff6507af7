"""`estey migrate`, which `setup` runs, and the liveness by which web is judged."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from elasticsearch import BadRequestError

from estey import migrate
from estey.cli import estey
from indexer.engine.indices import EXPUNGED, IN_FEW_SEGMENTS, KINDS, MERGING, index_name
from search_api.app import create_app


class FakeIndices:
    """Remembers the indices that were created, by alias."""

    def __init__(self) -> None:
        self.aliases: dict[str, str] = {}

    def exists(self, index: str) -> bool:
        return index in self.aliases

    def create(self, index: str, aliases: dict[str, object], **body: object) -> None:
        assert body["mappings"]
        for alias in aliases:
            self.aliases[alias] = index

    def put_mapping(self, index: str, properties: dict[str, object]) -> None:
        assert index in self.aliases
        assert properties

    def put_settings(self, index: str, settings: dict[str, object]) -> None:
        assert index in self.aliases
        few = {index_name(kind) for kind in IN_FEW_SEGMENTS}
        assert settings == EXPUNGED | (MERGING if index in few else {})


class FakeEngine:
    def __init__(self) -> None:
        self.indices = FakeIndices()


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> FakeEngine:
    fake = FakeEngine()
    monkeypatch.setattr(migrate, "engine", lambda: fake)
    return fake


def run(*arguments: str) -> str:
    result = CliRunner().invoke(estey, ["migrate", *arguments], catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def test_it_creates_what_is_missing_and_says_so_then_changes_nothing(engine: FakeEngine) -> None:
    names = [index_name(kind) for kind in KINDS]
    assert json.loads(run("--json")) == {"created": names}
    assert engine.indices.aliases == {name: f"{name}-1" for name in names}
    assert json.loads(run("--json")) == {"created": []}


def test_it_speaks_to_people_too(engine: FakeEngine) -> None:
    assert f"created {index_name('offers')}\n" in run()
    assert run() == "Nothing to create: every index exists.\n"


def test_an_engine_that_refuses_is_not_hidden(engine: FakeEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise BadRequestError("mapper_parsing_exception", None, None)  # type: ignore[arg-type]

    monkeypatch.setattr(engine.indices, "create", refuse)
    with pytest.raises(BadRequestError):
        run()


def test_web_is_alive_whatever_the_state_of_the_other_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable() -> None:
        raise AssertionError("liveness asks no other part")

    monkeypatch.setattr("search_api.api.health.unhealthy_parts", unreachable)
    answer = create_app().test_client().get("/api/health/live")
    assert (answer.status_code, answer.data) == (204, b"")
