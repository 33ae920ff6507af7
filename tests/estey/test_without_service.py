"""Commands typed where nothing runs, or wrongly: one sentence, a failure code, no stack trace."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.client import welder_offer
from tests.estey.command_line import assert_one_sentence, run_command, type_command
from tests.running import free_port

COMMANDS = {
    "status": ("status",),
    "migrate": ("migrate",),
    "alerts": ("alerts", "send", "--now"),
    "mailbox": ("mailbox",),
    "import": ("offers", "import", "offers.json", "--source", "test"),
}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home in which nothing ever ran, and offers beside it."""
    (tmp_path / "offers.json").write_text(json.dumps([welder_offer("1")]), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "home"


@pytest.mark.parametrize("json_flag", [(), ("--json",)], ids=["", "--json"])
@pytest.mark.parametrize("command", COMMANDS)
def test_where_nothing_runs_a_command_says_how_to_start(home: Path, command: str, json_flag: tuple[str, ...]) -> None:
    assert "make run" in assert_one_sentence(run_command(home, *COMMANDS[command], *json_flag))


def test_typed_in_a_terminal_it_is_the_same_sentence(home: Path) -> None:
    typed, run = type_command(home, "status"), run_command(home, "status")
    assert (typed.returncode, typed.stdout, typed.stderr) == (run.returncode, run.stdout, run.stderr)


@pytest.mark.parametrize("command", ["status", "migrate", "alerts", "import"])
def test_where_an_instance_ended_badly_a_command_says_that_it_does_not_answer(home: Path, command: str) -> None:
    """`kill -9` leaves the addresses of the parts behind."""
    (home / "run").mkdir(parents=True)
    url = f"http://127.0.0.1:{free_port()}"
    left = {"url": url, "environment": {"ESTEY_ENGINE_URL": url}}
    (home / "run" / "instance.json").write_text(json.dumps(left), encoding="utf-8")
    assert "does not answer" in assert_one_sentence(run_command(home, *COMMANDS[command], "--json"))


@pytest.mark.parametrize(
    ("name", "value"), [("ESTEY_PORT", "many"), ("ESTEY_TIMEZONE", "Mars/Olympus"), ("ESTEY_DIGEST_HOUR", "25")]
)
def test_a_setting_that_cannot_be_used_is_named(home: Path, name: str, value: str) -> None:
    done = run_command(home, "status", **{name: value})
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert name in done.stderr or value in done.stderr


@pytest.mark.parametrize(
    "arguments", [("offers", "import"), ("offers", "import", "offers.json"), ("alerts",), ("nothing",), ("status", "x")]
)
def test_a_command_typed_wrongly_says_how_to_type_it(home: Path, arguments: tuple[str, ...]) -> None:
    done = run_command(home, *arguments)
    assert done.returncode == 2
    assert "Usage: estey" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["", "up", "status", "migrate", "offers import", "alerts send", "mailbox"])
def test_every_command_explains_itself(home: Path, command: str) -> None:
    done = run_command(home, *command.split(), "--help")
    assert done.returncode == 0
    assert f"Usage: estey {command}".rstrip() in done.stdout
    assert "--json" in done.stdout or not command
