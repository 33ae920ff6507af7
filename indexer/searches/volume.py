"""How many offers a search would have brought: said before it is saved."""

from __future__ import annotations

from typing import Any

from elasticsearch import Elasticsearch

from indexer.engine.indices import index_name
from indexer.searches.queries import SavedSearch, offers_for_search

DAYS = 30
# A search that most offers answer is no search: people would be mailed everything.
WIDEST_SHARE = 0.5
FEWEST_TO_JUDGE = 50


def offers_a_week(client: Elasticsearch, saved: SavedSearch) -> float:
    """Return how many offers a week a search would have brought over the last DAYS days."""
    return _published(client, offers_for_search(saved)) * 7 / DAYS


def is_too_wide(client: Elasticsearch, saved: SavedSearch) -> bool:
    """Say whether most of the offers of the last DAYS days answer a search."""
    everything = _published(client, {"term": {"status": "open"}})
    if everything < FEWEST_TO_JUDGE:
        return False
    return _published(client, offers_for_search(saved)) > WIDEST_SHARE * everything


def _published(client: Elasticsearch, query: dict[str, Any]) -> int:
    since = {"range": {"published_at": {"gte": f"now-{DAYS}d"}}}
    found = client.count(index=index_name("offers"), query={"bool": {"filter": [query, since]}})
    return int(found["count"])
