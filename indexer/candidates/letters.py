"""Letters between recruiters and people: one document each, created once and sent once, as confirmations are.

The match says which letter is due, in the write that makes it so; the letter's id follows from that, so that whoever
finds it due a second time creates nothing. What is sent is what the match holds when the letter is made; whether it may
still be sent is looked at again at sending.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

from elasticsearch import ConflictError, Elasticsearch

from indexer.alerts.mail_headers import add_sending_headers
from indexer.alerts.messages import message_of
from indexer.bounces.tokens import confirmation_name
from indexer.candidates.cases import ASKED, INVITED, Case, case_of
from indexer.candidates.letter_words import (
    CONTACT,
    TO_RECRUITERS,
    WAITED_FOR,
    WAITING,
    Words,
    waited_for,
    waiting,
    words_of,
)
from indexer.engine.documents import change, get, scan
from indexer.engine.indices import index_name, refresh
from indexer.queueing import enqueue_confirmation

Document = dict[str, Any]

KEPT = timedelta(days=90)
"""How long a letter is kept once it was made: what it says is in the match."""


def write_due_letter(client: Elasticsearch, match_id: str) -> None:
    """Make the letter that a match says is due, and have it sent. Twice is as good as once."""
    match = get(client, "matches", match_id)
    template = (match or {}).get("letter")
    if not match or not template:
        return
    said = {
        "answer": match.get("answer") or "",
        "reason": match.get("answer_reason") or "",
        "text": match.get("answer_text") or "",
        "name": match.get("contact_name") or "",
    }
    person = match["recipient"] if template in TO_RECRUITERS else match["candidate"]
    create_letter(client, template, person, match["candidate"], [match_id], said, f"{match_id} {match['answered_at']}")

    def written(doc: Document) -> Document | None:
        return {**doc, "letter": None} if doc.get("letter") == template else None

    change(client, "matches", match_id, written, refresh=True)


def write_due_letters(client: Elasticsearch) -> int:
    """Make every letter that is still due, for the sweep; return how many."""
    refresh(client, "matches")
    due = [identifier for identifier, _ in scan(client, "matches", {"exists": {"field": "letter"}}, "id")]
    for identifier in due:
        write_due_letter(client, identifier)
    return len(due)


def create_letter(
    client: Elasticsearch,
    template: str,
    person: str,
    candidate: str,
    matches: Sequence[str],
    said: dict[str, str],
    key: str,
) -> str:
    """Create a letter to `person` unless it exists, and have it sent; return its id.

    `candidate`: whom it is about, with whom it is erased; empty when it is about several. `key` tells it from others of
    the same template to the same person.
    """
    identifier = hashlib.sha256("\n".join((template, person, key)).encode()).hexdigest()[:24]
    letter = {
        "id": identifier,
        "person": person,
        "candidate": candidate or None,
        "template": template,
        "matches": list(matches),
        "said": said,
        "confirmation": "pending",
        "received_at": datetime.now(UTC).isoformat(),
    }
    with suppress(ConflictError):
        client.create(index=index_name("letters"), id=identifier, document=letter, refresh=True)
    enqueue_confirmation(identifier, "letters")
    return identifier


def letter_message(client: Elasticsearch, letter: Document) -> EmailMessage | None:
    """Return the mail of a letter; None when what it is about is gone, or may not be said any more."""
    cases = [case for match in letter["matches"] if (case := case_of(client, match))]
    to_recruiter = letter["template"] in TO_RECRUITERS
    # What a recruiter writes leaves only while they may still be answered; that it is over is said in any case.
    needs_recruiter = to_recruiter or letter["template"] in (INVITED, ASKED, CONTACT)
    cases = [case for case in cases if case.may_see or not needs_recruiter]
    if letter["template"] in (WAITED_FOR, WAITING):
        cases = [case for case in cases if not case.match.get("answer") and case.is_open]
    if not cases:
        return None
    first = cases[0]
    email = first.recruiter["email"] if to_recruiter else first.profile["email"]
    return mail_of(_words(letter, cases), letter["template"], letter["id"], email)


def mail_of(words: Words, template: str, identifier: str, email: str) -> EmailMessage:
    """Return the mail of a letter in words, by its template and its id, to an address."""
    message = message_of(email, words.subject, confirmation_name(identifier), "letter", values_of(words))
    add_sending_headers(message, f"letter-{template.replace('_', '-')}")
    if words.answer_to:
        message["Reply-To"] = words.answer_to
    return message


def erase_old_letters(client: Elasticsearch, now: datetime) -> int:
    """Erase the letters made KEPT ago; return how many there were."""
    refresh(client, "letters")
    old = {"range": {"received_at": {"lt": (now - KEPT).isoformat()}}}
    answer = client.delete_by_query(index=index_name("letters"), query=old, conflicts="proceed", refresh=True)
    return int(answer["deleted"])


def _words(letter: Document, cases: list[Case]) -> Words:
    if letter["template"] == WAITED_FOR:
        return waited_for(cases[0], len(cases))
    if letter["template"] == WAITING:
        return waiting(cases)
    return words_of(letter["template"], cases[0], letter["said"])


def values_of(words: Words) -> dict[str, Any]:
    """Return what the template of letters is filled with. Pure."""
    return {
        "subject": words.subject,
        "paragraphs": words.paragraphs,
        "quote": words.quote,
        "after": words.after,
        "links": words.links,
    }
