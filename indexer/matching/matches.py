"""The outbox: one document for each offer that one person is to hear of, created once and for ever.

States: `pending` (to be told) → `claimed` (in a digest being sent) → `sent`; or `dropped`, with a reason.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import streaming_bulk

from indexer.engine.documents import AnswerError, change
from indexer.engine.indices import index_name

PENDING, CLAIMED, SENT, DROPPED = "pending", "claimed", "sent", "dropped"

EMPLOYER_UNVERIFIED = "employer_unverified"
"""Why a match is dropped whose employer nobody vouches for any more; it is due again once somebody does."""

DIRECT, WITH_TRAINING = "direct", "training"
"""How an offer fits: as it is, or once a training has been followed."""


@dataclass(frozen=True, slots=True)
class Due:
    """An offer that fits a profile, or answers a saved search: one of both is named.

    `recipient` is the person behind it (see indexer.profiles.document.person_of).
    """

    recipient: str
    profile: str
    offer: str
    kind: str = DIRECT
    search: str = ""

    @property
    def identifier(self) -> str:
        """Return the id that makes the same offer for the same person one document, whatever found it."""
        return hashlib.sha256(f"{self.recipient}\n{self.offer}".encode()).hexdigest()[:40]


def note_followed(client: Elasticsearch, recipient: str, offer: str) -> None:
    """Note that a person followed the link of a mail to an offer, the first time; of one never told nothing is noted.

    Kept for them alone, so that they find again what they looked at: nothing is made of it.
    """
    now = datetime.now(UTC).isoformat()
    told = Due(recipient, "", offer).identifier
    change(client, "matches", told, lambda doc: None if doc.get("followed_at") else {**doc, "followed_at": now})


def record(client: Elasticsearch, due: Iterable[Due]) -> int:
    """Create the matches that do not exist yet and return how many were new.

    An existing one is left as it is, whatever its state: the person was told, or is about to be.
    """
    now = datetime.now(UTC).isoformat()
    return create_all(
        client,
        (
            {
                "id": match.identifier,
                "recipient": match.recipient,
                **({"profile": match.profile} if match.profile else {"search": match.search}),
                "offer": match.offer,
                "kind": match.kind,
                "state": PENDING,
                "created_at": now,
            }
            for match in due
        ),
    )


def create_all(client: Elasticsearch, matches: Iterable[dict[str, Any]]) -> int:
    """Create these matches, each named by its `id`, unless they exist; return how many were new. Raises AnswerError."""
    actions = (
        {"_op_type": "create", "_index": index_name("matches"), "_id": match["id"], **match} for match in matches
    )
    new = 0
    for done, answer in streaming_bulk(client, actions, raise_on_error=False):
        outcome = answer["create"]
        if done:
            new += 1
        elif outcome["status"] != 409:
            error = f"A match could not be written: {outcome.get('error', {}).get('type', 'unknown')}"
            raise AnswerError(error, int(outcome["status"]))
    return new
