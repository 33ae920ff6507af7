"""Leaving a CV: checked, stored, written down; everything slower follows in tasks."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from elasticsearch import Elasticsearch

from indexer.engine.indices import index_name
from indexer.profiles.document import RECEIVED, Profile, complete, person_of, place_fields
from indexer.profiles.wish import Wish, stored
from indexer.reading.file_checks import CheckedFile
from indexer.reading.file_store import save_file
from indexer.reference.in_force import gazetteer, vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Deposit(Wish):
    """What a person leaves: what they ask for, their CV, and where to write to them."""

    cv: CheckedFile
    cv_name: str
    email: str


def deposit(client: Elasticsearch, given: Deposit, identifier: str = "") -> Profile:
    """Store a deposit and return the profile, at stage `received`; the caller then enqueues its processing.

    `identifier` is made at random when not given (the demonstration gives its own, to load twice without doubling).
    The file is written before the document, so a document never points to nothing. Raises OSError when the file store
    cannot be written to: nothing is kept then.
    """
    identifier = identifier or secrets.token_hex(12)
    file_name = f"profiles/{identifier}.{given.cv.extension}"
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
    client.index(index=index_name("profiles"), id=identifier, document=profile)
    return profile
