"""The one mail an unconfirmed address ever gets."""

from __future__ import annotations

import logging

from elasticsearch import Elasticsearch

from indexer.alerts import smtp
from indexer.alerts.messages import confirmation_message, search_confirmation_message
from indexer.engine.documents import change, get
from indexer.engine.indices import index_name

log = logging.getLogger(__name__)

# Whoever deposits is not known to own the address: a stranger's mailbox must not be filled by our mails.
MOST_A_DAY = 20
_MESSAGES = {"profiles": confirmation_message, "searches": search_confirmation_message}


def send_confirmation(client: Elasticsearch, identifier: str, kind: str = "profiles") -> None:
    """Send the confirmation mail of a profile or a saved search (kind `searches`) unless it was sent.

    Raises smtp.MailDelayedError when the mail server cannot take it now: it stays `pending` and is sent later.
    """
    owner = get(client, kind, identifier)
    if owner is None or owner["confirmation"] != "pending":
        return
    state = "sent"
    if _sent_today(client, owner["person"]) >= MOST_A_DAY:
        state = "held"
        log.warning("too many confirmations for one address today", extra={"kind": kind, "document": identifier})
    else:
        try:
            smtp.send(_MESSAGES[kind](owner))
        except smtp.RecipientRefusedError:
            state = "refused"
    change(client, kind, identifier, lambda doc: {**doc, "confirmation": state})


def _sent_today(client: Elasticsearch, person: str) -> int:
    filters = [
        {"term": {"person": person}},
        {"term": {"confirmation": "sent"}},
        {"range": {"received_at": {"gte": "now-1d"}}},
    ]
    names = ",".join(index_name(kind) for kind in _MESSAGES)
    return int(client.count(index=names, query={"bool": {"filter": filters}})["count"])
