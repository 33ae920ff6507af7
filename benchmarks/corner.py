"""A corner of the configured engine for a benchmark: indices under a prefix of their own, gone when it ends."""

from __future__ import annotations

import os
import secrets
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from elasticsearch import Elasticsearch
from elasticsearch.helpers import bulk, scan

from indexer.engine.client import connect, engine
from indexer.engine.indices import ensure_indices, index_name
from indexer.reference.in_force import VERSIONS
from indexer.settings import settings
from indexer.trainings import catalogue

# What the code reads for itself: the vocabulary and communes in force. The catalogue of trainings stays behind, so that
# what is compared is what matches as it is.
TAKEN_ALONG = ("reference",)


@contextmanager
def corner(also: tuple[str, ...] = ()) -> Iterator[Elasticsearch]:
    """Give a client whose settings name new, empty indices, with the same reference data as the instance.

    `also`: further kinds of documents that are taken along.
    Nothing of the instance is written to. The indices are deleted at the end, also after Ctrl-C or SIGTERM.
    """
    before, client = os.environ.get("ESTEY_INDEX_PREFIX"), connect(settings())
    taken = {kind: list(scan(client, index=index_name(kind))) for kind in (*TAKEN_ALONG, *also)}
    prefix = f"bench{secrets.token_hex(6)}"
    previous = signal.signal(signal.SIGTERM, _interrupt)
    try:
        _use(prefix)
        ensure_indices(client)
        for kind, hits in taken.items():
            bulk(client, [{"_index": index_name(kind), "_id": hit["_id"], "_source": hit["_source"]} for hit in hits])
        client.indices.refresh(index=f"{prefix}-*")
        VERSIONS.forget()
        catalogue.forget()
        yield client
    finally:
        names = list(client.indices.get(index=f"{prefix}-*"))
        if names:
            client.indices.delete(index=names)
        client.close()
        _use(before)
        signal.signal(signal.SIGTERM, previous)


def _use(prefix: str | None) -> None:
    if prefix is None:
        os.environ.pop("ESTEY_INDEX_PREFIX", None)
    else:
        os.environ["ESTEY_INDEX_PREFIX"] = prefix
    settings.cache_clear()
    engine.cache_clear()


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
