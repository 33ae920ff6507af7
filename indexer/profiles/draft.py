"""A deposit that is not finished: a profile that nobody may match, mail or see until its person agrees.

It is a document among the profiles, so that reading and correcting are the same code, and it has no address, no consent
and no place: `is_alertable` and `is_visible` are false of it whatever else it says. `draft_since` alone tells it apart.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from elasticsearch import ConflictError, Elasticsearch

from indexer.engine.documents import change, get
from indexer.engine.indices import index_name
from indexer.profiles import erasures
from indexer.profiles.consent import Consents
from indexer.profiles.document import RECEIVED, Profile, complete, person_of, place_fields
from indexer.profiles.lifecycle import delete, replace_file
from indexer.profiles.read import cv_fields_anew
from indexer.profiles.wish import Wish, stored
from indexer.reading.file_checks import CheckedFile
from indexer.reading.file_store import delete_file, save_file
from indexer.reference.in_force import gazetteer, vocabulary

# Erased within a day: retention runs each hour.
KEPT = timedelta(hours=23)
NOT_ASKED = "not_asked"
"""The state of a draft's confirmation: there is no address to confirm yet."""
DRAFT: dict[str, Any] = {"exists": {"field": "draft_since"}}
"""The query that finds drafts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished(Wish):
    """What makes a draft a profile: what the person asks for, where to write to them, what they agreed to."""

    email: str
    mail: bool
    """That they want to be told by mail; else their offers wait on their page."""
    consents: Consents


def is_draft(profile: Profile) -> bool:
    """Say whether a profile is a deposit that is not finished."""
    return bool(profile.get("draft_since"))


def draft_id(form: str) -> str:
    """Return the id of the draft that a form makes: a form sent twice makes one. Nothing leads back to `form`."""
    return sha256(f"estey draft {form}".encode()).hexdigest()[:24]


def begin(
    client: Elasticsearch, form: str, cv: CheckedFile, cv_name: str, typed: dict[str, Any] | None = None
) -> Profile:
    """Store a draft and return it, at stage `received`; the caller then enqueues its reading.

    `form` is what the form had of random; sent again (a double click, the back button) its file takes the place of the
    one before, and a draft that was finished meanwhile is left alone. `typed` is kept to be shown again; with it, `cv`
    is the text that was written of it, not a file of the person's. Raises OSError when the file store cannot be
    written to: nothing is kept then.
    """
    identifier = draft_id(form)
    before = get(client, "profiles", identifier)
    if before is None and not erasures.is_begun(client, identifier):
        stored_now = _store(client, identifier, cv, cv_name, typed)
        if stored_now:
            return stored_now
        before = get(client, "profiles", identifier)
    if before is not None and is_draft(before):
        return again(client, identifier, cv, cv_name, typed) or before
    # Finished, or erased, which is gone over again for some minutes: another deposit begins.
    return begin(client, secrets.token_hex(12), cv, cv_name, typed)


def again(
    client: Elasticsearch, identifier: str, cv: CheckedFile, cv_name: str, typed: dict[str, Any] | None = None
) -> Profile | None:
    """Put another CV in a draft's place, and what was typed to make it; None when there is no such draft any more."""
    replaced = replace_file(client, identifier, cv, cv_name, written=typed is not None)
    return keep_typed(client, identifier, typed or {}) if replaced else None


def keep_typed(client: Elasticsearch, identifier: str, typed: dict[str, Any]) -> Profile | None:
    """Keep what was typed in a step, to show it again; what other steps keep stays. Returns what is stored."""

    def edit(doc: Profile) -> Profile | None:
        return {**doc, "typed": {**(doc.get("typed") or {}), **typed}} if is_draft(doc) else None

    return change(client, "profiles", identifier, edit, refresh=True)


def _store(
    client: Elasticsearch, identifier: str, cv: CheckedFile, cv_name: str, typed: dict[str, Any] | None
) -> Profile | None:
    """Store a new draft; None when another request was first."""
    path = f"profiles/{identifier}-{secrets.token_hex(4)}.{cv.extension}"
    save_file(path, cv.content)
    now = _now()
    draft = complete(
        {
            "id": identifier,
            # Of nobody: no address is known, and no other document is this person's.
            "person": f"draft-{identifier}",
            "email": "",
            "link_key": secrets.token_urlsafe(9),
            "stage": RECEIVED,
            "attempts": 0,
            "confirmation": NOT_ASKED,
            "draft_since": now,
            "typed": typed or {},
            "received_at": now,
            "last_contact_at": now,
            "paused": False,
            "visibility": "hidden",
            "file": {
                "path": path,
                "name": cv_name[-120:],
                "extension": cv.extension,
                "media_type": cv.media_type,
                "bytes": len(cv.content),
                "written": typed is not None,
            },
        },
        vocabulary(),
    )
    try:
        client.create(index=index_name("profiles"), id=identifier, document=draft)
    except ConflictError:
        delete_file(path)
        return None
    return draft


def finish(client: Elasticsearch, identifier: str, given: Finished) -> tuple[Profile | None, bool]:
    """Make a draft a profile; return what is stored, and whether this call did it.

    The caller then enqueues the confirmation mail, if it did: sent twice, a form makes one profile and one mail. The
    address is known only now, so the text is looked through once more for the person's name beside it.
    """
    done = False

    def edit(doc: Profile) -> Profile | None:
        nonlocal done
        done = is_draft(doc)
        if not done:
            return None
        now = datetime.now(UTC)
        email = given.email.strip()
        profile = {
            **{name: value for name, value in doc.items() if name not in ("draft_since", "typed")},
            "person": person_of(email),
            "email": email,
            "confirmation": "pending",
            "consent_at": now.isoformat(),
            "consents": given.consents,
            # Counted from here: what is before it was nobody's deposit yet.
            "received_at": now.isoformat(),
            "last_contact_at": now.isoformat(),
            "unsubscribed_at": None if given.mail else now.isoformat(),
            **stored(given),
            **place_fields(given.commune, given.radius_km, gazetteer(), given.around),
        }
        if profile.get("text"):
            profile |= cv_fields_anew(profile, vocabulary(), gazetteer(), now.year * 12 + now.month - 1)
        return complete(profile, vocabulary())

    return change(client, "profiles", identifier, edit, refresh=True), done


def erase(client: Elasticsearch, identifier: str) -> bool:
    """Erase a draft with its file at once; a profile that it became is left alone. Say whether there was a draft."""
    found = get(client, "profiles", identifier)
    return found is not None and is_draft(found) and delete(client, identifier)


def _now() -> str:
    return datetime.now(UTC).isoformat()
