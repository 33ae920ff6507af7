"""Offers that an organisation's own programs send: published as if its recruiter had, once for each of their ids."""

from __future__ import annotations

import hashlib
from typing import Any

from elasticsearch import Elasticsearch

from indexer.engine.documents import get
from indexer.publications import lifecycle
from indexer.publications.document import CLOSED, Publication, written
from indexer.publications.facts import Facts

CREATED, UPDATED, UNCHANGED = "created", "updated", "unchanged"


def publication_of(organisation: str, key: str) -> str:
    """Return the id of the publication that an organisation's program names by a key of its own."""
    return hashlib.sha256(f"estey publication\n{organisation}\n{key}".encode()).hexdigest()[:24]


def take(
    client: Elasticsearch, organisation: str, recruiter: str, key: str, facts: Facts
) -> tuple[Publication, str, list[dict[str, str]]]:
    """Publish an offer, or what changed of it; return its publication, CREATED, UPDATED or UNCHANGED, and findings.

    Sent as it is already, nothing happens: also once its recruiter closed it here. Raises lifecycle.BlockedError.
    """
    identifier = publication_of(organisation, key)
    known = get(client, "publications", identifier)
    if known is None:
        lifecycle.begin(client, organisation, recruiter, facts, "api", identifier)
    elif written(known) == facts and (known.get("given") or known["state"] == CLOSED):
        return known, UNCHANGED, []
    else:
        lifecycle.write(client, identifier, facts)
    published = lifecycle.publish(client, identifier)
    if published is None:  # pragma: no cover - erased in this very moment
        raise lifecycle.BlockedError
    publication, found = published
    return publication, CREATED if known is None else UPDATED, found


def contact_of(record: dict[str, Any]) -> str:
    """Return how to answer, from `contact` of a record in the France Travail v2 schema: the first that is said."""
    contact = record.get("contact")
    if not isinstance(contact, dict):
        return ""
    names = ("urlPostulation", "courriel", "telephone", "coordonnees1")
    said = (str(contact[name]).strip() for name in names if isinstance(contact.get(name), str))
    return next((text[:500] for text in said if text), "")
