"""Both directions of a saved search. As for profiles, each side is written and refreshed before it searches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from elasticsearch import Elasticsearch

from indexer.engine.documents import scan
from indexer.matching.matches import Due
from indexer.searches.queries import SavedSearch, offers_for_search, searches_for_offer


def due_from_searches(client: Elasticsearch, offer: dict[str, Any]) -> Iterator[Due]:
    """Percolate an offer: yield the match due to each saved search it answers."""
    for identifier, saved in scan(client, "searches", searches_for_offer(offer), "id", ["person"]):
        yield Due(saved["person"], "", offer["id"], search=identifier)


def due_for_search(client: Elasticsearch, saved: SavedSearch) -> Iterator[Due]:
    """Search the offers taken in since a search was confirmed: yield the match due for each."""
    for identifier, _ in scan(client, "offers", offers_for_search(saved), "id"):
        yield Due(saved["person"], "", identifier, search=saved["id"])
