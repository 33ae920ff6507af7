"""`python -m embedded.indices`: create the indices that the engine lacks."""

from __future__ import annotations

from indexer.engine.client import engine
from indexer.engine.indices import ensure_indices

if __name__ == "__main__":
    ensure_indices(engine())
