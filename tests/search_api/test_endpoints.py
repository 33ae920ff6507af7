"""Every method of every address, asked by every kind of asker, of the application with real documents."""

from __future__ import annotations

import pytest
import requests
from elasticsearch import Elasticsearch
from flask import Flask

from indexer.settings import PROJECT_ROOT
from search_api.app import create_app
from search_api.endpoints import ACCESS, page, rows_of
from search_api.roles import KEY, NOBODY, OWNER, ROLES
from tests.fixtures.queue import Queue
from tests.running import RunningStack, eventually
from tests.search_api.askers import METHODS, ROWS, Askers

HEALTH = "GET /api/health"
"""Asks every part of the running service."""


@pytest.fixture(scope="module")
def askers(indices: Elasticsearch, stack: RunningStack) -> Askers:
    return Askers(create_app(), indices, stack.api_key)


@pytest.fixture(autouse=True)
def nothing_is_worked_off(queue: Queue) -> None:
    """What is asked queues work on documents that no worker of the stack knows."""


@pytest.fixture(scope="module")
def application() -> Flask:
    return create_app()


def test_every_address_has_its_row_and_every_row_its_address(application: Flask) -> None:
    assert sorted(name for name, _ in rows_of(application)) == ROWS


def test_the_page_says_what_the_table_says() -> None:
    written = (PROJECT_ROOT / "docs" / "endpoints.md").read_text(encoding="utf-8")
    assert written == page(), "run .venv/bin/python scripts/endpoints.py"


@pytest.mark.parametrize("row", [row for row in ROWS if row != HEALTH])
def test_each_kind_of_asker_gets_what_the_table_says(row: str, askers: Askers) -> None:
    tokens = askers.tokens_for(row)
    expected = ACCESS[row].statuses
    # The owner last: they may erase it all.
    for role in sorted(ROLES, key=lambda role: role == OWNER):
        answer = askers.ask(row, role, tokens)
        assert answer.status_code == expected[role], role
        if row.startswith("GET "):
            head = askers.ask(row, role, tokens, "HEAD")
            assert (head.status_code, head.data) == (expected[role], b""), role
            assert head.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.whole_stack
def test_each_kind_of_asker_is_told_of_the_health_of_the_running_service(askers: Askers, stack: RunningStack) -> None:
    assert eventually(stack.is_whole)
    for role in ROLES:
        cookies = askers.cookies_of(role, HEALTH)
        for method in ("GET", "HEAD"):
            answer = requests.request(method, f"{stack.url}/api/health", cookies=cookies, timeout=60)
            assert answer.status_code == ACCESS[HEALTH].statuses[role], (role, method)


@pytest.mark.parametrize("path", sorted({row.partition(" ")[2] for row in ROWS}))
def test_other_methods_are_refused_with_those_that_exist_and_options_tell_nothing_more(
    path: str, askers: Askers
) -> None:
    own = {row.partition(" ")[0] for row in ROWS if row.partition(" ")[2] == path}
    allowed = own | {"OPTIONS"} | ({"HEAD"} if "GET" in own else set())
    for role in (NOBODY, KEY):
        for method in METHODS:
            if method not in allowed:
                answer = askers.ask(f"GET {path}", role, None, method)
                assert answer.status_code == 405, method
                assert set(answer.headers["Allow"].split(", ")) == allowed
            elif method == "OPTIONS":
                answer = askers.ask(f"GET {path}", role, None, method)
                assert (answer.status_code, answer.data) == (200, b"")
                assert set(answer.headers["Allow"].split(", ")) == allowed


@pytest.mark.parametrize(
    "path", ["/nowhere", "/api/nowhere", "/suivi/", "/suivi/x/nowhere", "/admin", "/.env", "/.git/config"]
)
def test_what_is_nowhere_is_missing_for_all(path: str, askers: Askers) -> None:
    for role in ROLES:
        assert askers.ask(f"GET {path}", role, None).status_code == 404, role
