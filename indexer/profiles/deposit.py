"""Leaving a CV: checked, stored, written down; everything slower follows in tasks."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from elasticsearch import ConflictError, Elasticsearch

from indexer.engine.documents import get
from indexer.engine.indices import index_name
from indexer.profiles import erasures
from indexer.profiles.document import RECEIVED, Profile, complete, person_of, place_fields
from indexer.profiles.wish import Wish, stored
from indexer.reading.file_checks import CheckedFile
from indexer.reading.file_store import delete_file, save_file
from indexer.reference.in_force import gazetteer, vocabulary

AT_ONCE = timedelta(minutes=10)
"""How long the same sent again is the same: an impatient finger, a program that got no answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deposit(Wish):
    """What a person leaves: what they ask for, their CV, and where to write to them."""

    cv: CheckedFile
    cv_name: str
    email: str


def deposit_once(client: Elasticsearch, given: Deposit, sent_from: str) -> tuple[Profile, bool]:
    """Store a deposit and return the profile, and whether this call made it: sent several times at once, it is one.

    The same is the same file, address and wish, `sent_from` the same place within AT_ONCE, while nobody has confirmed
    it: later, or from elsewhere, it is a deposit of its own, since whoever sends it is answered with its secret links.
    Raises OSError as `deposit`.
    """
    asked = {name: getattr(given, name) for name in given.__dataclass_fields__ if name not in ("cv", "cv_name")}
    said = json.dumps([sent_from, person_of(given.email), asked], sort_keys=True, default=str)
    same = hashlib.sha256(given.cv.content + given.cv.extension.encode() + said.encode()).hexdigest()
    now = datetime.now(UTC)
    spans = [int(now.timestamp() // AT_ONCE.total_seconds()) - back for back in (0, 1)]
    names = [hashlib.sha256(f"estey deposit\n{same}\n{span}".encode()).hexdigest()[:24] for span in spans]
    for name in reversed(names):
        if (known := get(client, "profiles", name)) and _is_of_now(known, now):
            return known, False
    if erasures.is_begun(client, names[0]):
        return deposit(client, given), True
    try:
        return _store(client, given, names[0]), True
    except ConflictError:
        known = get(client, "profiles", names[0])
        return (known, False) if known and _is_of_now(known, now) else (deposit(client, given), True)


def _is_of_now(known: Profile, now: datetime) -> bool:
    return not known.get("confirmed_at") and now - datetime.fromisoformat(known["received_at"]) < AT_ONCE


def deposit(client: Elasticsearch, given: Deposit, identifier: str = "") -> Profile:
    """Store a deposit and return the profile, at stage `received`; the caller then enqueues its processing.

    `identifier` is made at random when not given (the demonstration gives its own, to load twice without doubling).
    The file is written before the document, so a document never points to nothing. Raises OSError when the file store
    cannot be written to: nothing is kept then.
    """
    if identifier:
        client.options(ignore_status=404).delete(index=index_name("profiles"), id=identifier)
    return _store(client, given, identifier or secrets.token_hex(12))


def _store(client: Elasticsearch, given: Deposit, identifier: str) -> Profile:
    """Write a deposit down; raises ConflictError when there is one of that id, and leaves no file then."""
    # A name of its own: of two at once, each takes back its own file only.
    file_name = f"profiles/{identifier}-{secrets.token_hex(4)}.{given.cv.extension}"
    save_file(file_name, given.cv.content)
    now = datetime.now(UTC).isoformat()
    email = given.email.strip()
    profile = complete(
        {
            "id": identifier,
            "person": person_of(email),
            "email": email,
            "link_key": secrets.token_urlsafe(9),
            "stage": RECEIVED,
            "attempts": 0,
            "confirmation": "pending",
            "consent_at": now,
            "received_at": now,
            "last_contact_at": now,
            "paused": False,
            "file": {
                "path": file_name,
                "name": given.cv_name[-120:],
                "extension": given.cv.extension,
                "media_type": given.cv.media_type,
                "bytes": len(given.cv.content),
            },
            **stored(given),
            **place_fields(given.commune, given.radius_km, gazetteer(), given.around),
        },
        vocabulary(),
    )
    try:
        client.create(index=index_name("profiles"), id=identifier, document=profile)
    except ConflictError:
        delete_file(file_name)
        raise
    return profile
