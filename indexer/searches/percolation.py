"""Both directions of a saved search. As for profiles, each side is written and refreshed before it searches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from elasticsearch import Elasticsearch

from indexer.engine.documents import scan, search_many
from indexer.matching.criteria import all_of, is_mailed, may_be_mailed
from indexer.matching.matches import Due
from indexer.searches.queries import SavedSearch, offers_for_search, searches_for_offer

MOST_HITS = 1000


def due_from_searches(client: Elasticsearch, offers: Sequence[dict[str, Any]]) -> Iterator[Due]:
    """Percolate offers, all in one request: yield the match due to each saved search they answer.

    Those of an employer nobody vouches for are passed over.
    """
    offers = [offer for offer in offers if is_mailed(offer)]
    queries = [searches_for_offer(offer) for offer in offers]
    wanted = {"size": MOST_HITS, "_source": ["person"], "track_total_hits": True}
    answers = search_many(client, "searches", ({"query": query, **wanted} for query in queries))
    for offer, query, answer in zip(offers, queries, answers, strict=True):
        found = [(hit["_id"], hit["_source"]) for hit in answer["hits"]["hits"]]
        if answer["hits"]["total"]["value"] > len(found):
            found = list(scan(client, "searches", query, "id", ["person"]))
        yield from (Due(saved["person"], "", offer["id"], search=identifier) for identifier, saved in found)


def due_for_search(client: Elasticsearch, saved: SavedSearch) -> Iterator[Due]:
    """Search the offers taken in since a search was confirmed: yield the match due for each."""
    for identifier, _ in scan(client, "offers", all_of(offers_for_search(saved), may_be_mailed()), "id"):
        yield Due(saved["person"], "", identifier, search=saved["id"])
