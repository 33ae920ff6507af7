"""The segments of an index brought together at night, so that a search looks up its terms once instead of in each, and
that nothing of who was erased lies on the disk any more.

What is deleted stays in its segment, unseen, until that is written anew: by day when it suits the engine, by night in
any case, whatever the index.
"""

from __future__ import annotations

from elasticsearch import Elasticsearch

from indexer.engine.indices import IN_FEW_SEGMENTS, KINDS, index_name, refresh

# 260,000 profiles take half a minute; the engine goes on with it if nobody waits any more.
LONGEST_SECONDS = 3600


def merge_segments(client: Elasticsearch, *kinds: str) -> None:
    """Merge the segments of these indices into one each (all of IN_FEW_SEGMENTS by default).

    It rewrites the whole index: for the night, and after everything was written anew. Searches go on meanwhile. What
    was replaced or deleted is then gone from the disk too.
    """
    patient = client.options(request_timeout=LONGEST_SECONDS)
    for kind in kinds or IN_FEW_SEGMENTS:
        refresh(patient, kind)
        patient.indices.flush(index=index_name(kind), wait_if_ongoing=True)
        patient.indices.forcemerge(index=index_name(kind), max_num_segments=1)
        # Searches see the merged segment from the next refresh on.
        refresh(patient, kind)


def expunge(client: Elasticsearch, *kinds: str) -> None:
    """Write anew every segment of these indices (all that are not merged whole, by default) that holds anything
    deleted: an index without is not touched.
    """
    patient = client.options(request_timeout=LONGEST_SECONDS)
    for kind in kinds or [kind for kind in KINDS if kind not in IN_FEW_SEGMENTS]:
        # What is not on the disk yet is deleted there too.
        patient.indices.flush(index=index_name(kind), wait_if_ongoing=True)
        patient.indices.forcemerge(index=index_name(kind), only_expunge_deletes=True)
        refresh(patient, kind)


def deleted(client: Elasticsearch, kind: str) -> int:
    """Return how many documents of an index are deleted and still on the disk."""
    stats = client.indices.stats(index=index_name(kind), metric="docs")["_all"]["primaries"]
    return int(stats["docs"]["deleted"])


def segments(client: Elasticsearch, kind: str) -> int:
    """Return how many segments an index has."""
    stats = client.indices.stats(index=index_name(kind), metric="segments")["_all"]["primaries"]
    return int(stats["segments"]["count"])
