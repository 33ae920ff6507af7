"""The benchmark of the CV base runs, finds people, and leaves nothing behind. Times are not asserted."""

from __future__ import annotations

import pytest
from elasticsearch import Elasticsearch

from tests.benchmarks.test_matching_at_scale import client, nothing_left, run  # noqa: F401 - fixtures

# In indices of their own, of which each looks whether any is left.
pytestmark = pytest.mark.xdist_group("benchmarks")


def test_recruiters_searches_find_people(client: Elasticsearch) -> None:  # noqa: F811
    figures = run("cvs", "--profiles", "1500", "--count", "60")
    assert (figures["profiles"], figures["searches"]) == (1500, 60)
    assert figures["with_cvs"] >= 15
    assert 0 < figures["ms_p50"] <= figures["ms_p95"] <= figures["ms_p99"]
    assert {"next_page_ms_p95", "ms_p95_by_kind", "index_mb"} <= set(figures)
