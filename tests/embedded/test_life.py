"""The life of one instance: started beside another, killed, started again, its engine moved, stopped with Ctrl-C.

A start takes half a minute, so one instance lives it all once; each test looks at one part of what was seen.
"""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil
import pytest
import requests

from embedded.home import Home
from tests import running
from tests.embedded.test_up import is_alive, process_of, processes
from tests.running import ESTEY, RunningStack, clean_environment, eventually, free_port

# Of its own, so in any process.
pytestmark = [pytest.mark.timeout(900), pytest.mark.xdist_group("life")]


@dataclass
class Life:
    """What was seen of an instance, in the order in which it happened."""

    addresses: dict[str, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    engine_outlived_its_parents: bool = False
    engine_outlived_the_second_start: bool = True
    kept: Any = None
    counts_after_the_second_start: dict[str, int] = field(default_factory=dict)
    engine_moved: bool = False
    cluster: tuple[str, str] = ("", "")
    """The name of the engine's cluster, and that of what answers at its new address."""
    whole_after_the_move: bool = False
    search_after_the_move: int = 0
    exit_code: int | None = None
    left: list[psutil.Process] = field(default_factory=list)
    record_left: bool = True


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Life]:
    """Live it; every instance that was started is stopped in the end, whatever happened."""
    environment = clean_environment(tmp_path_factory.mktemp("life") / "a home", free_port())
    environment["ESTEY_DEMO"] = "1"
    started: list[RunningStack] = []

    def start() -> RunningStack:
        started.append(running.start(environment))
        return started[-1]

    try:
        yield _lived(start, environment)
    finally:
        for instance in started:
            instance.stop()


def _lived(start: Callable[[], RunningStack], environment: dict[str, str]) -> Life:
    life, first = Life(), start()
    life.addresses = {name: value for name, value in first.environment.items() if name.endswith(("_URL", "_PORT"))}
    life.counts = counts_of(environment)
    write_document(first, {"title": "Soudeur"})
    # As when the first start was interrupted just before its end: the demonstration is loaded again.
    Home(first.home).demonstration_marker.unlink()
    engine = _kill(first)
    life.engine_outlived_its_parents = is_alive(engine)
    second = start()
    life.engine_outlived_the_second_start = is_alive(engine)
    life.kept = read_document(second)
    life.counts_after_the_second_start = counts_of(environment)
    _move_engine(second, life)
    parts = processes(second.home)
    life.exit_code = second.stop(signal.SIGINT)
    life.left = [part for part in parts if is_alive(part)]
    life.record_left = (second.home / "run" / "instance.json").exists()
    return life


def _kill(instance: RunningStack) -> psutil.Process:
    """Kill `up` and supervisor, as when the machine's memory runs out: neither can stop anything; return the engine."""
    supervisor, engine = processes(instance.home)[0], process_of(instance.home, "OpenSearchRunner")
    assert instance.process is not None
    assert engine is not None
    instance.process.kill()
    supervisor.kill()
    instance.process.wait()
    return engine


def _move_engine(instance: RunningStack, life: Life) -> None:
    """Take the engine's port while it is down."""
    before, engine = engine_url(instance.home), process_of(instance.home, "OpenSearchRunner")
    assert engine is not None
    engine.kill()
    engine.wait(30)
    with socket.create_server(("127.0.0.1", int(urlsplit(before).port or 0))) as server:
        threading.Thread(target=_turn_away, args=(server,), daemon=True).start()
        life.engine_moved = eventually(lambda: engine_url(instance.home) != before, 120)
        answer = requests.get(engine_url(instance.home), timeout=10).json()
        life.cluster = (Home(instance.home).cluster_name, answer["cluster_name"])
        life.whole_after_the_move = eventually(lambda: instance.is_whole(), 120)
        life.search_after_the_move = requests.get(f"{instance.url}/?q=soudeur", timeout=30).status_code


def _turn_away(server: socket.socket) -> None:
    """Take connections and end them, as a server that is none of ours may."""
    with suppress(OSError):
        while True:
            server.accept()[0].close()


def engine_url(home: Path) -> str:
    return str(Home(home).read_instance()["environment"]["ESTEY_ENGINE_URL"])


def counts_of(environment: dict[str, str]) -> dict[str, int]:
    """What `estey status`, typed in another terminal, says is stored."""
    known = {name: value for name, value in environment.items() if name != "ESTEY_PORT"}
    ended = subprocess.run([ESTEY, "status", "--json"], env=known, capture_output=True, text=True, check=True)
    return dict(json.loads(ended.stdout)["counts"])


def write_document(instance: RunningStack, document: dict[str, Any]) -> None:
    url = instance.environment["ESTEY_ENGINE_URL"]
    requests.put(f"{url}/kept", timeout=30).raise_for_status()
    requests.put(f"{url}/kept/_doc/1?refresh=true", json=document, timeout=30).raise_for_status()


def read_document(instance: RunningStack) -> Any:
    return requests.get(f"{instance.environment['ESTEY_ENGINE_URL']}/kept/_doc/1", timeout=30).json()["_source"]


def test_two_instances_run_side_by_side(life: Life, stack: RunningStack) -> None:
    assert set(life.addresses.values()).isdisjoint(stack.environment[name] for name in life.addresses)
    assert requests.get(stack.environment["ESTEY_ENGINE_URL"], timeout=10).ok


def test_the_demonstration_is_loaded_and_loading_it_again_doubles_nothing(life: Life, stack: RunningStack) -> None:
    later = life.counts_after_the_second_start
    # 120 imported and one that the invented recruiter publishes.
    assert life.counts["offers"] == 121
    assert life.counts["profiles"] == 14
    assert life.counts["matches"] > 0
    # Mails become due by themselves, each once: how many there are by now says nothing of the demonstration.
    loaded = [{kind: count for kind, count in counts.items() if kind != "mails"} for counts in (life.counts, later)]
    assert loaded[0] == loaded[1]


def test_a_killed_instance_is_recovered_with_its_data(life: Life, stack: RunningStack) -> None:
    assert life.engine_outlived_its_parents
    assert not life.engine_outlived_the_second_start
    assert life.kept == {"title": "Soudeur"}


def test_an_engine_whose_port_was_taken_is_found_on_its_new_one_and_the_service_goes_on(
    life: Life, stack: RunningStack
) -> None:
    assert life.engine_moved
    assert life.cluster[0] == life.cluster[1]
    assert life.whole_after_the_move
    assert life.search_after_the_move == 200


def test_ctrl_c_leaves_nothing(life: Life, stack: RunningStack) -> None:
    assert life.exit_code == 0
    assert life.left == []
    assert not life.record_left
