"""Processes of an interrupted start: found and ended; all others are left alone. The processes are real."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embedded import leftovers
from embedded.home import Home

Spawn = Callable[..., subprocess.Popen[bytes]]
SLEEP = "import time; time.sleep(600)"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    prepared = Home(tmp_path / "home")
    prepared.prepare()
    return prepared


@pytest.fixture
def spawn(tmp_path: Path) -> Iterator[Spawn]:
    spawned: list[subprocess.Popen[bytes]] = []

    def start(code: str = SLEEP, *arguments: str, cwd: Path = tmp_path) -> subprocess.Popen[bytes]:
        process = subprocess.Popen([sys.executable, "-c", code, *arguments], cwd=cwd)
        spawned.append(process)
        return process

    yield start
    for process in spawned:
        process.kill()
        process.wait()


def pids(home: Home, recorded: list[dict[str, Any]]) -> list[int]:
    return [process.pid for process in leftovers.find(home, recorded)]


def test_a_process_whose_command_mentions_the_home_is_found(home: Home, spawn: Spawn) -> None:
    process = spawn(SLEEP, f"--data={home.root}/data")
    assert pids(home, leftovers.record(process.pid)) == [process.pid]


def test_a_process_that_works_in_the_home_is_found(home: Home, spawn: Spawn) -> None:
    process = spawn(cwd=home.run)
    assert pids(home, leftovers.record(process.pid)) == [process.pid]


def test_a_recorded_process_elsewhere_is_not_ours(home: Home, spawn: Spawn) -> None:
    assert pids(home, leftovers.record(spawn().pid)) == []


def test_a_pid_that_now_belongs_to_a_younger_process_is_not_ours(home: Home, spawn: Spawn) -> None:
    (recorded,) = leftovers.record(spawn(cwd=home.run).pid)
    recorded["create_time"] -= 3600
    assert pids(home, [recorded]) == []


def test_a_process_that_has_ended_is_not_found(home: Home, spawn: Spawn) -> None:
    process = spawn(cwd=home.run)
    recorded = leftovers.record(process.pid)
    process.kill()
    process.wait()
    assert pids(home, recorded) == []
    assert leftovers.record(process.pid) == []


def test_ending_reaches_children_and_those_who_ignore_being_asked(
    home: Home, spawn: Spawn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leftovers, "TERM_SECONDS", 1)
    stubborn = spawn(
        "import signal, subprocess, sys, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        f"child = subprocess.Popen([sys.executable, '-c', {SLEEP!r}])\n"
        "print(child.pid, flush=True); open('ready', 'w').write(str(child.pid)); time.sleep(600)",
        cwd=home.run,
    )
    bystander = spawn(cwd=home.run)
    ready = home.run / "ready"
    while not (ready.exists() and ready.read_text()):
        pass
    leftovers.end(leftovers.find(home, leftovers.record(stubborn.pid)[:1]))
    assert not psutil.pid_exists(stubborn.pid)
    assert not psutil.pid_exists(int(ready.read_text()))
    assert bystander.poll() is None


VALUES = st.none() | st.integers() | st.text(max_size=3)


@given(st.lists(st.fixed_dictionaries({}, optional={"pid": VALUES, "create_time": VALUES}), max_size=3))
def test_a_damaged_record_ends_nothing(recorded: list[dict[str, Any]]) -> None:
    assert leftovers.find(Home(Path("/nowhere/at/all")), recorded) == []
