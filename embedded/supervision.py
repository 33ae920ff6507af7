"""Supervisor runs the parts and restarts what dies; this module configures it, starts it and speaks to it.

Its control interface listens on a port of 127.0.0.1 with a password made at each start: a Unix socket would not do,
since its path may not exceed some hundred characters and $ESTEY_HOME may.
"""

from __future__ import annotations

import os
import secrets
import shlex
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from xmlrpc.client import Error, Fault, ServerProxy

from embedded.home import Home, write_whole
from embedded.programs import Program

LOG_BYTES, LOG_BACKUPS = "5MB", 2
# Waits 1 s, then 2, 3… between tries: about a minute in all before a part that never comes up is given up.
START_RETRIES = 8
# Longer than Python takes to find out on a busy machine that it cannot import the program: a part that fails before
# counts as not started, and is given up in the end instead of being restarted for ever.
SETTLED_SECONDS = 8
STOP_SECONDS = 90


def configuration(home: Home, programs: Sequence[Program], port: int, password: str) -> str:
    """Return supervisord.conf for these programs."""
    head = f"""\
[supervisord]
nodaemon=true
silent=true
umask=077
directory={_literal(home.run)}
logfile={_literal(home.logs / "supervisor.log")}
logfile_maxbytes={LOG_BYTES}
logfile_backups={LOG_BACKUPS}
pidfile={_literal(home.run / "supervisor.pid")}

[inet_http_server]
port=127.0.0.1:{port}
username=estey
password={password}

[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
"""
    return "\n".join([head, *(_section(home, program, rank) for rank, program in enumerate(programs, start=1))])


def _section(home: Home, program: Program, rank: int) -> str:
    """Return the section of one program.

    It works in run/, which is also how a left-over is recognised. Supervisor expands the log's path twice.
    """
    return f"""\
[program:{program.name}]
command={_literal(shlex.join(program.command))}
directory={_literal(home.run)}
priority={rank}
autostart={str(program.base).lower()}
autorestart=true
startsecs={SETTLED_SECONDS}
startretries={START_RETRIES}
stopasgroup={str(program.asks_all).lower()}
killasgroup=true
stopwaitsecs={program.stop_seconds}
redirect_stderr=true
stdout_logfile={_literal(_literal(home.logs / (program.name + ".log")))}
stdout_logfile_maxbytes={LOG_BYTES}
stdout_logfile_backups={LOG_BACKUPS}
"""


def _literal(value: str | Path) -> str:
    """Return a value that supervisor reads as it is: it expands %(name)s."""
    return str(value).replace("%", "%%")


@dataclass
class Supervisor:
    """A running supervisord, child of this process."""

    process: subprocess.Popen[bytes]
    port: int
    password: str

    @classmethod
    def start(cls, home: Home, programs: Sequence[Program], port: int, environment: dict[str, str]) -> Supervisor:
        """Write the configuration and start supervisord with this environment.

        It gets a session of its own, so that Ctrl-C reaches only us, and ends when this process dies (see
        embedded/supervised.py).
        """
        password = secrets.token_urlsafe(24)
        path = home.run / "supervisord.conf"
        write_whole(path, configuration(home, programs, port, password))
        process = subprocess.Popen(
            [sys.executable, "-m", "embedded.supervised", str(path), str(os.getpid())],
            env=environment,
            cwd=home.run,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        return cls(process, port, password)

    def _call(self, method: str, *arguments: object) -> Any:
        with ServerProxy(f"http://estey:{self.password}@127.0.0.1:{self.port}/RPC2", allow_none=True) as server:
            return getattr(server.supervisor, method)(*arguments)

    def states(self) -> dict[str, str]:
        """Return the state of each program (RUNNING, STARTING, BACKOFF, FATAL…); empty while supervisord starts."""
        try:
            answer = cast("list[dict[str, str]]", self._call("getAllProcessInfo"))
        except (OSError, Error):
            return {}
        return {program["name"]: program["statename"] for program in answer}

    def pids(self) -> dict[str, int]:
        """Return the process of each program that runs; empty while supervisord does not answer."""
        try:
            answer = cast("list[dict[str, Any]]", self._call("getAllProcessInfo"))
        except (OSError, Error):
            return {}
        return {program["name"]: program["pid"] for program in answer if program["pid"]}

    def stop_programs(self, programs: Sequence[Program]) -> None:
        """Stop programs, the last first, and wait until they have; those that do not run are passed over."""
        states = self.states()
        for program in reversed(programs):
            if states.get(program.name) in ("RUNNING", "STARTING", "BACKOFF"):
                with suppress(Fault):  # it ended meanwhile
                    self._call("stopProcess", program.name)

    def start_programs(self, programs: Sequence[Program]) -> None:
        """Start programs that do not start by themselves, without waiting for them."""
        for program in programs:
            self._call("startProcess", program.name, False)

    def is_running(self) -> bool:
        """Tell whether supervisord lives."""
        return self.process.poll() is None

    def stop(self) -> None:
        """Ask supervisord to stop every part, last started first, and wait until it has."""
        if self.is_running():
            self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
