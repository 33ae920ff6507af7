"""An offer closes by itself once it has as many applications as its recruiter can answer.

An application is a person whom the recruiter invited or asked something, and who can be reached: seen with their name,
or they accepted. They are counted anew each time, so that counting twice changes nothing.
"""

from __future__ import annotations

from elasticsearch import Elasticsearch

from indexer.engine.documents import change, get
from indexer.engine.indices import index_name, refresh
from indexer.publications.document import FULL, PUBLISHED
from indexer.publications.lifecycle import close
from indexer.settings import settings


def close_when_full(client: Elasticsearch, publication_id: str) -> bool:
    """Count a publication's applications, and close it when they are as many as it takes; say whether it was closed."""
    refresh(client, "matches")
    unnamed = {"bool": {"must_not": [{"exists": {"field": "contact"}}]}}
    reached = [
        {"bool": {"filter": [{"terms": {"answer": ["invited", "asked"]}}, unnamed]}},
        {"term": {"contact": "accepted"}},
    ]
    theirs = {
        "bool": {
            "filter": [{"term": {"publication": publication_id}}],
            "should": reached,
            "minimum_should_match": 1,
        }
    }
    number = int(client.count(index=index_name("matches"), query=theirs)["count"])
    change(client, "publications", publication_id, lambda doc: {**doc, "applications": number}, refresh=True)
    publication = get(client, "publications", publication_id)
    most = int((publication or {}).get("most_applications") or settings().most_applications)
    if publication is None or publication["state"] != PUBLISHED or not most or number < most:
        return False
    close(client, publication_id, FULL)
    return True
