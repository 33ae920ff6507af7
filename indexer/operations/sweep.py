"""Finding what is not finished and queueing it again: the queue may be lost, the documents say what is left to do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import takewhile

from elasticsearch import Elasticsearch

from indexer.alerts.confirmations import KINDS as CONFIRMED
from indexer.engine.documents import scan
from indexer.offers.document import UNREAD
from indexer.publications.sent import unread
from indexer.queueing import (
    FILES,
    MOST_WAITING,
    OFFERS_A_TASK,
    enqueue_confirmation,
    enqueue_offer_file,
    enqueue_offers,
    enqueue_profile,
    enqueue_reading,
    room,
)
from indexer.settings import settings

UNFINISHED = ("received", "parsed")


def requeue_unfinished(client: Elasticsearch) -> dict[str, int]:
    """Queue every offer, profile and confirmation that is not done; return how many were queued.

    Those younger than the time between two sweeps are most likely in the queue or in hand, and left aside.
    """
    before = (datetime.now(UTC) - timedelta(seconds=settings().sweep_seconds)).isoformat()
    unfinished = {
        "bool": {
            "filter": [{"terms": {"stage": list(UNFINISHED)}}, {"range": {"received_at": {"lt": before}}}],
        }
    }
    unconfirmed = {
        "bool": {
            "filter": [{"term": {"confirmation": "pending"}}, {"range": {"received_at": {"lt": before}}}],
            # Those that wait would be in the way of those that do not.
            "must_not": [{"range": {"confirmation_retry_at": {"gt": datetime.now(UTC).isoformat()}}}],
        }
    }
    found = {identifier: doc.get("status") for identifier, doc in scan(client, "offers", unfinished, "id", ["status"])}
    offers = [identifier for identifier, status in found.items() if status != UNREAD]
    # Read by the worker of files.
    files = [identifier for identifier, status in found.items() if status == UNREAD]
    sent = list(unread(client, datetime.now(UTC) - timedelta(seconds=settings().sweep_seconds)))
    profiles = [identifier for identifier, _ in scan(client, "profiles", unfinished, "id")]
    confirmations = [
        (identifier, kind) for kind in CONFIRMED for identifier, _ in scan(client, kind, unconfirmed, "id")
    ]
    # People come before offers. Those that wait in the queue are unfinished too: no more are added than may wait, lest
    # it grow each minute. Stops at the first that cannot be queued: each waits for a queue that does not answer.
    confirmations, profiles = confirmations[:MOST_WAITING], profiles[:MOST_WAITING]
    # As many of each as the worker of files has room for: these wait longest, each for the one before.
    files, sent = files[: room(FILES) // 2], sent[: room(FILES) // 2]
    return {
        "confirmations": sum(1 for _ in takewhile(lambda one: enqueue_confirmation(*one), confirmations)),
        "profiles": sum(1 for _ in takewhile(lambda one: enqueue_profile(one, again=True), profiles)),
        "offers": enqueue_offers(offers[: room() * OFFERS_A_TASK], again=True),
        "offer_files": sum(1 for _ in takewhile(lambda one: enqueue_offer_file(one, again=True), files)),
        "sent": sum(1 for _ in takewhile(lambda one: enqueue_reading(one, again=True), sent)),
    }
