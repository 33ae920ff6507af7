"""The segments of an index brought together at night, so that a search looks up its terms once instead of in each, and
that nothing of who was erased lies on the disk any more.

What is deleted stays in its segment, unseen, until that is written anew: by day when it suits the engine, by night in
any case, whatever the index.
"""

from __future__ import annotations

import time

from elasticsearch import Elasticsearch

from indexer.engine.indices import IN_FEW_SEGMENTS, KINDS, index_name, refresh

# 260,000 profiles take half a minute; the engine goes on with it if nobody waits any more.
LONGEST_SECONDS = 3600
# A lease moves on every thirty seconds.
LEASE_SECONDS, PAUSE_SECONDS = 120.0, 1.0


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


def let_go_of_deleted(client: Elasticsearch, *kinds: str) -> bool:
    """Have the engine keep nothing of what was deleted until now for copies to come; say whether it let go of all.

    A shard keeps deleted documents as long as a copy could still ask what happened since (its retention leases), and
    moves on each half minute: what was deleted a moment ago would outlast a merge. A copy that is away keeps its lease
    for twelve hours; that night's merge leaves what it may ask for, and the next takes it.
    """
    patient, names = client.options(request_timeout=LONGEST_SECONDS), [index_name(kind) for kind in kinds or KINDS]
    # What is not on the disk yet is deleted there too.
    patient.indices.flush(index=names, force=True, wait_if_ongoing=True)
    wanted = {shard: last for shard, (last, _) in _sequence_numbers(client, names).items()}
    ends = time.monotonic() + LEASE_SECONDS
    while True:
        found = _sequence_numbers(client, names)
        if all(kept > wanted.get(shard, -1) for shard, (_, kept) in found.items()):
            return True
        if time.monotonic() >= ends:
            return False
        time.sleep(PAUSE_SECONDS)


def _sequence_numbers(client: Elasticsearch, names: list[str]) -> dict[str, tuple[int, int]]:
    """Return of each shard the number of its last write, and from which on its writes are kept for copies."""
    stats = client.indices.stats(index=names, level="shards", metric="docs")
    found: dict[str, tuple[int, int]] = {}
    for index, of_index in stats["indices"].items():
        for number, copies in of_index["shards"].items():
            for shard in copies:
                if shard["routing"]["primary"]:
                    leases = shard.get("retention_leases", {}).get("leases", [])
                    last = int(shard["seq_no"]["max_seq_no"])
                    kept = min((int(lease["retaining_seq_no"]) for lease in leases), default=last + 1)
                    found[f"{index} {number}"] = (last, kept)
    return found


def expunge(client: Elasticsearch, *kinds: str) -> None:
    """Write anew every segment of these indices (all that are not merged whole, by default) that holds anything
    deleted: an index without is not touched.
    """
    patient = client.options(request_timeout=LONGEST_SECONDS)
    for kind in kinds or [kind for kind in KINDS if kind not in IN_FEW_SEGMENTS]:
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
