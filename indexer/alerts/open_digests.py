"""A person's open digest: the set of matches that one mail tells, recorded whole before the mail is sent.

It lies in one document, the person's (index `people`): it is there or it is not, whatever dies, and two that want to
open one are told apart by sequence number. A person has one open digest at most. It ends when all its matches are
marked. One whose holder died, or whose mail was delayed, is taken over and finished under the same identifier, which is
also the Message-ID: nothing is added to it, and nothing of it is ever told under another.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from elasticsearch import ConflictError, Elasticsearch, NotFoundError

from indexer.alerts import people
from indexer.alerts.mails_apart import next_open, put_apart
from indexer.alerts.slowing import after_mail
from indexer.engine.documents import Document, change
from indexer.engine.indices import index_name
from indexer.engine.lease import holder_died, holder_name
from indexer.quarantine.attempts import NO_WORD
from indexer.reading.extraction import MOST_ATTEMPTS
from indexer.settings import settings

_DIGEST, _UNTIL = "digest", "digest_until"
_NEVER_WRITTEN: dict[str, Any] = {"op_type": "create"}


def claim_lasts() -> timedelta:
    """Return how long one works on a digest before another may: more than the mail server is ever waited for."""
    return timedelta(seconds=settings().claim_seconds)


class DigestLostError(Exception):
    """The digest is no longer ours: another took it over, or the person was erased. Nothing more is to be done."""


@dataclass(frozen=True)
class Snapshot:
    """What is known of a person, as read; `place` makes a write fail when it was changed since."""

    person: people.Person
    place: dict[str, Any]

    @property
    def open_digest(self) -> Document | None:
        """Return the digest that is open, as it is stored."""
        return self.person.get(_DIGEST)


@dataclass(frozen=True)
class OpenDigest:
    """A digest in our hands."""

    person: str
    identifier: str
    matches: tuple[str, ...]
    holder: str
    taken_at: datetime
    attempts: int = 0
    sent_at: str = ""
    """When the mail server accepted it: only the marks are missing then."""
    handed: bool = False
    """Whether the mail may have left: an earlier holder died, or lost the server, before its answer was known."""
    failures: int = 0
    """How often our own code failed at it, or its process died of it."""
    trouble: str = ""
    """Why, the last time."""


def snapshot(client: Elasticsearch, person: str) -> Snapshot:
    """Read what is known of a person, to open a digest upon."""
    try:
        hit = client.get(index=index_name("people"), id=person)
    except NotFoundError:
        return Snapshot(people.person(client, person), _NEVER_WRITTEN)
    return Snapshot(dict(hit["_source"]), {"if_seq_no": hit["_seq_no"], "if_primary_term": hit["_primary_term"]})


def begin(client: Elasticsearch, seen: Snapshot, matches: list[str], identifier: str = "") -> OpenDigest | None:
    """Open a digest of these matches; None when the person's document was written since `seen` was read.

    The matches must have been looked for after `seen` was read: whatever another digest took meanwhile then shows.
    With `identifier`, a digest that an earlier release claimed is finished under its own.
    """
    digest = OpenDigest(
        person=seen.person["person"],
        identifier=identifier or secrets.token_hex(12),
        matches=tuple(matches),
        holder=holder_name(),
        taken_at=datetime.now(UTC),
        handed=bool(identifier),
    )
    document = {**seen.person, **_fields(digest, claim_lasts())}
    try:
        client.index(index=index_name("people"), id=digest.person, document=document, **seen.place)
    except ConflictError:
        # Ours all the same when the engine took it, and its answer was lost and asked for again.
        stored = people.person(client, digest.person).get(_DIGEST) or {}
        return digest if stored.get("holder") == digest.holder else None
    return digest


def take_over(client: Elasticsearch, person: str) -> OpenDigest | None:
    """Take an open digest whose time is over or whose holder died; one that many holders died of is set apart."""
    holder, taken = holder_name(), None

    def edit(doc: Document) -> Document | None:
        nonlocal taken
        stored = doc.get(_DIGEST)
        if stored and stored["holder"] == holder:
            return None
        taken = None
        if not stored or not is_free(doc):
            return None
        failures, trouble = int(stored.get("failures") or 0), stored.get("trouble") or ""
        failures += bool(stored["holder"] and holder_died(stored["holder"]))
        if failures >= MOST_ATTEMPTS:
            failed = {**stored, "failures": failures, "trouble": trouble or NO_WORD}
            return put_apart({**doc, _DIGEST: failed}, datetime.now(UTC))
        # Delayed, its mail was refused for certain; else nobody knows how far its holder came.
        taken = OpenDigest(
            person=person,
            identifier=stored["id"],
            matches=tuple(stored["matches"]),
            holder=holder,
            attempts=stored["attempts"],
            taken_at=datetime.now(UTC),
            sent_at=stored.get("sent_at") or "",
            handed=stored["handed"],
            failures=failures,
            trouble=trouble,
        )
        return {**doc, **_fields(taken, claim_lasts())}

    change(client, "people", person, edit)
    return taken


def is_free(doc: Document) -> bool:
    """Say whether a person's open digest waits for somebody to finish it."""
    stored = doc[_DIGEST]
    over = datetime.fromisoformat(doc[_UNTIL]) <= datetime.now(UTC)
    return over or bool(stored["holder"] and holder_died(stored["holder"]))


