"""`python -m embedded.supervised CONFIGURATION PARENT`: supervisord, ended in order when its parent dies.

On Linux the kernel sends it SIGTERM when `estey up` disappears, even by SIGKILL. Elsewhere, parts left over are ended
at the next start (embedded/leftovers.py).
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

from supervisor import supervisord

PR_SET_PDEATHSIG = 1  # <sys/prctl.h>


def end_with_parent(parent: int) -> None:
    """Have the kernel end this process with its parent; exit at once when the parent is gone already."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        sys.exit(0)


if __name__ == "__main__":
    end_with_parent(int(sys.argv[2]))
    supervisord.main(["--nodaemon", "--configuration", sys.argv[1]])
