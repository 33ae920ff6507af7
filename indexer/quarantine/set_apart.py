"""What was set apart: seen, tried once more, or let go, by the operator."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from elasticsearch import Elasticsearch

from indexer.engine.documents import Document, change, get, scan
from indexer.engine.indices import index_name, refresh
from indexer.profiles import lifecycle
from indexer.quarantine import mails
from indexer.quarantine.apart import Apart
from indexer.quarantine.attempts import SET_APART
from indexer.queueing import enqueue_offers, enqueue_profile
from indexer.reading.file_store import delete_file

KINDS = ("offers", "profiles")
# A file at which the reader fails again and again beside a living reader was set apart by it.
CODES = (SET_APART, "file_too_slow")
QUERY = {"bool": {"filter": [{"term": {"stage": "failed"}}, {"terms": {"failure.code": list(CODES)}}]}}


def listed(client: Elasticsearch, identifiers: Iterable[str] = ()) -> Iterator[Apart]:
    """Yield what is set apart; only those named, when some are."""
    wanted = list(identifiers)
    for kind in KINDS:
        refresh(client, kind)
        query = {"bool": {"filter": [QUERY, *([{"terms": {"id": wanted}}] if wanted else [])]}}
        fields = ["failure.code", "trouble", "attempts", "received_at"]
        for identifier, doc in scan(client, kind, query, "id", fields):
            reason = doc.get("trouble") or doc["failure"]["code"]
            attempts = int(doc.get("attempts") or 0)
            yield Apart(kind, identifier, doc["failure"]["code"], reason, attempts, doc["received_at"])
    yield from (apart for apart in mails.listed(client) if not wanted or apart.identifier in wanted)


def count(client: Elasticsearch) -> int:
    """Return how many documents and mails are set apart; of the mails with offers, how many people wait for some."""
    documents = sum(int(client.count(index=index_name(kind), query=QUERY)["count"]) for kind in KINDS)
    return documents + mails.count(client)


def retry(client: Elasticsearch, apart: Apart) -> bool:
    """Have a document processed, or a mail made, from its beginning; False when it is not set apart any more.

    One that cannot be queued now is by the sweep.
    """
    if apart.kind not in KINDS:
        return mails.retry(client, apart)
    was_apart = False

    def again(doc: Document) -> Document | None:
        nonlocal was_apart
        was_apart = _is_apart(doc)
        if not was_apart:
            return None
        return {**doc, "stage": "received", "attempts": 0, "failure": None, "trouble": None}

    if change(client, apart.kind, apart.identifier, again, refresh=True) is None or not was_apart:
        return False
    if apart.kind == "offers":
        enqueue_offers([apart.identifier])
    else:
        enqueue_profile(apart.identifier)
    return True


def drop(client: Elasticsearch, apart: Apart) -> bool:
    """Erase a document and its file for good, or let a mail go; False when it is not set apart any more."""
    if apart.kind not in KINDS:
        return mails.drop(client, apart)
    found = get(client, apart.kind, apart.identifier)
    if found is None or not _is_apart(found):
        return False
    if apart.kind == "profiles":
        return lifecycle.delete(client, apart.identifier)
    client.delete(index=index_name("offers"), id=apart.identifier, refresh=True)
    if found.get("file"):
        delete_file(found["file"]["path"])
    return True


def _is_apart(doc: Document) -> bool:
    return doc["stage"] == "failed" and (doc.get("failure") or {}).get("code") in CODES
