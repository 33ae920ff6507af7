"""`estey up` as a person types it: refusals in a sentence, parts that come back, and nothing left behind."""

from __future__ import annotations

import json
import signal
import smtplib
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import psutil
import pytest
import requests

from embedded.home import Home
from tests import running
from tests.running import ESTEY, RunningStack, clean_environment, free_port, run_to_end

Start = Callable[[dict[str, str]], RunningStack]


def eventually(condition: Callable[[], object], seconds: float = 60) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.2)
    return False


def refusal(environment: dict[str, str]) -> str:
    """What `estey up` says when it cannot start, checked to be one sentence and not a crash."""
    ended = run_to_end(environment)
    assert ended.returncode != 0
    assert "Traceback" not in ended.stdout + ended.stderr
    (line,) = [line for line in ended.stderr.splitlines() if line]
    return line.removeprefix("Error: ")


def processes(home: Path) -> list[psutil.Process]:
    recorded = Home(home).read_instance()["processes"]
    return [psutil.Process(entry["pid"]) for entry in recorded if psutil.pid_exists(entry["pid"])]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts instances of this test's own, and stops those that still run at its end, however it ends."""
    started: list[RunningStack] = []

    def start_one(environment: dict[str, str]) -> RunningStack:
        started.append(running.start(environment))
        return started[-1]

    yield start_one
    for instance in started:
        instance.stop()


def is_alive(process: psutil.Process) -> bool:
    """Whether it runs; one that ended and that nobody waits for (no init in a container) does not."""
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def process_of(home: Path, part: str) -> psutil.Process | None:
    """The supervised process whose command mentions this word."""
    for process in psutil.Process(processes(home)[0].pid).children():
        with suppress(psutil.Error):
            if any(part in argument for argument in process.cmdline()):
                return process
    return None


def strays(home: Path) -> list[psutil.Process]:
    """Processes at work in this home that supervisor does not know."""
    supervisor = psutil.Process(processes(home)[0].pid)
    known = {supervisor.pid, *(child.pid for child in supervisor.children(recursive=True))}
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if process.pid not in known and is_alive(process) and Path(process.cwd()).is_relative_to(home):
                found.append(process)
    return found


def test_a_web_port_in_use_is_refused(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        said = refusal(clean_environment(tmp_path / "home", server.getsockname()[1]))
    assert "already in use" in said
    assert "ESTEY_PORT=" in said


def test_a_setting_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    said = refusal({**clean_environment(tmp_path / "home", free_port()), "ESTEY_SMTP_PORT": "many"})
    assert "ESTEY_SMTP_PORT" in said


def test_a_home_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "ESTEY_HOME" in refusal(clean_environment(tmp_path / "file" / "home", free_port()))


def test_a_failed_download_is_refused(tmp_path: Path) -> None:
    environment = clean_environment(tmp_path / "home", free_port())
    nowhere = "http://127.0.0.1:9"
    said = refusal(
        {
            **environment,
            "ESTEY_CACHE": str(tmp_path / "cache"),
            "HTTPS_PROXY": nowhere,
            "https_proxy": nowhere,
            "ALL_PROXY": nowhere,
        }
    )
    assert "check the network" in said


def test_a_second_instance_in_the_same_home_is_refused(stack: RunningStack) -> None:
    assert "already runs" in refusal(clean_environment(stack.home, free_port()))
    assert requests.get(stack.environment["ESTEY_ENGINE_URL"], timeout=10).ok


def test_the_record_names_the_parts_and_holds_no_secret(stack: RunningStack) -> None:
    text = (stack.home / "run" / "instance.json").read_text()
    assert stack.api_key not in text
    assert (stack.home / "secret_key").read_text().strip() not in text
    names = {process.name() for process in processes(stack.home)}
    assert {"java", "redis-server"} <= names


def test_a_mail_sent_is_captured(stack: RunningStack) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", "Alerte d’été"
    message.set_content("Deux offres près de Pau")
    port = int(stack.environment["ESTEY_SMTP_PORT"])
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as server:
        server.send_message(message)
    new = Path(stack.environment["ESTEY_MAILBOX"]) / "new"
    assert any("b@example.org" in file.read_text(errors="replace") for file in new.iterdir())


@pytest.mark.parametrize("part", ["tika.xml", "redis-server", "aiosmtpd", "worker", "beat", "gunicorn"])
def test_a_part_that_dies_is_started_again_and_the_service_is_whole(stack: RunningStack, part: str) -> None:
    dying = process_of(stack.home, part)
    assert dying is not None
    dying.kill()
    assert eventually(lambda: process_of(stack.home, part) not in (None, dying))
    assert eventually(lambda: is_whole(stack))
    assert eventually(lambda: strays(stack.home) == []), "what it had started itself has ended too"


def is_whole(instance: RunningStack) -> bool:
    try:
        return requests.get(f"{instance.url}/api/health", timeout=10).ok
    except requests.RequestException:
        return False


@pytest.mark.timeout(900)
def test_a_killed_instance_is_recovered_with_its_data_and_ctrl_c_leaves_nothing(tmp_path: Path, start: Start) -> None:
    environment = clean_environment(tmp_path / "a home", free_port())
    first = start(environment)
    write_document(first, {"title": "Soudeur"})
    left = processes(first.home)
    engine = process_of(first.home, "OpenSearchRunner")
    # As when the machine's memory runs out: neither `up` nor supervisor can stop anything any more.
    assert first.process is not None
    first.process.kill()
    left[0].kill()
    first.process.wait()
    assert engine is not None
    assert is_alive(engine)

    second = start(environment)
    assert not is_alive(engine)
    assert read_document(second) == {"title": "Soudeur"}

    parts = processes(second.home)
    assert second.stop(signal.SIGINT) == 0
    assert [part for part in parts if is_alive(part)] == []
    assert not (second.home / "run" / "instance.json").exists()


@pytest.mark.timeout(900)
def test_two_instances_run_side_by_side_and_loading_the_demonstration_again_doubles_nothing(
    stack: RunningStack, tmp_path: Path, start: Start
) -> None:
    environment = {**clean_environment(tmp_path / "other", free_port()), "ESTEY_DEMO": "1"}
    other = start(environment)
    addresses = [name for name in other.environment if name.endswith(("_URL", "_PORT"))]
    assert {other.environment[name] for name in addresses}.isdisjoint(stack.environment[name] for name in addresses)
    counts = counts_of(environment)
    # 120 imported and one that the invented recruiter publishes.
    assert counts["offers"] == 121
    assert counts["profiles"] == 14
    assert counts["matches"] > 0
    assert other.stop(signal.SIGTERM) == 0
    assert requests.get(stack.environment["ESTEY_ENGINE_URL"], timeout=10).ok

    # As when the first start was interrupted just before its end.
    Home(other.home).demonstration_marker.unlink()
    start(environment)
    assert counts_of(environment) == counts


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
