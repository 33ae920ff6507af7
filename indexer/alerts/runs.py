"""Where the run of alerts goes on: one that has no time for everybody is continued by the next; nobody is left out."""

from __future__ import annotations

from elasticsearch import Elasticsearch

from indexer.engine.documents import get
from indexer.engine.indices import index_name

_IDENTIFIER = "alerts-run"


def kept_walk(client: Elasticsearch) -> str:
    """Return the person after whom the next run begins; empty: with the first."""
    return str((get(client, "reference", _IDENTIFIER) or {}).get("beyond") or "")


def keep_walk(client: Elasticsearch, beyond: str) -> None:
    """Write down after whom the next run begins."""
    client.index(index=index_name("reference"), id=_IDENTIFIER, document={"kind": "alerts", "beyond": beyond})
