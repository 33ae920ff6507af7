"""Starts and stops real instances of the stack for tests, by the command a person would type."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import requests

ESTEY = str(Path(sys.executable).parent / "estey")
STOP_SECONDS = 120


@dataclass(frozen=True)
class RunningStack:
    """A running instance: where it is, and its `estey up` when this process started it."""

    home: Path
    url: str
    environment: dict[str, str]
    process: subprocess.Popen[str] | None = field(default=None, repr=False)

    @classmethod
    def in_home(cls, home: Path, process: subprocess.Popen[str] | None = None) -> RunningStack:
        recorded = json.loads((home / "run" / "instance.json").read_text(encoding="utf-8"))
        return cls(home, recorded["url"], recorded["environment"], process)

    @property
    def api_key(self) -> str:
        return (self.home / "api_key").read_text(encoding="utf-8").strip()

    def is_whole(self) -> bool:
        """Say whether every part answers; of Tika its worker says so some seconds later."""
        try:
            return requests.get(f"{self.url}/api/health", timeout=30).ok
        except requests.RequestException:
            return False

    def stop(self, number: int = signal.SIGINT) -> int | None:
        """Ask `estey up` to end, wait, and return its exit code; does nothing to an instance of somebody else's."""
        if self.process is None:
            return None
        if self.process.poll() is None:
            self.process.send_signal(number)
        code = self.process.wait(STOP_SECONDS)
        if self.process.stdout is not None:
            self.process.stdout.close()
        return code


def eventually(condition: Callable[[], object], seconds: float = 60) -> bool:
    """Say whether something comes true within some seconds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.1)
    return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def clean_environment(home: Path, port: int) -> dict[str, str]:
    """The environment of a new instance: nothing of one that this process knows, save the cache of fetched files."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ESTEY_") or name == "ESTEY_CACHE"}
    return {
        **kept,
        "ESTEY_HOME": str(home),
        "ESTEY_PORT": str(port),
        "ESTEY_DEMO": "0",
        # Files that never end are sent too: nobody waits a minute for each one.
        "ESTEY_TIKA_TIMEOUT": "10",
    }


def start(environment: dict[str, str]) -> RunningStack:
    """Start an instance and wait until it says it is ready."""
    home = Path(environment["ESTEY_HOME"])
    with (home.parent / f"{home.name}.up.log").open("w+", encoding="utf-8") as log:
        process = subprocess.Popen(
            [ESTEY, "up", "--json"], env=environment, stdout=subprocess.PIPE, stderr=log, text=True
        )
        assert process.stdout is not None
        if not process.stdout.readline():
            process.wait()
            log.seek(0)
            raise AssertionError(f"`estey up` ended with {process.returncode}: {log.read()[-2000:]}")
    return RunningStack.in_home(home, process)


def run_to_end(environment: dict[str, str], seconds: int = 120) -> subprocess.CompletedProcess[str]:
    """Type `estey up` and wait for it to end by itself, as it does when it cannot start."""
    return subprocess.run([ESTEY, "up"], env=environment, capture_output=True, text=True, timeout=seconds, check=False)
