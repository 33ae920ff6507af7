"""One file at a time for each sender: the next is taken once the one in hand was read.

What a sender has in hand is one document, `turn-<sender>`, beside those of what is read (`indexer.publications.sent`).
Of two requests at once the engine lets one write it; the other is told to come again.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

from elasticsearch import ConflictError, Elasticsearch, NotFoundError

from indexer.engine.documents import get
from indexer.engine.indices import index_name

RECEIVED = "received"
_GRACE = timedelta(seconds=60)
"""From the turn to the document it is about: two writes of one request."""
_ATTEMPTS = 5


class BusyError(Exception):
    """A file of the same sender is still to be read."""


def sender_of(kind: str, identifier: str) -> str:
    """Return what stands for a sender: `organisation`, whatever its key, `recruiter`, or `key` of the operator's."""
    return hashlib.sha256(f"estey sender\n{kind}\n{identifier}".encode()).hexdigest()[:24]


def take_turn(client: Elasticsearch, sender: str, kind: str, identifier: str) -> None:
    """Let a sender have a document read. Raises BusyError while another of theirs is unread."""
    turn = f"turn-{sender}"
    wanted = {
        "id": turn,
        "sender": sender,
        "in_hand": f"{kind}/{identifier}",
        "received_at": datetime.now(UTC).isoformat(),
    }
    for _ in range(_ATTEMPTS):
        try:
            hit = client.get(index=index_name("readings"), id=turn)
        except NotFoundError:
            version: dict[str, object] = {"op_type": "create"}
        else:
            if _is_unread(client, hit["_source"]["in_hand"], hit["_source"]["received_at"]):
                raise BusyError
            version = {"if_seq_no": hit["_seq_no"], "if_primary_term": hit["_primary_term"]}
        try:
            client.index(index=index_name("readings"), id=turn, document=wanted, **version)  # type: ignore[arg-type]
        except ConflictError:
            # Another was first: it is in hand now.
            continue
        return
    raise BusyError


def give_back(client: Elasticsearch, sender: str) -> None:
    """Let a sender come again at once, whose document could not be kept."""
    client.options(ignore_status=404).delete(index=index_name("readings"), id=f"turn-{sender}")


def _is_unread(client: Elasticsearch, in_hand: str, since: str) -> bool:
    kind, _, identifier = in_hand.partition("/")
    document = get(client, kind, identifier)
    if document is None:
        return datetime.now(UTC) - datetime.fromisoformat(since) < _GRACE
    return bool(document["stage"] == RECEIVED)
