"""How many open offers there are for jobs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from elasticsearch import Elasticsearch

from indexer.engine.indices import index_name
from indexer.offers.document import OPEN


def job_counts_body(codes: Sequence[str]) -> dict[str, Any]:
    """Return the request that counts the open offers for each of these jobs (ROME codes)."""
    return {
        "query": {"bool": {"filter": [{"term": {"status": OPEN}}, {"terms": {"jobs": list(codes)}}]}},
        "size": 0,
        "track_total_hits": False,
        "aggs": {"jobs": {"terms": {"field": "jobs", "include": list(codes), "size": len(codes)}}},
    }


def open_offers(client: Elasticsearch, codes: Sequence[str]) -> dict[str, int]:
    """Return how many open offers there are for each of these jobs; a job without any is missing."""
    if not codes:
        return {}
    answer = client.search(index=index_name("offers"), **job_counts_body(codes))
    return {str(bucket["key"]): int(bucket["doc_count"]) for bucket in answer["aggregations"]["jobs"]["buckets"]}
