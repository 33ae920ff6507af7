"""The benchmark of the search runs, finds what is to be found, and leaves nothing behind. Times are not asserted."""

from __future__ import annotations

import pytest
from elasticsearch import Elasticsearch

from benchmarks.search_queries import searches
from tests.benchmarks.test_matching_at_scale import client, nothing_left, run  # noqa: F401 - fixtures
from tests.starter import starter_words

# In indices of their own, of which each looks whether any is left.
pytestmark = pytest.mark.xdist_group("benchmarks")

OFFER = {"employer": "Entreprise 1", "location": {"lat": 44.84, "lon": -0.58}, "departement": "33"}


def test_mixed_searches_find_offers(client: Elasticsearch) -> None:  # noqa: F811
    figures = run("search", "--offers", "2000", "--count", "60")
    assert (figures["offers"], figures["searches"]) == (2000, 60)
    # A title of 13,000 is often nowhere among 2,000 offers.
    assert figures["with_offers"] >= 20
    assert figures["words_understood"]["job"] > 10
    assert 0 < figures["ms_p50"] <= figures["ms_p95"] <= figures["ms_p99"]
    assert {"2_at_once", "searches_per_s", "next_page_ms_p95", "ms_p95_by_kind"} <= set(figures)


def test_the_searches_are_the_same_at_each_run_and_of_every_kind() -> None:
    vocabulary = starter_words()
    made = searches(vocabulary, [OFFER], 300)
    assert made == searches(vocabulary, [OFFER], 300)
    assert sum(bool(wish.words) for wish in made) > 200
    assert sum(bool(wish.around) for wish in made) > 90
    assert sum(bool(wish.departements) for wish in made) > 20
    assert sum(bool(wish.chosen) for wish in made) > 60
