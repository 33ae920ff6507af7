"""Mails at which our own code fails: set apart on the person's document after some attempts, until an operator looks.

A digest set apart keeps its identifier and its matches, and leaves its place to the next: the person hears of what else
is found for them. None of its matches goes into another mail meanwhile. Tried again, it is opened as it was, under the
same Message-ID; dropped, its matches are `dropped` with the reason `mail_failed`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from elasticsearch import Elasticsearch

from indexer.alerts.people import Person
from indexer.engine.documents import change, scan
from indexer.engine.indices import refresh

MOST_APART = 3
"""For one person: somebody at whose every mail the code fails gets no more of them until an operator has looked."""
QUERY = {"exists": {"field": "apart_since"}}
_DIGEST, _UNTIL, _APART, _SINCE = "digest", "digest_until", "apart", "apart_since"
_AGAIN, _DROPPING = "again", "dropping"


@dataclass(frozen=True)
class MailApart:
    """A digest set apart: whose it is, which, why, after how many attempts, since when, and what it was to tell.

    `sent_at` says when the server accepted its mail, if it is known to have.
    """

    person: str
    identifier: str
    reason: str
    attempts: int
    since: str
    matches: tuple[str, ...]
    sent_at: str


def put_apart(person: Person, now: datetime) -> Person:
    """Return what is known of a person once their open digest is set apart. Pure."""
    entry = {**person[_DIGEST], "holder": "", "since": now.isoformat()}
    kept = {name: value for name, value in person.items() if name not in (_DIGEST, _UNTIL)}
    return next_open(_with(kept, [*_entries(person), entry]), now)


def next_open(person: Person, now: datetime) -> Person:
    """Return what is known of a person once a digest that an operator wants tried again is open. Pure.

    One that is open already goes first: the person's document has room for one.
    """
    again = next((entry for entry in _entries(person) if entry.get(_AGAIN)), None)
    if again is None or person.get(_DIGEST):
        return person
    digest = {name: value for name, value in again.items() if name not in (_AGAIN, "since")}
    left = _with(person, [entry for entry in _entries(person) if entry["id"] != again["id"]])
    return {**left, _DIGEST: {**digest, "attempts": 0, "failures": 0}, _UNTIL: now.isoformat()}


def has_room(person: Person) -> bool:
    """Say whether another mail may be made for a person. Pure."""
    return len(_entries(person)) < MOST_APART


def matches_apart(person: Person) -> list[str]:
    """Return the ids of the matches that the digests set apart hold. Pure."""
    return [identifier for entry in _entries(person) for identifier in entry["matches"]]


def listed(client: Elasticsearch) -> Iterator[MailApart]:
    """Yield every digest set apart that waits for an operator."""
    refresh(client, "people")
    for person, found in scan(client, "people", QUERY, "person", [_APART]):
        for entry in _entries(found):
            if not entry.get(_AGAIN):
                yield MailApart(
                    person,
                    identifier=entry["id"],
                    reason=entry["trouble"],
                    attempts=int(entry["failures"]),
                    since=entry["since"],
                    matches=tuple(entry["matches"]),
                    sent_at=entry["sent_at"],
                )


def retry(client: Elasticsearch, mail: MailApart) -> bool:
    """Have a digest made again by the next run of alerts; False when it is not set apart any more, or being dropped."""
    return _mark(client, mail, _AGAIN, unless=_DROPPING)


def begin_drop(client: Elasticsearch, mail: MailApart) -> bool:
    """Say that a digest is being dropped, so that nobody tries it again; False when it is not set apart any more."""
    return _mark(client, mail, _DROPPING, unless=_AGAIN)


def end_drop(client: Elasticsearch, mail: MailApart) -> None:
    """Forget a digest whose matches are dropped."""

    def edit(person: Person) -> Person:
        return _with(person, [entry for entry in _entries(person) if entry["id"] != mail.identifier])

    change(client, "people", mail.person, edit, refresh=True)


def _mark(client: Elasticsearch, mail: MailApart, name: str, *, unless: str) -> bool:
    marked = False

    def edit(person: Person) -> Person | None:
        nonlocal marked
        found = next((entry for entry in _entries(person) if entry["id"] == mail.identifier), None)
        marked = found is not None and not found.get(unless)
        if not marked:
            return None
        entries = [{**entry, name: True} if entry is found else entry for entry in _entries(person)]
        return next_open(_with(person, entries), datetime.now(UTC))

    return change(client, "people", mail.person, edit, refresh=True) is not None and marked


def _entries(person: Person) -> list[dict[str, Any]]:
    return person.get(_APART) or []


def _with(person: Person, entries: list[dict[str, Any]]) -> Person:
    kept = {name: value for name, value in person.items() if name not in (_APART, _SINCE)}
    return {**kept, _APART: entries, _SINCE: entries[0]["since"]} if entries else kept
