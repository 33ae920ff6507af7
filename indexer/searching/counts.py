"""Counting the values of the facets, each under the choices of the others. Pure functions.

Facets are disjunctive: a chosen value filters the list and the counts of the other facets, not those of its own facet,
whose other values keep their numbers. All facets of which nothing is chosen share one filter, run once for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from indexer.searching.choices import Chosen, Kinds
from indexer.searching.kinds import ANY, NOT_SAID, Clause, Values

_TOGETHER = "unchosen"


@dataclass(frozen=True)
class Facet:
    """The values of one facet with their counts; a chosen value stays, even at 0."""

    name: str
    counts: dict[str, int] = field(default_factory=dict)


def counting(kinds: Kinds, filters: Mapping[str, Clause]) -> dict[str, Clause]:
    """Return the aggregations that count every facet of `kinds`; `filters`: of those of which something is chosen."""
    groups = {name: [name] for name in filters}
    groups[_TOGETHER] = [name for name in kinds if name not in filters]
    return {
        group: {
            "filter": {"bool": {"filter": [clause for other, clause in filters.items() if other != group]}},
            "aggs": {key: clause for name in names for key, clause in _counting(kinds, name).items()},
        }
        for group, names in groups.items()
        if names
    }


def _counting(kinds: Kinds, name: str) -> dict[str, Clause]:
    kind = kinds[name]
    unsaid = kind.not_said()
    # Where a document has one value at most, those without are the others: an aggregation less.
    counted_apart = unsaid and isinstance(kind, Values) and kind.several
    return {name: kind.counting(), **({f"{name} {NOT_SAID}": {"filter": unsaid}} if counted_apart else {})}


def counted(kinds: Kinds, aggregations: Mapping[str, Any], chosen: Chosen) -> dict[str, Facet]:
    """Return the facets from the engine's answer to `counting`."""
    return {
        name: Facet(
            name, _counts(kinds, name, aggregations[name if name in aggregations else _TOGETHER], chosen.get(name))
        )
        for name in kinds
    }


def _counts(kinds: Kinds, name: str, answer: Mapping[str, Any], chosen: Any) -> dict[str, int]:
    buckets = answer[name]["buckets"]
    pairs = buckets.items() if isinstance(buckets, dict) else ((bucket["key"], bucket) for bucket in buckets)
    counts = {str(key): int(bucket["doc_count"]) for key, bucket in pairs}
    unsaid = _unsaid(kinds, name, answer, counts)
    counts.pop(ANY, None)
    return {
        **counts,
        **{value: 0 for value in chosen or () if value not in counts and value != NOT_SAID},
        **({NOT_SAID: unsaid} if unsaid or NOT_SAID in (chosen or ()) else {}),
    }


def _unsaid(kinds: Kinds, name: str, answer: Mapping[str, Any], counts: Mapping[str, int]) -> int:
    if kinds[name].not_said() is None:
        return 0
    if f"{name} {NOT_SAID}" in answer:
        return int(answer[f"{name} {NOT_SAID}"]["doc_count"])
    said = counts[ANY] if ANY in counts else sum(counts.values()) + int(answer[name].get("sum_other_doc_count", 0))
    return int(answer["doc_count"]) - said
