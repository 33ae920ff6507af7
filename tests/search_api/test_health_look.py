"""The parts are looked at once for all who ask at the same time."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from search_api.api import health


def test_while_one_looks_the_others_are_told_what_was_found_last(monkeypatch: pytest.MonkeyPatch) -> None:
    now, looks, waits = [0.0], list[int](), threading.Event()

    def slow() -> list[str]:
        looks.append(1)
        if len(looks) == 2:
            assert waits.wait(30)
        return ["mail"] if len(looks) == 1 else []

    monkeypatch.setattr(health, "unhealthy_parts", slow)
    look = health.Look(lambda: now[0])
    assert [look.parts(), look.parts()] == [["mail"], ["mail"]]
    assert len(looks) == 1
    now[0] = 2.0
    with ThreadPoolExecutor(1) as pool:
        looking = pool.submit(look.parts)
        while len(looks) < 2:
            pass
        assert [look.parts() for _ in range(24)] == [["mail"]] * 24
        waits.set()
        assert looking.result() == []
    assert (look.parts(), len(looks)) == ([], 2)
