"""Everything kept about a person, as plain data (GDPR art. 15 and 20): in words where there are words, and as kept."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from elasticsearch import Elasticsearch

from indexer.accounts.belongings import every_match, mails_of, profiles_of, searches_of, told_of
from indexer.alerts.offer_lines import OfferLine
from indexer.alerts.people import person as known_of
from indexer.candidates.seen_by import seen_by
from indexer.engine.documents import scan
from indexer.engine.indices import refresh

Document = dict[str, Any]
# What opens a page or a session is no information about the person, and a file is read by others than them.
_SECRETS = frozenset({"link_key", "adviser_key", "session_key", "sign_ins"})


def everything(client: Elasticsearch, person: str) -> Document:
    """Return all that is kept of a person.

    `person`: when they were written to and followed a link; `profiles` and `saved_searches` as stored; `offers`: each
    offer found, why (points by reason, in words) and what became of it; `mails`: those sent, with their offers;
    `marks`: what they said of offers; `seen_by`: the organisations that had their CV, how and when, and what they
    answered. Times are ISO 8601. No secret of a link or a session is in it.
    """
    matches = every_match(client, person)
    return {
        "exported_at": datetime.now(UTC).isoformat(),
        "person": _known(client, person),
        "profiles": [_without_secrets(profile) for profile in profiles_of(client, person)],
        "saved_searches": [_without_secrets(saved) for saved in searches_of(client, person)],
        "offers": _offers(client, matches),
        "mails": [{"sent_at": mail.sent_at, "offers": mail.offers, "id": mail.digest} for mail in mails_of(matches)],
        "marks": _marks(client, person),
        "seen_by": [asdict(seen) | {"words": seen.words} for seen in seen_by(client, person)],
    }


def _known(client: Elasticsearch, person: str) -> Document:
    known = known_of(client, person)
    asked = [{"asked_at": entry["at"]} for entry in known.get("sign_ins") or []]
    return {**_without_secrets(known), "sign_in_links": asked}


def _offers(client: Elasticsearch, matches: list[Document]) -> list[Document]:
    lines = {found.match["id"]: found.line for found in told_of(client, matches)}
    return [{**match, **(_in_words(lines[match["id"]]) if match["id"] in lines else {})} for match in matches]


def _in_words(line: OfferLine) -> Document:
    return {
        "title": line.title,
        "employer": line.employer,
        "place": line.place,
        "points": line.points,
        "reasons": [{"words": reason.words, "points": reason.points} for reason in line.reasons],
        "missing": line.missing,
        "saved_search": line.search,
    }


def _marks(client: Elasticsearch, person: str) -> list[Document]:
    refresh(client, "marks")
    return [mark for _, mark in scan(client, "marks", {"term": {"person": person}}, "id", ["*"])]


def _without_secrets(document: Document) -> Document:
    return {name: value for name, value in document.items() if name not in _SECRETS}
