"""Offers that arrive as a file: stored at once, read by Tika in a task."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import UTC, datetime

from elasticsearch import Elasticsearch

from indexer.engine.documents import change, get
from indexer.engine.indices import index_name
from indexer.measurements import REFUSALS, count
from indexer.offers.document import FAILED, OPEN, RECEIVED, UNREAD, Offer, OfferGiven, received
from indexer.offers.from_text import offer_from_text
from indexer.reading.extraction import MOST_ATTEMPTS, read_text, reader_answers
from indexer.reading.file_checks import CheckedFile
from indexer.reading.file_store import load_file, save_file
from indexer.reading.refusals import SENTENCES, FileRefusedError, ReaderUnavailableError
from indexer.reference.in_force import gazetteer, vocabulary


def take_offer_file(
    client: Elasticsearch,
    file: CheckedFile,
    title: str,
    source: str,
    take_turn: Callable[[str], None] = lambda identifier: None,
) -> tuple[str, str]:
    """Store an offer's file, at stage `received`; return the offer's id and `created` or `unchanged`.

    The same file with the same title is the same offer. `take_turn` is told of an id before anything is kept under it,
    and may raise. Raises OSError when the file store cannot be written to.
    """
    content_hash = hashlib.sha256(file.content + title.encode()).hexdigest()[:32]
    identifier = OfferGiven(source, content_hash, title).identifier
    if get(client, "offers", identifier):
        return identifier, "unchanged"
    take_turn(identifier)
    # A name of its own: a file is never written over, so one without a document may be erased at its age alone.
    path = f"offers/{identifier}-{secrets.token_hex(4)}.{file.extension}"
    save_file(path, file.content)
    now = datetime.now(UTC).isoformat()
    document: Offer = {
        "id": identifier,
        "source": source,
        "source_id": content_hash,
        "fingerprint": content_hash,
        "stage": RECEIVED,
        "attempts": 0,
        "status": UNREAD,
        "title": title,
        "file": {"path": path, "extension": file.extension, "media_type": file.media_type},
        "published_at": now,
        "received_at": now,
    }
    client.index(index=index_name("offers"), id=identifier, document=document)
    return identifier, "created"


def read_offer_file(client: Elasticsearch, offer: Offer) -> Offer | None:
    """Read a stored offer's file and write down its facts; it is open to searches from then on.

    A file that cannot be read makes the offer `failed` (None is returned). Raises ReaderUnavailableError when Tika does
    not answer.
    """
    file = offer["file"]
    try:
        content = load_file(file["path"])
        text = read_text(CheckedFile(content, file["extension"], file["media_type"])).text
    except FileRefusedError as refusal:
        _fail(client, offer, refusal.code)
        return None
    except ReaderUnavailableError:
        if reader_answers():
            if offer.get("attempts", 0) + 1 >= MOST_ATTEMPTS:
                _fail(client, offer, "file_too_slow")
                return None
            change(client, "offers", offer["id"], lambda doc: {**doc, "attempts": doc.get("attempts", 0) + 1})
        raise
    given = offer_from_text(
        text, offer.get("title", ""), offer["source"], offer["source_id"], vocabulary(), gazetteer()
    )
    facts = received(given, gazetteer(), offer["received_at"])
    # The fingerprint stays that of the file: it is what tells the same file sent twice.
    read = {**facts, "file": file, "fingerprint": offer["fingerprint"], "status": OPEN}
    return change(client, "offers", offer["id"], lambda doc: read if doc["status"] == UNREAD else None)


def _fail(client: Elasticsearch, offer: Offer, code: str) -> None:
    count(REFUSALS, code)
    failure = {"code": code, "message": SENTENCES[code]}
    change(client, "offers", offer["id"], lambda doc: {**doc, "stage": FAILED, "failure": failure})
