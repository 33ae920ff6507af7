"""Completing the name of an employer who has open offers. Only `employers` asks the engine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from elasticsearch import Elasticsearch

from indexer.engine.indices import index_name
from indexer.language.normalisation import without_accents
from indexer.matching.criteria import employer_key
from indexer.offers.document import OPEN

# With two letters, half of all offers would be gone through for each letter typed.
SHORTEST_PREFIX = 3
MOST = 4


@dataclass(frozen=True, slots=True)
class Employer:
    """An employer as most of their open offers write the name, and how many these are."""

    name: str
    offers: int


def employers_body(typed: str, most: int = MOST) -> dict[str, Any] | None:
    """Return the request for the employers whose name begins so, those with most offers first; None when too short.

    Names are compared as everywhere (`employer_key`: no accents, capitals or legal form, gender and plural folded). The
    last word may be unfinished, and is also compared as it stands: the fold of "ateliers" is that of no beginning.
    """
    plain = " ".join(without_accents(typed.replace(".", "")).split())
    if len(plain) < SHORTEST_PREFIX:
        return None
    first, _, last = plain.rpartition(" ")
    unfinished = f"{employer_key(first)} {last}".strip()
    beginnings = sorted({beginning for beginning in (employer_key(plain), unfinished) if beginning})
    return {
        "query": {
            "bool": {
                "filter": [{"term": {"status": OPEN}}],
                "should": [{"prefix": {"employer_key": beginning}} for beginning in beginnings],
                "minimum_should_match": 1,
            }
        },
        "size": 0,
        "track_total_hits": False,
        "aggs": {
            "employers": {
                "terms": {"field": "employer_key", "size": most},
                "aggs": {"name": {"terms": {"field": "employer.name", "size": 1}}},
            }
        },
    }


def employers(client: Elasticsearch, typed: str) -> list[Employer]:
    """Return the employers with open offers whose name begins as was typed, those with most offers first."""
    body = employers_body(typed)
    if body is None:
        return []
    answer = client.search(index=index_name("offers"), **body)
    return [
        Employer(str(bucket["name"]["buckets"][0]["key"]), int(bucket["doc_count"]))
        for bucket in answer["aggregations"]["employers"]["buckets"]
        if bucket["name"]["buckets"]
    ]
