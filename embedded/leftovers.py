"""Processes of a former start that was killed before it could stop them. Nothing else is ever ended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil

from embedded.home import Home

# The creation time is counted from the machine's boot; a virtual machine whose clock is set again shifts it a little.
CLOCK_TOLERANCE_SECONDS = 5.0
TERM_SECONDS, KILL_SECONDS = 40, 10


def record(root: int) -> list[dict[str, Any]]:
    """Return what is needed to recognise a process and all its descendants later: pid, name and creation time."""
    processes: list[psutil.Process] = []
    with suppress(psutil.NoSuchProcess):
        processes = [psutil.Process(root), *psutil.Process(root).children(recursive=True)]
    entries = []
    for process in processes:
        with suppress(psutil.Error):
            entries.append({"pid": process.pid, "name": process.name(), "create_time": process.create_time()})
    return entries


def find(home: Home, recorded: Iterable[dict[str, Any]]) -> list[psutil.Process]:
    """Return the recorded processes that still run: same pid, same creation time, and at work in this home."""
    found = []
    for entry in recorded:
        with suppress(psutil.Error, KeyError, TypeError, ValueError, OverflowError):  # a damaged record names nobody
            process = psutil.Process(int(entry["pid"]))
            same = abs(process.create_time() - float(entry["create_time"])) <= CLOCK_TOLERANCE_SECONDS
            if same and process.status() != psutil.STATUS_ZOMBIE and works_in(process, home):
                found.append(process)
    return found


def works_in(process: psutil.Process, home: Home) -> bool:
    """Tell whether a process works inside the home, or its command line mentions it.

    Both, since Redis writes its own command line over.
    """
    if any(str(home.root) in argument for argument in process.cmdline()):
        return True
    return Path(process.cwd()).is_relative_to(home.root)


def end(processes: Sequence[psutil.Process]) -> None:
    """End these processes and their descendants: asked first, then killed. Returns when none is left."""
    family = {process.pid: process for process in processes}
    for process in processes:
        with suppress(psutil.Error):
            family |= {child.pid: child for child in process.children(recursive=True)}
    # The first recorded is supervisord, which stops the others in order; asking the others too would make it
    # restart them meanwhile. They are asked when it has ended.
    for group in (processes[:1], list(family.values())):
        for process in group:
            with suppress(psutil.Error):
                process.terminate()
        psutil.wait_procs(group, timeout=TERM_SECONDS)
    for process in family.values():
        with suppress(psutil.Error):
            process.kill()
    psutil.wait_procs(list(family.values()), timeout=KILL_SECONDS)
