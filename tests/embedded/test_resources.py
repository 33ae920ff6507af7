"""Too small a machine is told so before anything starts."""

from __future__ import annotations

from pathlib import Path

import pytest

from embedded import resources
from embedded.errors import StartError


def test_too_little_memory_is_a_sentence() -> None:
    with pytest.raises(StartError, match=r"Only 1\.2 GB of memory .* close some programs"):
        resources.require_memory(1_200_000_000)
    resources.require_memory(2_000_000_000)


def test_too_little_disk_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(StartError, match=r"Only 0\.5 GB is free .* ESTEY_HOME"):
        resources.require_disk(tmp_path, 500_000_000)
    resources.require_disk(tmp_path, 2_000_000_000)


def test_the_limit_of_a_container_counts(tmp_path: Path) -> None:
    (tmp_path / "memory.max").write_text("1000000\n")
    (tmp_path / "memory.current").write_text("400000\n")
    assert resources.available_memory(tmp_path) == 600_000


def test_no_limit_is_no_limit(tmp_path: Path) -> None:
    (tmp_path / "memory.max").write_text("max\n")
    (tmp_path / "memory.current").write_text("400000\n")
    assert resources.available_memory(tmp_path) > 600_000
    assert resources.available_memory(tmp_path / "absent") > 600_000
