"""Supervisor reads our configuration as we meant it, restarts what dies and ends with us. Real, on small programs."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from supervisor.options import ServerOptions

from embedded import ports, supervision
from embedded.home import Home
from embedded.programs import Program
from embedded.supervision import Supervisor
from tests.running import eventually

SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    prepared = Home(tmp_path / "home")
    prepared.prepare()
    return prepared


@pytest.fixture
def supervisor(home: Home) -> Iterator[Supervisor]:
    programs = [Program("base", SLEEP, base=True), Program("later", SLEEP, base=False)]
    (port,) = ports.find_free(1)
    running = Supervisor.start(home, programs, port, dict(os.environ))
    assert eventually(running.states)
    yield running
    running.stop()


def pid_of(supervisor: Supervisor) -> int | None:
    children = psutil.Process(supervisor.process.pid).children()
    return children[0].pid if children else None


@given(
    folder=st.text(st.characters(categories=["L", "N"], include_characters="% '\"-;#$(){}é")).filter(str.strip),
    argument=st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"])).filter(str.strip),
)
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_supervisor_reads_any_path_and_argument_as_it_is(tmp_path: Path, folder: str, argument: str) -> None:
    home = Home(tmp_path / folder.strip())
    home.prepare()
    program = Program("one", ["/bin/echo", argument, "100%"], base=True, stop_seconds=7)
    path = tmp_path / "supervisord.conf"
    path.write_text(supervision.configuration(home, [program], 20_000, "secret"), encoding="utf-8")
    options = ServerOptions()
    options.realize(["-c", str(path)])
    (config,) = options.process_group_configs[0].process_configs
    assert shlex.split(config.command) == program.command
    assert Path(config.directory) == home.run
    assert Path(config.stdout_logfile) == home.logs / "one.log"
    assert (config.stopwaitsecs, config.autostart, config.stopasgroup) == (7, True, True)


def test_what_dies_is_started_again(supervisor: Supervisor) -> None:
    assert eventually(lambda: pid_of(supervisor))
    first = pid_of(supervisor)
    assert first is not None
    os.kill(first, signal.SIGKILL)
    assert eventually(lambda: pid_of(supervisor) not in (None, first))


def test_later_programs_wait_until_they_are_asked_for(supervisor: Supervisor) -> None:
    assert supervisor.states()["later"] == "STOPPED"
    supervisor.start_programs([Program("later", SLEEP, base=False)])
    assert eventually(lambda: supervisor.states()["later"] in ("STARTING", "RUNNING"))


def test_stopping_leaves_nothing_behind(supervisor: Supervisor) -> None:
    assert eventually(lambda: pid_of(supervisor))
    child = pid_of(supervisor)
    assert child is not None
    supervisor.stop()
    assert not supervisor.is_running()
    assert not psutil.pid_exists(child)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent died")
def test_supervisor_ends_in_order_when_its_parent_is_killed(home: Home) -> None:
    path = home.run / "supervisord.conf"
    (port,) = ports.find_free(1)
    path.write_text(supervision.configuration(home, [Program("one", SLEEP, base=True)], port, "secret"))
    parent = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import os, subprocess, sys\n"
            "subprocess.Popen([sys.executable, '-m', 'embedded.supervised', sys.argv[1], str(os.getpid())]).wait()",
            str(path),
        ]
    )
    assert eventually(lambda: len(psutil.Process(parent.pid).children(recursive=True)) == 2)
    family = psutil.Process(parent.pid).children(recursive=True)
    parent.kill()
    parent.wait()
    assert eventually(lambda: not any(process.is_running() for process in family))
