"""Settings for tests without a stack."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from indexer.settings import settings


@contextmanager
def only_these(home: Path, **values: str) -> Iterator[None]:
    """Let these be the only settings of the service in the environment; what was there comes back afterwards.

    Reading settings may itself add to the environment (those of a running instance): that is undone too.
    """
    before = dict(os.environ)
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("ESTEY_")]:
            patch.delenv(name)
        for name, value in {"HOME": str(home), **values}.items():
            patch.setenv(f"ESTEY_{name}", value)
        settings.cache_clear()
        yield
        for name in set(os.environ) - set(before):
            del os.environ[name]
    settings.cache_clear()
