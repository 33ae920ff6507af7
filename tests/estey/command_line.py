"""Typing commands, and reading what they say."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

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
