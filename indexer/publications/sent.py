"""Files and links of recruiters and of organisations' programs: stored at once, read by a worker of their own.

No thread of the web reads a file, asks Tika or fetches a page. What is to be read is one document, at stage `received`
until the worker read it (`done`) or could not (`failed`, with the sentence that says why); its file is erased then. The
document itself goes after a day (`indexer.operations.retention`).
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from elasticsearch import Elasticsearch

from indexer.engine.documents import get, scan
from indexer.engine.indices import index_name, refresh
from indexer.publications.turns import RECEIVED, give_back, sender_of, take_turn
from indexer.reading.file_checks import CheckedFile
from indexer.reading.file_store import delete_file, save_file

Reading = dict[str, Any]

DONE, FAILED = "done", "failed"
FORM, PUBLISH = "form", "publish"
"""What for: to fill in the form of a recruiter, or to be published in the name of an organisation."""
FILE, LINK = "file", "link"
KEPT = timedelta(days=1)
_KIND = "readings"


def take_file(client: Elasticsearch, organisation: str, recruiter: str, file: CheckedFile) -> Reading:
    """Store a file that fills in the form of a recruiter, and return what is to be read.

    Raises BusyError (`indexer.publications.turns`) while another of the same recruiter is unread, and OSError when the
    file store cannot be written to: nothing is kept then.
    """
    reading = _reading(secrets.token_hex(12), FORM, FILE, organisation, recruiter)
    return _store(client, reading, file)


def take_link(client: Elasticsearch, organisation: str, recruiter: str, address: str) -> Reading:
    """Store the address of a page that fills in the form of a recruiter, as `take_file` does a file."""
    reading = _reading(secrets.token_hex(12), FORM, LINK, organisation, recruiter)
    return _store(client, {**reading, "address": address})


def take_file_to_publish(
    client: Elasticsearch, organisation: str, recruiter: str, file: CheckedFile, title: str
) -> Reading:
    """Store a file that an organisation's program publishes; the same file with the same title is the same offer.

    Sent again while it is unread, it is the one that waits. Raises as `take_file`; a sender is the organisation,
    whatever its keys.
    """
    key = hashlib.sha256(file.content + title.encode()).hexdigest()
    identifier = hashlib.sha256(f"estey reading\n{organisation}\n{key}".encode()).hexdigest()[:24]
    known = get(client, _KIND, identifier)
    if known is not None and known["stage"] == RECEIVED:
        return known
    reading = _reading(identifier, PUBLISH, FILE, organisation, recruiter)
    return _store(client, {**reading, "key": key, "title": title}, file)


def erase_read(client: Elasticsearch, now: datetime) -> int:
    """Erase what was sent to be read more than KEPT ago, with its file if it still has one; return how much it was."""
    old = {"range": {"received_at": {"lt": (now - KEPT).isoformat()}}}
    return _erase(client, old)


def erase_of(client: Elasticsearch, recruiter: str) -> int:
    """Erase all that a recruiter sent to be read (GDPR art. 17); return how much it was."""
    refresh(client, _KIND)
    turn = {"term": {"sender": sender_of("recruiter", recruiter)}}
    return _erase(client, {"bool": {"should": [{"term": {"recruiter": recruiter}}, turn], "minimum_should_match": 1}})


def unread(client: Elasticsearch, before: datetime) -> Iterator[str]:
    """Yield the ids of what was sent before and is still to be read."""
    query = {
        "bool": {
            "filter": [{"term": {"stage": RECEIVED}}, {"range": {"received_at": {"lt": before.isoformat()}}}],
        }
    }
    yield from (identifier for identifier, _ in scan(client, _KIND, query, "id"))


def _reading(identifier: str, purpose: str, origin: str, organisation: str, recruiter: str) -> Reading:
    sender = sender_of("recruiter", recruiter) if purpose == FORM else sender_of("organisation", organisation)
    return {
        "id": identifier,
        "sender": sender,
        "purpose": purpose,
        "origin": origin,
        "stage": RECEIVED,
        "organisation": organisation,
        "recruiter": recruiter,
        "attempts": 0,
        "received_at": datetime.now(UTC).isoformat(),
    }


def _store(client: Elasticsearch, reading: Reading, file: CheckedFile | None = None) -> Reading:
    take_turn(client, reading["sender"], _KIND, reading["id"])
    if file is not None:
        # A name of its own: a file is never written over (`indexer.operations.files`).
        path = f"readings/{reading['id']}-{secrets.token_hex(4)}.{file.extension}"
        try:
            save_file(path, file.content)
        except OSError:
            give_back(client, reading["sender"])
            raise
        kept = {"path": path, "extension": file.extension, "media_type": file.media_type}
        reading = {**reading, "file": kept}
    client.index(index=index_name(_KIND), id=reading["id"], document=reading)
    return reading


def _erase(client: Elasticsearch, query: dict[str, Any]) -> int:
    erased = 0
    for identifier, document in scan(client, _KIND, query, "id", ["file"]):
        if document.get("file"):
            delete_file(document["file"]["path"])
        client.options(ignore_status=404).delete(index=index_name(_KIND), id=identifier)
        erased += 1
    return erased
