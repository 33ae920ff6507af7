"""What a person says of an offer: that they keep it, or that it is not for them; of the latter they never hear again.

One document for one person and one offer, under the id of their match (`indexer.matching.matches`), so that a mail
reads its marks in one request. What is not for somebody is still recorded as a match: it is left out when it would be
shown or sent, so that taking the mark back before that loses nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from elasticsearch import ConflictError, Elasticsearch, NotFoundError

from indexer.engine.documents import change, get, get_many, scan
from indexer.engine.indices import index_name, refresh
from indexer.matching.matches import Due

Mark = dict[str, Any]

REASONS = {
    "too_far": "C’est trop loin",
    "pay": "Le salaire ne me convient pas",
    "hours": "Les horaires ne me conviennent pas",
    "contract": "Le contrat ne me convient pas",
    "job": "Ce n’est pas le métier que je cherche",
    "level": "Il faut plus d’expérience ou un autre diplôme",
    "done": "J’ai déjà répondu",
    "other": "Une autre raison",
}


def mark_of(client: Elasticsearch, person: str, offer: str) -> Mark:
    """Return what a person said of an offer; nothing said: an empty one."""
    return get(client, "marks", _identifier(person, offer)) or {}


def keep(client: Elasticsearch, person: str, offer: str) -> None:
    """Keep an offer; one that was not for them is again."""
    _change(client, person, offer, lambda doc: {**_bare(doc), "kept_at": doc.get("kept_at") or _now()})


def let_go(client: Elasticsearch, person: str, offer: str) -> None:
    """Keep an offer no longer."""
    _change(client, person, offer, lambda doc: {name: value for name, value in doc.items() if name != "kept_at"})


def refuse(client: Elasticsearch, person: str, offer: str, reason: str = "") -> None:
    """Note that an offer is not for a person, with one of REASONS or none; it is kept no longer."""
    said = {"reason": reason} if reason else {}
    _change(client, person, offer, lambda doc: {**_bare(doc), "refused_at": doc.get("refused_at") or _now(), **said})


def take_back(client: Elasticsearch, person: str, offer: str) -> None:
    """Take back that an offer is not for a person."""
    gone = ("refused_at", "reason")
    _change(client, person, offer, lambda doc: {name: value for name, value in doc.items() if name not in gone})


def refused_among(client: Elasticsearch, matches: Iterable[str]) -> set[str]:
    """Return those of these matches (ids) whose person said that the offer is not for them."""
    return {identifier for identifier, mark in get_many(client, "marks", matches).items() if mark.get("refused_at")}


def refused_offers(client: Elasticsearch, person: str) -> list[str]:
    """Return the ids of the offers that are not for a person."""
    return _offers(client, person, "refused_at")


def kept_offers(client: Elasticsearch, person: str) -> list[str]:
    """Return the ids of the offers a person keeps."""
    return _offers(client, person, "kept_at")


def forget_marks(client: Elasticsearch, person: str) -> None:
    """Erase all that a person said of offers (GDPR art. 17)."""
    refresh(client, "marks")
    theirs = {"term": {"person": person}}
    client.delete_by_query(index=index_name("marks"), query=theirs, conflicts="proceed", refresh=True)


def _offers(client: Elasticsearch, person: str, said: str) -> list[str]:
    query = {"bool": {"filter": [{"term": {"person": person}}, {"exists": {"field": said}}]}}
    return [document["offer"] for _, document in scan(client, "marks", query, "id", ["offer"])]


def _change(client: Elasticsearch, person: str, offer: str, edit: Callable[[Mark], Mark]) -> None:
    """Edit a mark, made when there is none, and erased when nothing is left to say; visible to searches at once."""
    identifier = _identifier(person, offer)
    bare = {"id": identifier, "person": person, "offer": offer}
    with suppress(ConflictError):
        client.create(index=index_name("marks"), id=identifier, document=bare)
    changed = change(client, "marks", identifier, edit, refresh=True)
    if changed and not changed.keys() - bare.keys():
        with suppress(NotFoundError):
            client.delete(index=index_name("marks"), id=identifier, refresh=True)


def _bare(doc: Mark) -> Mark:
    return {name: doc[name] for name in ("id", "person", "offer")}


def _identifier(person: str, offer: str) -> str:
    return Due(person, "", offer).identifier


def _now() -> str:
    return datetime.now(UTC).isoformat()
