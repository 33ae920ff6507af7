"""`estey up` as a person types it: refusals in a sentence, parts that come back, and nothing left behind."""

from __future__ import annotations

import smtplib
import socket
from contextlib import suppress
from email.message import EmailMessage
from pathlib import Path

import psutil
import pytest
import requests

from embedded.home import Home
from tests.running import RunningStack, clean_environment, eventually, free_port, run_to_end


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
    assert eventually(lambda: stack.is_whole())
    assert eventually(lambda: strays(stack.home) == []), "what it had started itself has ended too"
