"""The links that sign a person in: each good once, for a short while, and all of them void once one was used.

What is known of the person keeps only a digest of each, so that nobody signs in with what lies in the engine. Using one
takes it away by a write that only the first of two at once can make (`indexer.engine.documents.change`).
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from elasticsearch import Elasticsearch

from indexer.alerts import people
from indexer.alerts.links import LinkExpiredError, read_sign_in_token, sign_in_token
from indexer.alerts.people import Person
from indexer.engine.documents import change, get

GOOD_FOR_MINUTES = 20
SESSION_LASTS = timedelta(days=61)
"""Longer than any session lasts after its last visit (`search_api.sessions`)."""
MOST_ENDED = 200
MOST_A_DAY = 20
"""A stranger's mailbox must not be filled by us, whoever asks."""


class TooManyLinksError(Exception):
    """So many links were asked for one address that no more are sent today."""


@dataclass(frozen=True, slots=True)
class Link:
    """What a link says: whom it signs in, its own secret, and the page that was asked for (a path of ours)."""

    person: str
    nonce: str
    then: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Whom a link signed in; their sessions are good as long as `session_key` stays what it is."""

    person: str
    session_key: str
    then: str


def make_link(client: Elasticsearch, person: str, then: str, now: datetime | None = None) -> str:
    """Write down a new link for a person and return its token. Raises TooManyLinksError.

    The caller has made sure that the person has something here: what is known of them begins with it.
    """
    moment = now or datetime.now(UTC)
    link = Link(person, secrets.token_urlsafe(16), then)
    refused = False

    def edit(doc: Person) -> Person | None:
        nonlocal refused
        since = (moment - timedelta(days=1)).isoformat()
        asked = [entry for entry in doc.get("sign_ins") or [] if entry["at"] > since]
        refused = len(asked) >= MOST_A_DAY
        entry = {"at": moment.isoformat(), "digest": _digest(link.nonce)}
        return None if refused else {**doc, "sign_ins": [*asked, entry]}

    people.change(client, person, edit)
    if refused:
        raise TooManyLinksError
    return sign_in_token(link.person, link.nonce, link.then)


def read_link(token: str) -> Link:
    """Return what a token says, whether or not it was used. Raises LinkExpiredError or LinkUnknownError."""
    return Link(*read_sign_in_token(token, GOOD_FOR_MINUTES))


def check_link(client: Elasticsearch, token: str) -> Link:
    """Return what a link says that would still sign in; nothing is used up. Raises as `read_link`, also when used."""
    link = read_link(token)
    known = get(client, "people", link.person)
    if known is None or _entry(known, link) is None:
        raise LinkExpiredError
    return link


def use_link(client: Elasticsearch, token: str) -> SignedIn:
    """Use a link up, and every other of the same person. Raises as `read_link`, also when it was used before.

    Of two at once one signs in. The person's session key is made when they had none.
    """
    link = read_link(token)
    won = False

    def edit(doc: Person) -> Person | None:
        nonlocal won
        won = _entry(doc, link) is not None
        if not won:
            return None
        # What was asked is still counted; what would sign in is gone.
        used = [{"at": entry["at"]} for entry in doc["sign_ins"]]
        return {**doc, "sign_ins": used, "session_key": doc.get("session_key") or new_session_key()}

    known = change(client, "people", link.person, edit)
    if known is None or not won:
        raise LinkExpiredError
    return SignedIn(link.person, str(known["session_key"]), link.then)


def end_sessions(client: Elasticsearch, person: str) -> str | None:
    """End every session of a person, and every link not used yet; return the key of sessions from now on.

    None when nothing is known of them any more.
    """
    key = new_session_key()

    def edit(doc: Person) -> Person:
        return {**doc, "session_key": key, "sign_ins": [{"at": entry["at"]} for entry in doc.get("sign_ins") or []]}

    changed = change(client, "people", person, edit)
    return str(changed["session_key"]) if changed else None


def end_session(client: Elasticsearch, person: str, session: str, now: datetime | None = None) -> None:
    """End one session of a person by its id: whoever kept a copy of its cookie has nothing.

    It is remembered for SESSION_LASTS, after which no cookie of it is good anyway. So many ended at once that they are
    no person's end all.
    """
    moment = now or datetime.now(UTC)
    until = (moment + SESSION_LASTS).isoformat()

    def edit(doc: Person) -> Person:
        over = doc.get("ended_sessions") or {}
        ended = {name: end for name, end in over.items() if end > moment.isoformat()} | {session: until}
        if len(ended) > MOST_ENDED:
            return {**doc, "ended_sessions": None, "session_key": new_session_key()}
        return {**doc, "ended_sessions": ended}

    change(client, "people", person, edit)


def session_is_good(client: Elasticsearch, person: str, session_key: str, session: str = "") -> bool:
    """Say whether a session made with this key still stands: not ended, here or everywhere, its person not erased."""
    known = get(client, "people", person) or {}
    key = str(known.get("session_key") or "")
    if session in (known.get("ended_sessions") or {}):
        return False
    return bool(key) and hmac.compare_digest(key.encode(), session_key.encode())


def new_session_key() -> str:
    """Return a key of sessions, made at random."""
    return secrets.token_urlsafe(12)


def _entry(doc: Person, link: Link) -> Person | None:
    digest = _digest(link.nonce)
    entries = doc.get("sign_ins") or []
    return next((entry for entry in entries if hmac.compare_digest(entry.get("digest", ""), digest)), None)


def _digest(nonce: str) -> str:
    return hashlib.sha256(f"estey sign-in {nonce}".encode()).hexdigest()
