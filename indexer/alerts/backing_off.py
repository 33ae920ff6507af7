"""How long a mail that the server did not take waits before it is tried again. No worker is held meanwhile: the wait is
written in the person's open digest, and the run of alerts finds it when it is over.
"""

from __future__ import annotations

import random
from datetime import timedelta

FIRST = timedelta(minutes=1)
MOST = timedelta(hours=2)
"""For one recipient (RFC 5321 §4.5.4.1 asks for half an hour and more, after the first tries)."""
MOST_FOR_EVERYBODY = timedelta(minutes=5)
"""When the server does not answer at all: once it is back, all mails leave within this time."""


def wait(attempts: int, *, everybody: bool = False) -> timedelta:
    """Return the wait after `attempts` earlier tries: doubled each time, up to a quarter less or more by chance.

    By chance, so that what failed together does not come back together.
    """
    most = MOST_FOR_EVERYBODY if everybody else MOST
    # 2 ** 12 minutes are beyond every limit, and no number is too large for a timedelta.
    doubled: timedelta = FIRST * int(2 ** min(attempts, 12))
    return min(doubled, most) * random.uniform(0.75, 1.25)  # noqa: S311 - no secret
