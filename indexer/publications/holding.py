"""Why an offer is read by the operator before people see it, whatever the law says of its wording."""

from __future__ import annotations

from typing import Any

from elasticsearch import Elasticsearch

from indexer.engine.documents import get
from indexer.engine.indices import index_name, refresh
from indexer.publications import document as state
from indexer.publications.document import Publication
from indexer.publications.facts import EMPTY
from indexer.recruiters import watchlist
from indexer.recruiters.document import Organisation, is_vouched
from indexer.settings import settings

FIRST_OFFERS, DOUBTED, REFUSED_BEFORE = "first_offers", "doubted", "refused_before"
WORDS = {
    FIRST_OFFERS: "personne ne se porte garant de cette organisation, et c’est une de ses premières offres",
    DOUBTED: "un doute sur l’organisation",
    REFUSED_BEFORE: "un texte, une adresse ou un numéro d’une offre refusée ou d’une organisation bloquée",
}
"""Each, as the operator reads it."""


def reasons(client: Elasticsearch, publication: Publication, organisation: Organisation | None) -> list[str]:
    """Return why what was written last has to be read before it is shown; nothing when it need not, or was.

    What was read is a version: an edit of it is read again, under these same rules.
    """
    if is_read(publication):
        return []
    found: list[str] = []
    if not is_vouched(organisation):
        if (organisation or {}).get("doubts"):
            found.append(DOUBTED)
        most = settings().unverified_offers_read
        if most and accepted_of(client, publication["organisation"], besides=publication["id"]) < most:
            found.append(FIRST_OFFERS)
    marks, own = marks_of(publication), publication["organisation"]
    # Whoever lets somebody in does not know that their last organisation was blocked.
    author = get(client, "recruiters", publication["recruiter"]) or {}
    marks = watchlist.with_contact(marks, author.get("email") or "")
    # Refused itself, it is read again however often it is proposed, closed or renewed meanwhile.
    again = state.was_refused(publication)
    if again or watchlist.known_again(client, marks, besides=publication["id"], organisation=own):
        found.append(REFUSED_BEFORE)
    return found


def is_read(publication: Publication) -> bool:
    """Say whether the operator read and accepted what was written last, as it stands. Pure."""
    return (publication.get("settled") or {}).get("read") == state.version(publication)


def accepted_of(client: Elasticsearch, organisation: str, besides: str = "") -> int:
    """Return how many of an organisation's offers the operator read and accepted, one left out."""
    refresh(client, "publications")
    query: dict[str, Any] = {
        "bool": {
            "filter": [{"term": {"organisation": organisation}}, {"exists": {"field": "read_at"}}],
            "must_not": [{"term": {"id": besides or "-"}}],
        }
    }
    return int(client.count(index=index_name("publications"), query=query)["count"])


def marks_of(publication: Publication) -> watchlist.Marks:
    """Return the marks by which an offer, as it was written last, is known again. Pure but for the secret."""
    facts = {**EMPTY, **state.written(publication)}
    return watchlist.marks_of_offer(facts["title"], facts["description"], facts["apply"])
