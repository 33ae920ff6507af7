"""The one mail an unconfirmed address ever gets; and the letters between recruiters and people, each sent once.

Whoever sends it first writes down that they do, and until when nobody else need: two tasks of one document send one
mail. What is known of the tries lies beside it (`confirmation_try`): how often the server delayed it, how often our own
code failed, and why.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import Any

from elasticsearch import Elasticsearch

from indexer.alerts import backing_off, smtp
from indexer.alerts.due import is_stopped, may_be_written_to
from indexer.alerts.messages import confirmation_message, search_confirmation_message
from indexer.alerts.open_digests import claim_lasts
from indexer.alerts.people import person
from indexer.candidates.letters import letter_message
from indexer.engine.documents import change
from indexer.engine.indices import index_name
from indexer.quarantine.attempts import NO_WORD, is_outage, reason_of
from indexer.reading.extraction import MOST_ATTEMPTS
from indexer.settings_values import SettingsError

log = logging.getLogger(__name__)

# Whoever deposits is not known to own the address: a stranger's mailbox must not be filled by our mails.
MOST_A_DAY = 20
PENDING, SENT, HELD, REFUSED = "pending", "sent", "held", "refused"
"""To be sent; sent; too many for one address today; refused by the server."""
APART, DROPPED = "set_apart", "dropped"
"""Our own code fails at it, and an operator is to look; let go by one."""
IN_HAND = timedelta(minutes=2)
"""How long one has to send it before another may."""
_MESSAGES = {"profiles": confirmation_message, "searches": search_confirmation_message}
LETTERS = "letters"
"""Documents that are a mail and nothing else (`indexer.candidates.letters`): sent as confirmations are."""
KINDS = (*_MESSAGES, LETTERS)
"""Whose mails are sent so."""
Document = dict[str, Any]


def send_confirmation(client: Elasticsearch, identifier: str, kind: str = "profiles") -> None:
    """Send the confirmation mail of a profile or a saved search (kind `searches`) unless it was sent, or waits; or a
    letter (kind `letters`).

    It waits while another has it in hand, after a try that failed, and while mail to its person does after a bounce.
    Raises smtp.MailDelayedError when the mail server cannot take it now: it stays `pending` and is sent later. What
    our own code does wrong is noted and logged; after MOST_ATTEMPTS the mail is set apart.
    """
    owner = _taken(client, identifier, kind)
    if owner is None:
        return
    try:
        state = _sent(client, owner, kind)
    except smtp.MailDelayedError as error:
        tried = owner["confirmation_try"]
        later = backing_off.wait(tried["delays"], everybody=error.everybody)
        # The server's doing, not the document's: the attempt is not counted.
        _wait(client, identifier, kind, later, {**_uncounted(tried), "delays": tried["delays"] + 1})
        raise
    except Exception as error:
        tried = owner["confirmation_try"]
        if is_outage(error) or isinstance(error, SettingsError):
            _wait(client, identifier, kind, backing_off.wait(0), _uncounted(tried))
            raise
        reason = reason_of(error)
        log.error("a mail could not be made", extra={"kind": kind, "document": identifier, "reason": reason})
        state = APART if tried["attempts"] >= MOST_ATTEMPTS else PENDING
        _wait(client, identifier, kind, backing_off.wait(tried["attempts"] - 1), {**tried, "trouble": reason}, state)
        return
    done = {"confirmation": state, "confirmation_retry_at": None, "confirmation_try": None}
    change(client, kind, identifier, lambda doc: {**doc, **done})


def is_due(owner: Document, now: datetime) -> bool:
    """Say whether the confirmation mail of a profile or saved search is to be sent now."""
    retry_at = owner.get("confirmation_retry_at")
    return owner["confirmation"] == PENDING and (not retry_at or datetime.fromisoformat(retry_at) <= now)


def _taken(client: Elasticsearch, identifier: str, kind: str) -> Document | None:
    """Take a confirmation in hand, the attempt counted; None when it is not to be sent now."""
    taken: Document | None = None

    def edit(doc: Document) -> Document | None:
        nonlocal taken
        taken, now = None, datetime.now(UTC)
        if not is_due(doc, now):
            return None
        known = person(client, doc["person"])
        if not may_be_written_to(known, now):
            return {**doc, "confirmation_retry_at": known["mail_retry_at"]}
        tried = {"delays": 0, "attempts": 0, "trouble": "", **(doc.get("confirmation_try") or {})}
        if tried["attempts"] >= MOST_ATTEMPTS:
            # Each time, whoever had it in hand died.
            return {**doc, "confirmation": APART, "confirmation_try": {**tried, "trouble": tried["trouble"] or NO_WORD}}
        until = (now + min(IN_HAND, claim_lasts())).isoformat()
        taken = {
            **doc,
            "confirmation_retry_at": until,
            "confirmation_try": {**tried, "attempts": tried["attempts"] + 1},
        }
        return taken

    change(client, kind, identifier, edit)
    return taken


def _sent(client: Elasticsearch, owner: Document, kind: str) -> str:
    if kind == LETTERS:
        return _letter_sent(client, owner)
    if _sent_today(client, owner["person"]) >= MOST_A_DAY:
        log.warning("too many confirmations for one address today", extra={"kind": kind, "document": owner["id"]})
        return HELD
    try:
        smtp.send(_MESSAGES[kind](owner))
    except smtp.RecipientRefusedError:
        return REFUSED
    return SENT


def _letter_sent(client: Elasticsearch, letter: Document) -> str:
    """Send a letter; what it is about may be gone since, and then it is let go."""
    message = letter_message(client, letter)
    if message is None:
        return DROPPED
    if is_stopped(person(client, letter["person"])):
        return REFUSED
    try:
        smtp.send(message)
    except smtp.RecipientRefusedError:
        return REFUSED
    return SENT


def _wait(
    client: Elasticsearch, identifier: str, kind: str, wait: timedelta, tried: Document, state: str = PENDING
) -> None:
    later = (datetime.now(UTC) + wait).isoformat()
    fields = {"confirmation": state, "confirmation_retry_at": later, "confirmation_try": tried}
    change(client, kind, identifier, lambda doc: {**doc, **fields})


def _uncounted(tried: Document) -> Document:
    return {**tried, "attempts": tried["attempts"] - 1}


def _sent_today(client: Elasticsearch, person: str) -> int:
    filters = [
        {"term": {"person": person}},
        {"term": {"confirmation": SENT}},
        {"range": {"received_at": {"gte": "now-1d"}}},
    ]
    names = ",".join(index_name(kind) for kind in _MESSAGES)
    return int(client.count(index=names, query={"bool": {"filter": filters}})["count"])