def keep(client: Elasticsearch, digest: OpenDigest) -> OpenDigest:
    """Hold on to a digest just before its mail is handed over. Raises DigestLostError.

    Costs a write only when so much time has passed that another could take it over while the server is waited for.
    """
    if datetime.now(UTC) - digest.taken_at < claim_lasts() / 10:
        return digest
    kept = replace(digest, taken_at=datetime.now(UTC))
    _write(client, digest, lambda doc: {**doc, **_fields(kept, claim_lasts())}, ours_alone=True)
    return kept


def narrow(client: Elasticsearch, digest: OpenDigest, matches: list[str]) -> OpenDigest:
    """Leave these matches alone in a digest whose mail has not left: the others wait on. Raises DigestLostError."""
    narrowed = replace(digest, matches=tuple(matches), taken_at=datetime.now(UTC))
    _write(client, digest, lambda doc: {**doc, **_fields(narrowed, claim_lasts())}, ours_alone=True)
    return narrowed


def accepted(client: Elasticsearch, digest: OpenDigest, told: list[str], *, slowed: bool = False) -> OpenDigest:
    """Write down that the server accepted the mail and which matches it told, at once and in one write.

    Whoever finishes the digest then only marks those. Holds even when another took the digest over. `slowed`: the mail
    said that the next will come weekly.
    """
    done = replace(digest, matches=tuple(told), sent_at=datetime.now(UTC).isoformat())
    _write(client, digest, lambda doc: after_mail({**doc, **_fields(done, claim_lasts())}, done.sent_at, slowed=slowed))
    return done


def delay(client: Elasticsearch, digest: OpenDigest, wait: timedelta, *, refused: bool) -> None:
    """Leave a digest to be finished later; `refused`: the server said no, so that this time its mail did not leave."""
    later = replace(digest, holder="", attempts=digest.attempts + 1, handed=digest.handed or not refused)
    _write(client, digest, lambda doc: {**doc, **_fields(later, wait)}, ours_alone=True)


def fail(client: Elasticsearch, digest: OpenDigest, reason: str, wait: timedelta) -> bool:
    """Note that our code failed at a digest: made again after `wait`, or set apart (said). Raises DigestLostError."""
    apart = False

    def edit(doc: Document) -> Document:
        nonlocal apart
        # What is stored goes on, not what we hold: its mail may have been accepted since.
        failures = int(doc[_DIGEST].get("failures") or 0) + 1
        failed = {**doc, _DIGEST: {**doc[_DIGEST], "holder": "", "failures": failures, "trouble": reason}}
        apart = failures >= MOST_ATTEMPTS
        return put_apart(failed, datetime.now(UTC)) if apart else {**failed, _UNTIL: _in(wait)}

    _write(client, digest, edit, ours_alone=True)
    return apart


def end(client: Elasticsearch, digest: OpenDigest) -> None:
    """Close a digest all of whose matches are marked."""

    def edit(doc: Document) -> Document | None:
        if (doc.get(_DIGEST) or {}).get("id") != digest.identifier:
            return None
        closed = {name: value for name, value in doc.items() if name not in (_DIGEST, _UNTIL)}
        return next_open(closed, datetime.now(UTC))

    change(client, "people", digest.person, edit)


def _fields(digest: OpenDigest, lasting: timedelta) -> Document:
    return {
        _DIGEST: {
            "id": digest.identifier,
            "matches": list(digest.matches),
            "holder": digest.holder,
            "attempts": digest.attempts,
            "sent_at": digest.sent_at,
            # In hand, it may leave at any time.
            "handed": digest.handed or bool(digest.holder),
            "failures": digest.failures,
            "trouble": digest.trouble,
        },
        _UNTIL: _in(lasting),
    }


def _in(wait: timedelta) -> str:
    return (datetime.now(UTC) + wait).isoformat()


def _write(
    client: Elasticsearch, digest: OpenDigest, write: Callable[[Document], Document], *, ours_alone: bool = False
) -> None:
    """Change the person's document while the digest is theirs. Raises DigestLostError when it is not."""
    lost = False

    def edit(doc: Document) -> Document | None:
        nonlocal lost
        stored = doc.get(_DIGEST) or {}
        lost = stored.get("id") != digest.identifier or (ours_alone and stored["holder"] != digest.holder)
        return None if lost else write(doc)

    if change(client, "people", digest.person, edit) is None or lost:
        raise DigestLostError
