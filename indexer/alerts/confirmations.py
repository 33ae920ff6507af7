"""The one mail an unconfirmed address ever gets."""

from __future__ import annotations

import logging

from elasticsearch import Elasticsearch

from indexer.alerts import smtp
from indexer.alerts.messages import confirmation_message
from indexer.engine.documents import change, get
from indexer.engine.indices import index_name

log = logging.getLogger(__name__)

# Whoever deposits is not known to own the address: a stranger's mailbox must not be filled by our mails.
MOST_A_DAY = 20


def send_confirmation(client: Elasticsearch, profile_id: str) -> None:
    """Send the confirmation mail of a profile unless it was sent.

    Raises smtp.MailDelayedError when the mail server cannot take it now: it stays `pending` and is sent later.
    """
    profile = get(client, "profiles", profile_id)
    if profile is None or profile["confirmation"] != "pending":
        return
    state = "sent"
    if _sent_today(client, profile["person"]) >= MOST_A_DAY:
        state = "held"
        log.warning("too many confirmations for one address today", extra={"profile": profile_id})
    else:
        try:
            smtp.send(confirmation_message(profile))
        except smtp.RecipientRefusedError:
            state = "refused"
    change(client, "profiles", profile_id, lambda doc: {**doc, "confirmation": state})


def _sent_today(client: Elasticsearch, person: str) -> int:
    filters = [
        {"term": {"person": person}},
        {"term": {"confirmation": "sent"}},
        {"range": {"received_at": {"gte": "now-1d"}}},
    ]
    return int(client.count(index=index_name("profiles"), query={"bool": {"filter": filters}})["count"])
