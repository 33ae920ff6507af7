"""A CV found in the search, taken up for one of the organisation's offers: then it is as if it had been sent."""

from __future__ import annotations

from typing import Any

from elasticsearch import Elasticsearch

from indexer.candidates.finding import DueCv, earlier_match_of, match_of
from indexer.candidates.points import points_of
from indexer.engine.documents import change, get, scan
from indexer.engine.indices import refresh
from indexer.matching.matches import PENDING, SENT, create_all
from indexer.offers.document import OPEN
from indexer.publications.document import PUBLISHED

Document = dict[str, Any]


def open_publications(client: Elasticsearch, organisation: str) -> list[Document]:
    """Return what an organisation publishes now, the latest first."""
    refresh(client, "publications")
    published = [{"term": {"organisation": organisation}}, {"term": {"state": PUBLISHED}}]
    found = scan(client, "publications", {"bool": {"filter": published}}, "id", ["*"])
    return sorted((doc for _, doc in found), key=lambda doc: str(doc.get("published_at")), reverse=True)


def offer_cv(client: Elasticsearch, publication: Document, recruiter: str, profile: Document, now: str) -> str | None:
    """Take a person up for an offer, unless they were told for it already; return the match's id.

    `now`: ISO 8601. Nothing is mailed: the recruiter has the CV before them. None when the offer is not open.
    """
    offer = get(client, "offers", publication.get("offer") or "-")
    if offer is None or offer.get("status") != OPEN or publication["state"] != PUBLISHED:
        return None
    due = DueCv(publication["id"], offer["id"], profile["person"], profile["id"], points_of(profile, offer))
    earlier = earlier_match_of(publication["id"], profile["person"])
    identifier = earlier if get(client, "matches", earlier) else due.identifier
    match = {**match_of(due, publication, now), "id": identifier, "recipient": recruiter, "state": SENT, "sent_at": now}
    create_all(client, [match])

    def told(doc: Document) -> Document | None:
        # Due and not sent: they have it now. In a mail being sent: it is marked by whoever sends it.
        if doc["state"] != PENDING:
            return None
        return {**doc, "state": SENT, "sent_at": now}

    change(client, "matches", identifier, told, refresh=True)
    return identifier
