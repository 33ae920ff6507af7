"""The nightly search for people that were missed: every published offer looks for everybody anew.

An outage or a bug may lose one direction; the other finds the same (`indexer.candidates.finding`), and a match is
created once, so that sweeping twice adds nothing. Published offers are few beside those that are imported.
"""

from __future__ import annotations

from elasticsearch import Elasticsearch

from indexer.candidates.finding import cvs_for_offer, record_cvs
from indexer.engine.documents import get_many, scan
from indexer.engine.indices import refresh
from indexer.offers.document import MATCHED, OPEN

TOGETHER = 100


def sweep_publications(client: Elasticsearch) -> int:
    """Create the matches of people and published offers that are missing; return how many."""
    refresh(client, "offers", "profiles")
    published = {
        "bool": {
            "filter": [
                {"exists": {"field": "publication"}},
                {"term": {"status": OPEN}},
                {"term": {"stage": MATCHED}},
            ]
        }
    }
    identifiers = [identifier for identifier, _ in scan(client, "offers", published, "id")]
    added = 0
    for start in range(0, len(identifiers), TOGETHER):
        for offer in get_many(client, "offers", identifiers[start : start + TOGETHER]).values():
            added += record_cvs(client, cvs_for_offer(client, offer))
    return added
