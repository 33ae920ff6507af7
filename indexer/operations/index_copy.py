"""Copying an index into another, document by document, while it is being written to; nothing is lost or left over.

Every write of a shard has a sequence number, and a document changed again has a higher one. Copying in that order up to
what all copies of the shard hold (the global checkpoint), again and again, therefore meets every write; a deletion
leaves no document to meet, so what is no more in the source is taken out of the target in the end.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import bulk

from indexer.engine.documents import read_together

log = logging.getLogger(__name__)

Document = dict[str, Any]
PAGE = 200
IDS_PAGE = 1000


@dataclass
class Copying:
    """How far the copy of one index has come; kept, so that another process can go on from here."""

    source: str
    target: str
    seq_no: int = -1
    """The last write of the source that is in the target."""
    read: int = 0
    changed: int = 0
    failed: int = 0
    """Documents that could not be derived anew, and were copied as they are."""


def primary_term(client: Elasticsearch, index: str) -> int:
    """Return the primary term of an index of one shard."""
    state = client.cluster.state(metric="metadata", index=index)
    return int(state["metadata"]["indices"][index]["primary_terms"]["0"])


def copy_writes(
    client: Elasticsearch, copying: Copying, derive: Callable[[Document], Document], advance: Callable[[int], None]
) -> int:
    """Copy every write made until now that is not in the target yet; return how many documents that were.

    `advance` hears how many documents were just copied, once that is safe in the target.
    """
    limit = _checkpoint(client, copying.source)
    # After the checkpoint was read: all writes up to it can now be found.
    client.indices.refresh(index=copying.source)
    total = 0
    while hits := _page(client, copying, limit):
        bulk(
            client,
            [{"_index": copying.target, "_id": hit["_id"], "_source": _derived(copying, hit, derive)} for hit in hits],
        )
        copying.seq_no = hits[-1]["sort"][0]
        copying.read += len(hits)
        total += len(hits)
        advance(len(hits))
    copying.seq_no = max(copying.seq_no, limit)
    return total


def waiting(client: Elasticsearch, copying: Copying) -> int:
    """Return how many writes are not in the target yet, at most."""
    return max(_checkpoint(client, copying.source) - copying.seq_no, 0)


def remove_leftovers(client: Elasticsearch, copying: Copying, key: str = "id") -> int:
    """Take out of the target what is no more in the source; return how many documents that were.

    `key` is the keyword field that holds each document's id.

    Everything in the source is in the target when both hold as many documents and all writes were copied: nothing to
    look for then, which is the ordinary case and quick.
    """
    client.indices.refresh(index=[copying.source, copying.target])
    if _count(client, copying.source) == _count(client, copying.target):
        return 0
    gone = 0
    for identifiers in _ids(client, copying.target, key):
        there = {hit["_id"] for hit in read_together(client, copying.source, identifiers, source=False)}
        missing = [identifier for identifier in identifiers if identifier not in there]
        bulk(client, [{"_op_type": "delete", "_index": copying.target, "_id": name} for name in missing])
        gone += len(missing)
    client.indices.refresh(index=copying.target)
    return gone


def _derived(copying: Copying, hit: Document, derive: Callable[[Document], Document]) -> Document:
    before: Document = hit["_source"]
    try:
        anew = derive(before)
    except Exception:
        # Whatever it is, one document must neither stop the rest nor be lost.
        log.exception("a document cannot be derived anew", extra={"index": copying.source, "document": hit["_id"]})
        copying.failed += 1
        return before
    copying.changed += anew != before
    return anew


def _page(client: Elasticsearch, copying: Copying, limit: int) -> list[Document]:
    answer = client.search(
        index=copying.source,
        query={"range": {"_seq_no": {"gt": copying.seq_no, "lte": limit}}},
        sort=[{"_seq_no": "asc"}],
        size=PAGE,
        track_total_hits=False,
    )
    return list(answer["hits"]["hits"])


def _checkpoint(client: Elasticsearch, index: str) -> int:
    answer = client.indices.stats(index=index, level="shards")
    shards = answer["indices"][index]["shards"]
    if len(shards) != 1:
        raise ValueError(f"{index} has {len(shards)} shards: writes of several are in no order.")
    primary = next(shard for shard in shards["0"] if shard["routing"]["primary"])
    return int(primary["seq_no"]["global_checkpoint"])


def _count(client: Elasticsearch, index: str) -> int:
    return int(client.count(index=index)["count"])


def _ids(client: Elasticsearch, index: str, key: str) -> Iterator[list[str]]:
    after: list[Any] | None = None
    while True:
        answer = client.search(
            index=index, sort=[{key: "asc"}], size=IDS_PAGE, source=False, search_after=after, track_total_hits=False
        )
        hits = answer["hits"]["hits"]
        if not hits:
            return
        yield [hit["_id"] for hit in hits]
        after = hits[-1]["sort"]
