"""What is known of a person beside their profiles and searches: when they were written to, and whether mail arrives.

It is kept apart from the profiles, since it changes with every mail: to write a profile is to have its stored queries
read again. A person is known by the digest of their address (`indexer.profiles.document.person_of`).
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from elasticsearch import ConflictError, Elasticsearch, NotFoundError

from indexer.alerts.marks import forget_marks
from indexer.engine import documents
from indexer.engine.indices import index_name, refresh

Person = dict[str, Any]

OWNERS = ("profiles", "searches", "recruiters")
"""The kinds of documents by which somebody is here: each says whose it is (`person`)."""

MAIL_WORKS, MAIL_WAITS, MAIL_STOPPED = "works", "waits", "stopped"
"""Mail arrives as far as is known; it did not and is tried again at `mail_retry_at`; it is not sent any more."""


def person(client: Elasticsearch, identifier: str) -> Person:
    """Return what is known of a person; of one never written to, that mail works."""
    return documents.get(client, "people", identifier) or _new(identifier)


def people(client: Elasticsearch, identifiers: list[str]) -> dict[str, Person]:
    """Return what is known of several, each one asked for included."""
    known = documents.get_many(client, "people", identifiers)
    return {identifier: known.get(identifier) or _new(identifier) for identifier in identifiers}


def change(client: Elasticsearch, identifier: str, edit: Callable[[Person], Person | None]) -> Person:
    """Change what is known of a person without losing another's change; see `documents.change`."""
    changed = documents.change(client, "people", identifier, edit)
    if changed is None:
        # Another may be first: theirs is the one to change.
        with suppress(ConflictError):
            client.create(index=index_name("people"), id=identifier, document=_new(identifier))
        changed = documents.change(client, "people", identifier, edit)
    return changed or _new(identifier)


def forget_if_last(client: Elasticsearch, identifier: str) -> bool:
    """Erase what is known of a person with their last profile or saved search (GDPR art. 17); say whether it was so.

    Of a recruiter too, once they are erased.

    What they were told and what they said of offers goes too: nothing is left that could be told twice.
    """
    refresh(client, *OWNERS, "matches")
    owners = ",".join(index_name(kind) for kind in OWNERS)
    # Of several indices, one that does not answer must not pass for one that holds nothing.
    answer = client.search(
        index=owners, query={"term": {"person": identifier}}, size=0, allow_partial_search_results=False
    )
    if answer["hits"]["total"]["value"]:
        return False
    forget_marks(client, identifier)
    theirs = {"term": {"recipient": identifier}}
    client.delete_by_query(index=index_name("matches"), query=theirs, conflicts="proceed", refresh=True)
    with suppress(NotFoundError):
        client.delete(index=index_name("people"), id=identifier, refresh=True)
    return True


def _new(identifier: str) -> Person:
    return {
        "person": identifier,
        "created_at": datetime.now(UTC).isoformat(),
        "mail_state": MAIL_WORKS,
        "soft_bounces": 0,
    }
