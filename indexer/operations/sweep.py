"""Finding what is not finished and queueing it again: the queue may be lost, the documents say what is left to do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import takewhile

from elasticsearch import Elasticsearch

from indexer.engine.documents import scan
from indexer.queueing import OFFERS_A_TASK, enqueue_confirmation, enqueue_offers, enqueue_profile, room

# Younger documents are most likely in the queue or in hand.
GRACE = timedelta(seconds=60)
UNFINISHED = ("received", "parsed")


def requeue_unfinished(client: Elasticsearch, grace: timedelta = GRACE) -> dict[str, int]:
    """Queue every offer, profile and confirmation older than `grace` and not done; return how many were queued."""
    before = (datetime.now(UTC) - grace).isoformat()
    unfinished = {
        "bool": {
            "filter": [{"terms": {"stage": list(UNFINISHED)}}, {"range": {"received_at": {"lt": before}}}],
        }
    }
    unconfirmed = {
        "bool": {"filter": [{"term": {"confirmation": "pending"}}, {"range": {"received_at": {"lt": before}}}]}
    }
    offers = [identifier for identifier, _ in scan(client, "offers", unfinished, "id")]
    profiles = [identifier for identifier, _ in scan(client, "profiles", unfinished, "id")]
    confirmations = [
        (identifier, kind)
        for kind in ("profiles", "searches")
        for identifier, _ in scan(client, kind, unconfirmed, "id")
    ]
    # Stops at the first that cannot be queued: each waits for a queue that does not answer.
    return {
        # Those that wait in the queue are unfinished too: no more of them than there is room, lest it grow each minute.
        "offers": enqueue_offers(offers[: room() * OFFERS_A_TASK]),
        "profiles": sum(1 for _ in takewhile(enqueue_profile, profiles)),
        "confirmations": sum(1 for _ in takewhile(lambda one: enqueue_confirmation(*one), confirmations)),
    }
