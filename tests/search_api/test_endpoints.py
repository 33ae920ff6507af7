"""Every method of every address, asked by every kind of asker, on the running service."""

from __future__ import annotations

import pytest

from indexer.settings import PROJECT_ROOT
from search_api.app import create_app
from search_api.endpoints import ACCESS, page, rows_of
from search_api.roles import (
    KEY,
    NOBODY,
    OWNER,
    ROLES,
)
from tests.client import Client
from tests.running import RunningStack
from tests.search_api.askers import METHODS, ROWS, ask, fresh_tokens


def test_every_address_has_its_row_and_every_row_its_address() -> None:
    assert sorted(name for name, _ in rows_of(create_app())) == ROWS


def test_the_page_says_what_the_table_says() -> None:
    written = (PROJECT_ROOT / "docs" / "endpoints.md").read_text(encoding="utf-8")
    assert written == page(), "run .venv/bin/python scripts/endpoints.py"


@pytest.mark.parametrize("row", ROWS)
def test_each_kind_of_asker_gets_what_the_table_says(row: str, stack: RunningStack) -> None:
    tokens = fresh_tokens(Client(stack)) if "<secret>" in row or "<token>" in row else None
    expected = ACCESS[row].statuses
    # The owner last: they may erase it all.
    for role in sorted(ROLES, key=lambda role: role == OWNER):
        answer = ask(stack, row, role, tokens)
        assert answer.status_code == expected[role], role
        if row.startswith("GET "):
            head = ask(stack, row, role, tokens, "HEAD")
            assert (head.status_code, head.content) == (expected[role], b""), role
            assert head.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", sorted({row.partition(" ")[2] for row in ROWS}))
def test_other_methods_are_refused_with_those_that_exist_and_options_tell_nothing_more(
    path: str, stack: RunningStack
) -> None:
    own = {row.partition(" ")[0] for row in ROWS if row.partition(" ")[2] == path}
    allowed = own | {"OPTIONS"} | ({"HEAD"} if "GET" in own else set())
    for role in (NOBODY, KEY):
        for method in METHODS:
            answer = ask(stack, f"GET {path}", role, None, method)
            if method not in allowed:
                assert answer.status_code == 405, method
                assert set(answer.headers["Allow"].split(", ")) == allowed
            elif method == "OPTIONS":
                assert (answer.status_code, answer.content) == (200, b"")
                assert set(answer.headers["Allow"].split(", ")) == allowed


@pytest.mark.parametrize(
    "path", ["/nowhere", "/api/nowhere", "/suivi/", "/suivi/x/nowhere", "/admin", "/.env", "/.git/config"]
)
def test_what_is_nowhere_is_missing_for_all(path: str, stack: RunningStack) -> None:
    for role in ROLES:
        assert ask(stack, f"GET {path}", role, None).status_code == 404, role
