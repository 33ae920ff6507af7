"""What a person has here: their profiles, their saved searches, the offers found for them, the mails they were sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from elasticsearch import Elasticsearch

from indexer.alerts.marks import refused_offers
from indexer.alerts.match_lines import match_line
from indexer.alerts.offer_lines import OfferLine
from indexer.engine.documents import get_many, scan
from indexer.engine.indices import index_name, refresh
from indexer.matching.matches import DROPPED, SENT
from indexer.offers.document import is_readable

Document = dict[str, Any]
PAGE = 20
DEEPEST_PAGE = 50
"""A page beyond is not read: the engine counts through all before it. The export holds all."""


@dataclass(frozen=True, slots=True)
class FoundOffer:
    """An offer found for a person: the match as it is kept, and the line that tells of it, with its points."""

    match: Document
    line: OfferLine


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail of offers that was sent."""

    digest: str
    sent_at: str
    offers: int


def profiles_of(client: Elasticsearch, person: str) -> list[Document]:
    """Return a person's profiles, the oldest first."""
    return _theirs(client, "profiles", person)


def searches_of(client: Elasticsearch, person: str) -> list[Document]:
    """Return a person's saved searches, the oldest first."""
    return _theirs(client, "searches", person)


def found_offers(client: Elasticsearch, person: str, page: int = 1) -> tuple[list[FoundOffer], int]:
    """Return a page of the offers found for a person, the latest first, and how many there are in all.

    What was dropped is left out: it was never told; so is what they said is not for them (`indexer.alerts.marks`).
    Raises ValueError beyond DEEPEST_PAGE.
    """
    if not 1 <= page <= DEEPEST_PAGE:
        raise ValueError("no such page")
    refresh(client, "matches")
    unwanted = [{"term": {"state": DROPPED}}, {"terms": {"offer": refused_offers(client, person)}}]
    answer = client.search(
        index=index_name("matches"),
        query={"bool": {"filter": [{"term": {"recipient": person}}], "must_not": unwanted}},
        sort=[{"created_at": "desc"}, {"id": "asc"}],
        from_=(page - 1) * PAGE,
        size=PAGE,
        track_total_hits=True,
    )
    matches = [hit["_source"] for hit in answer["hits"]["hits"]]
    return told_of(client, matches), int(answer["hits"]["total"]["value"])


def told_of(client: Elasticsearch, matches: list[Document]) -> list[FoundOffer]:
    """Return these matches with the lines that tell of them; left out are those whose alert or offer is gone or may
    not be read.
    """
    finders = {
        field: get_many(client, kind, {match[field] for match in matches if match.get(field)})
        for field, kind in (("profile", "profiles"), ("search", "searches"))
    }
    offers = get_many(client, "offers", {match["offer"] for match in matches})
    found = []
    for match in matches:
        field = "search" if match.get("search") else "profile"
        finder, offer = finders[field].get(match[field]), offers.get(match["offer"])
        if finder and offer and is_readable(offer):
            found.append(FoundOffer(match, match_line(client, match, finder, offer)))
    return found


def every_match(client: Elasticsearch, person: str) -> list[Document]:
    """Return all that is kept of the offers found for a person, whatever became of it, the latest first."""
    refresh(client, "matches")
    theirs = {"term": {"recipient": person}}
    matches = [match for _, match in scan(client, "matches", theirs, "id", ["*"])]
    return sorted(matches, key=lambda match: str(match["created_at"]), reverse=True)


def mails_of(matches: Iterable[Document]) -> list[Mail]:
    """Return the mails of offers that these matches were told in, the latest first."""
    told: dict[str, tuple[str, int]] = {}
    for match in matches:
        if match["state"] == SENT and match.get("digest"):
            sent_at, offers = told.get(match["digest"], (str(match["sent_at"]), 0))
            told[match["digest"]] = sent_at, offers + 1
    mails = [Mail(digest, sent_at, offers) for digest, (sent_at, offers) in told.items()]
    return sorted(mails, key=lambda mail: mail.sent_at, reverse=True)


def _theirs(client: Elasticsearch, kind: str, person: str) -> list[Document]:
    refresh(client, kind)
    found = [document for _, document in scan(client, kind, {"term": {"person": person}}, "id", ["*"])]
    return sorted(found, key=lambda document: str(document["received_at"]))
