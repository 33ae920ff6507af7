"""A mail that was sent, read again in a browser: rendered anew from its matches, so that nothing more is stored."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from elasticsearch import Elasticsearch

from indexer.alerts.match_lines import match_line
from indexer.alerts.offer_lines import MOST_OFFERS, OfferLine, choose
from indexer.engine.documents import get_many, scan
from indexer.engine.indices import refresh
from indexer.matching.matches import SENT, WITH_TRAINING
from indexer.offers.document import OPEN, is_readable

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SentMail:
    """What a mail told, as it stands today: `shown` and `trained` as in the mail, and how many `more` it counted."""

    owner: Document
    shown: list[OfferLine]
    trained: list[OfferLine]
    more: int
    sent_at: str
    """ISO 8601."""


def sent_mail(client: Elasticsearch, digest: str) -> SentMail | None:
    """Return what a digest told; None when it was not sent, or the person erased what it was about.

    Offers that closed since are there, and say so. Those that a training would have opened stay apart even when the
    training has begun.
    """
    refresh(client, "matches")
    told = [{"term": {"digest": digest}}, {"term": {"state": SENT}}]
    # Not the mails of recruiters: people change what is seen of them, and those pages say it.
    query = {"bool": {"filter": told, "must_not": [{"exists": {"field": "candidate"}}]}}
    fields = ["profile", "search", "offer", "kind", "sent_at"]
    matches = [match for _, match in scan(client, "matches", query, "id", fields)]
    finders = {
        field: get_many(client, kind, {match[field] for match in matches if match.get(field)})
        for field, kind in (("profile", "profiles"), ("search", "searches"))
    }
    offers = get_many(client, "offers", {match["offer"] for match in matches})
    direct: list[OfferLine] = []
    trained: list[OfferLine] = []
    owners: list[Document] = []
    for match in matches:
        field = "search" if match.get("search") else "profile"
        finder, offer = finders[field].get(match[field]), offers.get(match["offer"])
        # Of what was withdrawn since, nothing is said any more.
        if finder and offer and is_readable(offer):
            owners.append(finder)
            line = replace(match_line(client, match, finder, offer), closed=offer.get("status") != OPEN)
            (trained if match.get("kind") == WITH_TRAINING else direct).append(line)
    if not owners:
        return None
    shown, more = choose(direct)
    reached, more_reached = choose(trained, MOST_OFFERS - len(shown))
    owner = min(owners, key=lambda finder: ("wish" in finder, str(finder["received_at"])))
    return SentMail(owner, shown, reached, more + more_reached, str(matches[0]["sent_at"]))
