"""A short fault run on a stack of its own: nothing is lost, nobody is told twice. The long one is a benchmark."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys

import pytest

from benchmarks.faults.kinds import KINDS, in_turn
from tests.running import ESTEY

MATCHES, FAULTS = 90, 5


@pytest.mark.timeout(1500)
def test_what_is_due_reaches_each_person_once_whatever_is_killed() -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ESTEY_")}
    asked = ["--matches", str(MATCHES), "--faults", str(FAULTS), "--seed", "9", "--json"]
    ended = subprocess.run(
        [ESTEY, "bench", "faults", *asked], env=environment, capture_output=True, text=True, check=False
    )
    assert ended.stdout, ended.stderr[-2000:]
    figures = json.loads(ended.stdout)
    assert figures["settled"] is True, figures
    assert figures["matches_due"] >= MATCHES * 0.9, figures
    assert figures["mails_captured"] > 0
    assert (figures["lost"], figures["twice_other_message_id"], figures["accepted_and_not_matched"]) == (0, 0, 0), (
        figures
    )
    assert sum(figures["faults_by_kind"].values()) == FAULTS
    assert ended.returncode == 0


def test_the_same_seed_does_the_same_faults_and_every_kind_has_its_turn() -> None:
    drawn, again = (in_turn(60, random.Random(4)) for _ in range(2))  # noqa: S311
    assert drawn == again
    assert len(drawn) == 60
    assert set(drawn) == set(KINDS)


def test_the_parts_of_a_run_are_importable_where_the_stack_is_not_installed() -> None:
    """`estey bench --help` must not ask for what a production install leaves out."""
    code = "import sys; sys.modules['psutil'] = None; import estey.bench"
    subprocess.run([sys.executable, "-c", code], check=True)
