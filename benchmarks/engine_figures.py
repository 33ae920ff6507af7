"""What the engine says of itself, for the figures of benchmarks."""

from __future__ import annotations

from elasticsearch import Elasticsearch

from indexer.engine.indices import index_name


def engine_cpu_ms(client: Elasticsearch) -> int:
    """Return the processor time the engine has used: unlike the clock's, it is the same beside other work."""
    nodes = client.nodes.stats(metric="process")["nodes"].values()
    return sum(int(node["process"]["cpu"]["total_in_millis"]) for node in nodes)


def heap_mb(client: Elasticsearch) -> int:
    """Return the megabytes of its heap in use."""
    nodes = client.nodes.stats(metric="jvm")["nodes"].values()
    return round(sum(int(node["jvm"]["mem"]["heap_used_in_bytes"]) for node in nodes) / 1024**2)


def stored_mb(client: Elasticsearch, *kinds: str) -> int:
    """Return the megabytes on the disk of these indices together, without their copies."""
    stats = client.indices.stats(index=[index_name(kind) for kind in kinds], metric="store")
    return round(int(stats["_all"]["primaries"]["store"]["size_in_bytes"]) / 1024**2)
