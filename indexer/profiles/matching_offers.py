"""The offers that fit a profile now, with their explanation: the search behind a person's own page."""

from __future__ import annotations

from elasticsearch import Elasticsearch

from indexer.alerts import links
from indexer.alerts.offer_lines import OfferLine, best_first, offer_line
from indexer.engine.indices import index_name
from indexer.language.vocabulary import vocabulary
from indexer.matching.queries import offers_for_profile
from indexer.places.communes import gazetteer
from indexer.profiles.document import Profile

MOST_READ = 500


def offers_now(client: Elasticsearch, profile: Profile, limit: int = 50) -> tuple[list[OfferLine], int]:
    """Return the best offers for a profile, and how many fit in all.

    The most recent MOST_READ are read and ordered by their points; the query is the one that is stored for alerts.
    """
    answer = client.search(
        index=index_name("offers"),
        query=offers_for_profile(profile),
        size=MOST_READ,
        sort=[{"published_at": "desc"}],
        source_excludes=["description"],
        track_total_hits=True,
    )
    lines = [
        offer_line(hit["_source"], profile, links.page(f"/offres/{hit['_id']}"), vocabulary(), gazetteer())
        for hit in answer["hits"]["hits"]
    ]
    return best_first(lines)[:limit], int(answer["hits"]["total"]["value"])
