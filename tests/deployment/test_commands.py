"""The programs docker-compose.yml starts exist and take the options it gives them."""

from __future__ import annotations

import importlib
import os
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest
from celery.bin.celery import celery
from gunicorn.app.wsgiapp import WSGIApplication  # type: ignore[import-untyped]

from embedded.programs import FILE_WORKER, WEB_THREADS, WEB_WORKERS, WORKER_PROCESSES
from estey.cli import COMMANDS
from indexer.queueing import FILES
from tests.deployment import compose_file

SERVICES = compose_file.load(compose_file.FILLED_IN)["services"]


def test_setup_runs_a_command_of_estey() -> None:
    program, *arguments = SERVICES["setup"]["command"]
    assert program == "estey"
    assert arguments[0] in COMMANDS


def test_web_is_gunicorn_with_options_it_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    program, *arguments = SERVICES["web"]["command"]
    monkeypatch.setattr(sys, "argv", [program, *arguments])
    config = WSGIApplication().cfg
    assert program == "gunicorn"
    assert config.address == [("0.0.0.0", 8000)]  # noqa: S104
    assert (config.workers, config.threads, config.worker_class_str) == (WEB_WORKERS, WEB_THREADS, "gthread")
    assert config.control_socket_disable
    assert config.accesslog is None, "paths hold secret links, and addresses are personal data"
    module, _, name = arguments[-1].partition(":")
    assert hasattr(importlib.import_module(module), name)


@pytest.mark.parametrize(("name", "command"), [("worker", "worker"), ("file-worker", "worker"), ("beat", "beat")])
def test_worker_and_beat_are_celery_with_options_it_knows(name: str, command: str) -> None:
    options = celery_options(SERVICES[name]["command"], command)
    assert options["loglevel"]
    if name == "worker":
        assert options["concurrency"] == WORKER_PROCESSES
        assert "queues" not in options, "its own, and not that of files"
    if name == "file-worker":
        assert (options["queues"], options["hostname"]) == (FILES, "files@%h")
        assert (
            celery_options(["celery", "--app=indexer.celery_app", "worker", *FILE_WORKER], "worker")["queues"] == FILES
        )


@pytest.mark.parametrize(("name", "node"), [("worker", "celery"), ("file-worker", "files")])
def test_each_worker_answers_its_own_name(name: str, node: str) -> None:
    mode, script = SERVICES[name]["healthcheck"]["test"]
    assert mode == "CMD-SHELL"
    options = celery_options(shlex.split(script), "inspect")
    assert options["destination"] == f"{node}@$(hostname)"


def test_beat_is_watched_by_the_file_it_writes(tmp_path: Path) -> None:
    schedule = celery_options(SERVICES["beat"]["command"], "beat")["schedule"]
    mode, program, option, script = SERVICES["beat"]["healthcheck"]["test"]
    assert (mode, program, option) == ("CMD", "python", "-c")
    assert f"glob('{schedule}*')" in script
    script = script.replace(schedule, str(tmp_path / "schedule"))

    def healthy() -> bool:
        return subprocess.run([sys.executable, "-c", script], capture_output=True, check=False).returncode == 0

    assert not healthy(), "no schedule yet"
    written = tmp_path / "schedule.dat"
    written.touch()
    assert healthy()
    os.utime(written, (0, 0))
    assert not healthy(), "a schedule that is no longer written"


@pytest.mark.parametrize("name", ["web", "beat"])
def test_scripts_of_health_checks_are_python(name: str) -> None:
    compile(SERVICES[name]["healthcheck"]["test"][-1], name, "exec")


@pytest.mark.parametrize("script", [SERVICES["redis"]["command"][-1], SERVICES["tika"]["healthcheck"]["test"][-1]])
def test_shell_scripts_are_well_formed(script: str) -> None:
    assert subprocess.run(["bash", "-n", "-c", script], check=False).returncode == 0


def celery_options(command: list[str], expected: str) -> dict[str, object]:
    """Parse a celery command line as celery does, without running it. Fails on an option it does not know."""
    program, app, subcommand, *arguments = command
    assert (program, app, subcommand) == ("celery", "--app=indexer.celery_app", expected)
    known = celery.commands[subcommand]
    context = click.Context(known, obj=None, ignore_unknown_options=False)
    options, _, _ = known.make_parser(context).parse_args(arguments)
    return {name: int(value) if str(value).isdigit() else value for name, value in options.items()}
