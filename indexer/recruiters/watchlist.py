"""What is kept of who was blocked and of what was refused, to know them again under another number or name.

No address, number, text or name lies here: each is kept as a keyed hash (HMAC-SHA256 with the service's secret), good
for one question only, whether something is the same. What is found again is not refused: it waits to be read. With
another ESTEY_SECRET_KEY what was kept is known no more.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from elasticsearch import Elasticsearch

from indexer.engine.indices import index_name, refresh
from indexer.language.normalisation import without_accents
from indexer.recruiters.contacts import contacts_in, mailbox, words_without_contacts
from indexer.settings import settings

SHINGLE = 4
"""Words of a text that are hashed together."""
SKETCH = 32
"""Hashes kept of a text: the smallest, which are nearly the same for nearly the same text (bottom-k sketch)."""
ALIKE = 0.5
"""Of its hashes, how many a text shares with one that was refused to be taken for it."""
SIREN, CONTACT, PLACE, TEXT = "siren", "contact", "place", "text"
"""What may be known again."""

_FIELDS = {SIREN: "siren", CONTACT: "contacts", PLACE: "places", TEXT: "text"}


@dataclass(frozen=True)
class Marks:
    """The keyed hashes of an organisation or of an offer."""

    siren: list[str] = field(default_factory=list)
    contacts: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, list[str]]:
        """Return them by the field in which they are kept, without the empty ones."""
        said = {"siren": self.siren, "contacts": self.contacts, "places": self.places, "text": self.text}
        return {name: marks for name, marks in said.items() if marks}


def marks_of_organisation(siren: str, addresses: Iterable[str], places: Iterable[str] = ()) -> Marks:
    """Return the marks of an organisation: its SIREN, its recruiters' addresses, its `places` (`marks_of_place`)."""
    contacts = sorted({_mark(CONTACT, mailbox(address)) for address in addresses})
    return Marks(siren=[_mark(SIREN, siren)], contacts=contacts, places=list(places))


def marks_of_place(address: str) -> list[str]:
    """Return the mark of a postal address, however it is written; none of one without a number."""
    plain = without_accents(address)
    digits, words = re.findall(r"\d+", plain), words_without_contacts(address)
    return [_mark(PLACE, f"{' '.join(digits)} {' '.join(words)}")] if words and digits else []


def marks_of_offer(title: str, description: str, apply: str) -> Marks:
    """Return the marks of an offer: every way to answer it, and its text."""
    contacts = sorted({_mark(CONTACT, contact) for contact in contacts_in(title, description, apply)})
    return Marks(contacts=contacts, text=sketch(f"{title}\n{description}"))


def with_contact(marks: Marks, address: str) -> Marks:
    """Return the marks of an offer with its author's address beside the ways to answer it; as they are without one."""
    if not address:
        return marks
    return replace(marks, contacts=sorted({*marks.contacts, _mark(CONTACT, mailbox(address))}))


def sketch(text: str) -> list[str]:
    """Return the SKETCH smallest keyed hashes of a text's runs of words; all the words together for a short one."""
    words = words_without_contacts(text)
    if not words:
        return []
    runs = {" ".join(words[start : start + SHINGLE]) for start in range(max(1, len(words) - SHINGLE + 1))}
    return sorted(_mark(TEXT, run) for run in runs)[:SKETCH]


def note(client: Elasticsearch, identifier: str, organisation: str, marks: Marks) -> None:
    """Keep the marks of what was blocked or refused (its id), of an organisation; twice is as good as once."""
    said = marks.as_dict()
    if said:
        now = datetime.now(UTC).isoformat()
        document = {"id": identifier, "organisation": organisation, "noted_at": now, **said}
        client.index(index=index_name("watchlist"), id=identifier, document=document, refresh=True)


def forget(client: Elasticsearch, *, identifier: str = "", organisation: str = "") -> None:
    """Forget the marks of one thing by its id, or of all that was an organisation's."""
    refresh(client, "watchlist")
    query = {"term": {"id": identifier}} if identifier else {"term": {"organisation": organisation or "-"}}
    client.delete_by_query(index=index_name("watchlist"), query=query, conflicts="proceed", refresh=True)


def erase_old(client: Elasticsearch, before: datetime) -> int:
    """Erase the marks of offers that were refused before a time; those of a blocked organisation stay as it does."""
    refresh(client, "watchlist")
    old = {
        "bool": {
            "filter": [{"range": {"noted_at": {"lt": before.isoformat()}}}],
            "must_not": [{"exists": {"field": "siren"}}],
        }
    }
    answer = client.delete_by_query(index=index_name("watchlist"), query=old, conflicts="proceed", refresh=True)
    return int(answer["deleted"])


def known_again(client: Elasticsearch, marks: Marks, *, besides: str = "", organisation: str = "") -> list[str]:
    """Return what of these marks was blocked or refused before, in the order SIREN, CONTACT, PLACE, TEXT.

    `besides`: the id of what is asked about itself. Of what was an `organisation`'s own only the text counts: it has
    the same address for every offer, and is not held for one that was refused.
    """
    said = marks.as_dict()
    own = {"term": {"organisation": organisation or "-"}}
    queries: dict[str, dict[str, Any]] = {}
    for kind, name in _FIELDS.items():
        if hashes := said.get(name):
            others = [] if kind == TEXT else [own]
            queries[kind] = {"bool": {"filter": [_query(kind, hashes)], "must_not": others}}
    if not queries:
        return []
    refresh(client, "watchlist")
    answer = client.search(
        index=index_name("watchlist"),
        query={"bool": {"must_not": [{"term": {"id": besides or "-"}}]}},
        size=0,
        track_total_hits=False,
        aggs={"found": {"filters": {"filters": queries}}},
    )
    buckets = answer["aggregations"]["found"]["buckets"]
    return [kind for kind in queries if buckets[kind]["doc_count"]]


def _query(kind: str, hashes: list[str]) -> dict[str, Any]:
    if kind != TEXT:
        return {"terms": {_FIELDS[kind]: hashes}}
    alike = max(1, round(ALIKE * len(hashes)))
    return {"bool": {"should": [{"term": {"text": one}} for one in hashes], "minimum_should_match": alike}}


def _mark(kind: str, value: str) -> str:
    key = settings().secret_key.encode()
    return hmac.new(key, f"estey watchlist {kind}\n{value}".encode(), hashlib.sha256).hexdigest()[:32]
