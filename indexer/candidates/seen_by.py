"""What a person is told of who had their CV: the mails it was in, who opened it, what was answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from elasticsearch import Elasticsearch

from indexer.candidates.views import EXPORT, FILE, LIST, MAIL, PAGE, views_of
from indexer.engine.documents import get_many, scan
from indexer.engine.indices import refresh
from indexer.matching.matches import SENT
from indexer.offers.document import is_withdrawn

Document = dict[str, Any]

HOW = {
    MAIL: "a reçu votre CV par courriel",
    PAGE: "a lu votre CV",
    FILE: "a téléchargé votre CV",
    LIST: "a vu votre CV dans une liste",
    EXPORT: "a emporté votre CV dans un tableau",
}
ANSWERS = {
    "invited": "souhaite vous rencontrer",
    "asked": "vous a posé une question",
    "declined": "n’a pas retenu votre CV",
}


@dataclass(frozen=True, slots=True)
class Seen:
    """That an organisation had a person's CV: how (a key of HOW, or of ANSWERS), when, and for which offer if any."""

    organisation: str
    how: str
    at: str
    offer: str = ""
    message: str = ""
    """What was written with an answer."""

    @property
    def words(self) -> str:
        """Return it in words, after the organisation's name."""
        return HOW.get(self.how) or ANSWERS[self.how]


def seen_by(client: Elasticsearch, person: str) -> list[Seen]:
    """Return who had a person's CV and what they answered, the latest first. Names organisations, nobody in them."""
    refresh(client, "matches")
    query = {"bool": {"filter": [{"term": {"candidate": person}}]}}
    fields = ["publication", "cv_search", "offer", "state", "sent_at", "answer", "answered_at", "answer_text"]
    matches = [match for _, match in scan(client, "matches", query, "id", fields)]
    names = _names(client, matches)
    offers = get_many(client, "offers", {match["offer"] for match in matches if match.get("offer")})
    found: list[Seen] = []
    for match in matches:
        name = names.get(match.get("publication") or match.get("cv_search") or "", "")
        offer = offers.get(match.get("offer") or "") or {}
        # Of what was withdrawn, and of who wrote in its name, no word is said any more.
        gone = is_withdrawn(offer)
        title = "" if gone else str(offer.get("title") or "")
        if match["state"] == SENT and match.get("sent_at"):
            found.append(Seen(name, MAIL, str(match["sent_at"]), title))
        if match.get("answer"):
            text = "" if gone else match.get("answer_text") or ""
            found.append(Seen(name, match["answer"], str(match["answered_at"]), title, text))
    found += [Seen(view["organisation_name"], view["how"], str(view["first_at"])) for view in views_of(client, person)]
    return sorted((one for one in found if one.organisation), key=lambda one: one.at, reverse=True)


def _names(client: Elasticsearch, matches: list[Document]) -> dict[str, str]:
    """Return the name of the organisation of each publication and each saved search."""
    finders: dict[str, Document] = {}
    for kind, field in (("publications", "publication"), ("cv_searches", "cv_search")):
        finders |= get_many(client, kind, {match[field] for match in matches if match.get(field)})
    organisations = get_many(client, "organisations", {doc["organisation"] for doc in finders.values()})
    return {
        identifier: str(organisations[doc["organisation"]]["name"])
        for identifier, doc in finders.items()
        if doc["organisation"] in organisations
    }
