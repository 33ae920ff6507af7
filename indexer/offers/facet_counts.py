"""Counting the values of the facets of offers (`indexer.searching.counts`). Pure functions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from indexer.offers.facets import FACETS
from indexer.searching import counts
from indexer.searching.choices import Chosen
from indexer.searching.counts import Facet
from indexer.searching.kinds import Clause


def counting(filters: Mapping[str, Clause]) -> dict[str, Clause]:
    """Return the aggregations that count every facet; `filters`: of those of which something is chosen."""
    return counts.counting(FACETS, filters)


def counted(aggregations: Mapping[str, Any], chosen: Chosen) -> dict[str, Facet]:
    """Return the facets from the engine's answer to `counting`."""
    return counts.counted(FACETS, aggregations, chosen)
