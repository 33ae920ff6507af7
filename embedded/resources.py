"""Memory and disk: looked at before anything is started, so that a small machine gets a sentence and not a crash."""

from __future__ import annotations

from pathlib import Path

import psutil

from embedded.errors import StartError

GIGABYTE = 1_000_000_000
MEMORY_NEEDED = 2 * GIGABYTE
DISK_NEEDED = 2 * GIGABYTE
CGROUP = Path("/sys/fs/cgroup")


def available_memory(cgroup: Path = CGROUP) -> int:
    """Return the bytes of memory that new processes may use, also when a container limits them (cgroup v2)."""
    available = int(psutil.virtual_memory().available)
    try:
        limit = int((cgroup / "memory.max").read_text())
        used = int((cgroup / "memory.current").read_text())
    except (OSError, ValueError):  # no such limit: the file is absent or says "max"
        return available
    return min(available, max(limit - used, 0))


def require_memory(available: int) -> None:
    """Raise StartError when the parts would not fit in this many bytes."""
    if available < MEMORY_NEEDED:
        raise StartError(
            f"Only {available / GIGABYTE:.1f} GB of memory is available and the service needs "
            f"{MEMORY_NEEDED / GIGABYTE:.0f} GB: close some programs, then start again."
        )


def require_disk(folder: Path, free: int) -> None:
    """Raise StartError when the disk of this folder has too few bytes free."""
    if free < DISK_NEEDED:
        raise StartError(
            f"Only {free / GIGABYTE:.1f} GB is free on the disk of {folder} and the service needs "
            f"{DISK_NEEDED / GIGABYTE:.0f} GB: free some space, or set ESTEY_HOME and ESTEY_CACHE to a larger disk."
        )


def require(*folders: Path) -> None:
    """Check this machine's memory and the disk of each folder (existing ones). Raises StartError."""
    require_memory(available_memory())
    for folder in folders:
        require_disk(folder, int(psutil.disk_usage(str(folder)).free))
