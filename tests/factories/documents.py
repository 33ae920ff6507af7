"""Writing documents into the indices of a test."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import bulk

from indexer.engine.indices import index_name, refresh

Document = dict[str, Any]

NOW = "2026-11-23T08:00:00+00:00"
"""When all was written that says nothing else."""


def store(client: Elasticsearch, kind: str, document: Document) -> Document:
    """Write a document of this kind, seen by searches at once, and return it."""
    client.index(index=index_name(kind), id=identifier_of(document), document=document, refresh=True)
    return document


def store_all(client: Elasticsearch, kind: str, documents: Iterable[Document]) -> list[Document]:
    """Write many documents of this kind in one request, seen by searches at once, and return them."""
    written = list(documents)
    name = index_name(kind)
    bulk(client, ({"_index": name, "_id": identifier_of(one), "_source": one} for one in written))
    refresh(client, kind)
    return written


def identifier_of(document: Document) -> str:
    """Return the id under which a document lies; what is known of a person lies under theirs."""
    return str(document.get("id") or document["person"])
