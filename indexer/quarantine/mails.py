"""Mails at which the code failed, for the operator: digests (`indexer.alerts.mails_apart`), confirmations, and those of
the outbox.
"""

from __future__ import annotations

from collections.abc import Iterator

from elasticsearch import Elasticsearch

from indexer.alerts import claims, mails_apart
from indexer.alerts.confirmations import APART as CONFIRMATION_APART
from indexer.alerts.confirmations import DROPPED as CONFIRMATION_DROPPED
from indexer.alerts.confirmations import KINDS, PENDING
from indexer.alerts.mails_apart import MailApart
from indexer.alerts.telling import FAILED
from indexer.engine.documents import Document, change, scan
from indexer.engine.indices import index_name, refresh
from indexer.mail import outbox
from indexer.matching.matches import DROPPED
from indexer.quarantine.apart import Apart
from indexer.queueing import enqueue_confirmation, enqueue_mails

MAILS, CONFIRMATIONS, OUTBOX = "mails", "confirmations", "outbox"
_OWNERS = KINDS
_CONFIRMATION = {"term": {"confirmation": CONFIRMATION_APART}}


def listed(client: Elasticsearch) -> Iterator[Apart]:
    """Yield every mail set apart."""
    for mail in mails_apart.listed(client):
        yield Apart(MAILS, mail.identifier, FAILED, mail.reason, mail.attempts, mail.since)
    for kind in _OWNERS:
        refresh(client, kind)
        for identifier, doc in scan(client, kind, _CONFIRMATION, "id", ["received_at", "confirmation_try"]):
            tried = doc["confirmation_try"]
            yield Apart(CONFIRMATIONS, identifier, FAILED, tried["trouble"], int(tried["attempts"]), doc["received_at"])
    for identifier, doc in outbox.failed(client):
        yield Apart(OUTBOX, identifier, FAILED, doc["trouble"], int(doc["failures"]), doc["created_at"])


def count(client: Elasticsearch) -> int:
    """Return how many people have a mail with offers set apart, and how many other mails are."""
    people = int(client.count(index=index_name("people"), query=mails_apart.QUERY)["count"])
    owners = ",".join(index_name(kind) for kind in _OWNERS)
    failed = int(client.count(index=index_name("mails"), query=outbox.FAILED_QUERY)["count"])
    return people + int(client.count(index=owners, query=_CONFIRMATION)["count"]) + failed


def retry(client: Elasticsearch, apart: Apart) -> bool:
    """Have a mail made again by the next run; False when it is not set apart any more."""
    if apart.kind == MAILS:
        mail = _mail(client, apart)
        return mail is not None and mails_apart.retry(client, mail)
    if apart.kind == OUTBOX:
        if again := outbox.retry(client, apart.identifier):
            enqueue_mails()
        return again
    for kind in _OWNERS:
        if _confirmation(client, apart, kind, PENDING):
            enqueue_confirmation(apart.identifier, kind)
            return True
    return False


def drop(client: Elasticsearch, apart: Apart) -> bool:
    """Let a mail go: its offers are `dropped` with a reason, or marked as told when it is known to have left.

    False when it is not set apart any more. Killed in the middle, it is still listed, and dropped by a second try.
    """
    if apart.kind == OUTBOX:
        return outbox.let_go(client, apart.identifier)
    if apart.kind == CONFIRMATIONS:
        return any(_confirmation(client, apart, kind, CONFIRMATION_DROPPED) for kind in _OWNERS)
    mail = _mail(client, apart)
    if mail is None or not mails_apart.begin_drop(client, mail):
        return False
    if mail.sent_at:
        left = claims.unsettled(client, mail.identifier, mail.matches)
        claims.mark_sent(client, mail.identifier, [hit["_id"] for hit in left], mail.sent_at)
    else:
        fields = {"state": DROPPED, "reason": FAILED}
        while left := claims.unsettled(client, mail.identifier, mail.matches):
            claims.move(client, left, fields)
    mails_apart.end_drop(client, mail)
    return True


def _mail(client: Elasticsearch, apart: Apart) -> MailApart | None:
    return next((mail for mail in mails_apart.listed(client) if mail.identifier == apart.identifier), None)


def _confirmation(client: Elasticsearch, apart: Apart, kind: str, state: str) -> bool:
    moved = False

    def edit(doc: Document) -> Document | None:
        nonlocal moved
        moved = doc["confirmation"] == CONFIRMATION_APART
        fields = {"confirmation": state, "confirmation_retry_at": None, "confirmation_try": None}
        return {**doc, **fields} if moved else None

    return change(client, kind, apart.identifier, edit, refresh=True) is not None and moved
