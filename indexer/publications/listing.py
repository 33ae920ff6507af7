"""The publications of an organisation, and those that wait for the operator."""

from __future__ import annotations

from typing import Any

from elasticsearch import Elasticsearch

from indexer.engine.documents import get
from indexer.engine.indices import index_name, refresh
from indexer.publications import document as state
from indexer.publications.document import Publication

MOST = 500
_WAITS: dict[str, Any] = {"term": {"state": state.WAITING}}
_ORDER = (state.REFUSED, state.DRAFT, state.WAITING, state.PUBLISHED, state.CLOSED)


def publications_of(client: Elasticsearch, organisation: str) -> list[Publication]:
    """Return an organisation's publications: those to do something about first, then open, then closed ones."""
    found = _search(client, {"term": {"organisation": organisation}}, {"created_at": "desc"})
    return sorted(found, key=lambda one: _ORDER.index(one["state"]))


def waiting(client: Elasticsearch) -> list[Publication]:
    """Return what waits for the operator, the longest first."""
    return _search(client, _WAITS, {"state_since": "asc"})


def end_of(client: Elasticsearch, identifier: str) -> str:
    """Return when an open publication ends by itself (ISO 8601); empty when it is not open.

    It is asked for, and not kept in the offer: renewed, an offer is the same, and nobody is matched anew.
    """
    publication = get(client, "publications", identifier) or {}
    return str(publication.get("expires_at") or "") if publication.get("state") == state.PUBLISHED else ""


def count_waiting(client: Elasticsearch) -> int:
    """Return how many wait for the operator."""
    refresh(client, "publications")
    return int(client.count(index=index_name("publications"), query=_WAITS)["count"])


def _search(client: Elasticsearch, query: dict[str, Any], order: dict[str, str]) -> list[Publication]:
    refresh(client, "publications")
    answer = client.search(
        index=index_name("publications"), query=query, size=MOST, sort=[order], track_total_hits=False
    )
    return [dict(hit["_source"]) for hit in answer["hits"]["hits"]]
