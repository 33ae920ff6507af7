"""The memory that the processes of the running instance take together, with their children."""

from __future__ import annotations

import json
import re
from pathlib import Path

import psutil

from indexer.settings import settings


def resident_megabytes() -> float:
    """Return what is resident, in megabytes: a page that several processes share is counted for each of them."""
    return float(sum(process.memory_info().rss for process in _processes())) / 1024**2


def proportional_megabytes() -> dict[str, int]:
    """Return the same with each shared page counted once (Linux, `smaps_rollup`), in megabytes.

    `own`: what the processes hold themselves, heaps included. `of_files`: pages of programs and of the engine's index
    files, which the kernel lets go as soon as memory is short. `all`: both.
    """
    totals = {"Pss": 0, "Pss_File": 0}
    for process in _processes():
        rollup = Path(f"/proc/{process.pid}/smaps_rollup").read_text(encoding="utf-8")
        for name in totals:
            found = re.search(rf"^{name}:\s+(\d+) kB$", rollup, re.MULTILINE)
            totals[name] += int(found[1]) if found else 0
    everything, of_files = totals["Pss"] // 1024, totals["Pss_File"] // 1024
    return {"all": everything, "own": everything - of_files, "of_files": of_files}


def _processes() -> list[psutil.Process]:
    recorded = json.loads(settings().instance_file.read_text(encoding="utf-8"))
    family: dict[int, psutil.Process] = {}
    for entry in recorded["processes"]:
        process = psutil.Process(entry["pid"])
        family |= {one.pid: one for one in [process, *process.children(recursive=True)]}
    return list(family.values())
