"""Links as they were made some time ago."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from itsdangerous import TimestampSigner


def made_ago(ago: timedelta, make: Callable[..., str], *given: Any) -> str:
    """A link of `indexer.alerts.links` that `make` makes of what is `given`, as it was made so long ago."""
    with patch.object(TimestampSigner, "get_timestamp", lambda signer: int(time.time() - ago.total_seconds())):
        return make(*given)
