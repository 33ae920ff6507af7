"""Typing commands, and reading what they say."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from estey.cli import main
from indexer.engine.client import engine
from indexer.reference.in_force import VERSIONS
from tests.indexer.keyed import only_these
from tests.running import ESTEY


def type_command(home: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Type `estey …` in a terminal that knows of no instance but the one in `home`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ESTEY_")}
    return subprocess.run(
        [ESTEY, *arguments],
        env={**kept, "ESTEY_HOME": str(home), **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def run_command(home: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Do the same in this process, by the function that the command `estey` calls: a process takes a second more."""
    values = {name.removeprefix("ESTEY_"): value for name, value in environment.items()}
    out, err, code = io.StringIO(), io.StringIO(), 0
    with only_these(home, **values), pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["estey", *arguments])
        _forget_the_engine()
        try:
            with redirect_stdout(out), redirect_stderr(err):
                main()
        except SystemExit as ended:
            # As the interpreter does with what `sys.exit` was given.
            code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
            err.write(f"{ended.code}\n" if isinstance(ended.code, str) else "")
        finally:
            _forget_the_engine()
    return subprocess.CompletedProcess(["estey", *arguments], code, out.getvalue(), err.getvalue())


def _forget_the_engine() -> None:
    engine.cache_clear()
    VERSIONS.forget()


def assert_one_sentence(done: subprocess.CompletedProcess[str]) -> str:
    """A command that could not do its work says why in one sentence, on stderr, and nothing of its inside."""
    assert done.returncode not in (0, None)
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    said = done.stderr.strip()
    assert said
    assert "\n" not in said
    assert said.endswith((".", ").", "`."))
    return said
