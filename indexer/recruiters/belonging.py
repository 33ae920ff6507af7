"""Who belongs to which organisation, and who asks to; and the organisations themselves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from elasticsearch import Elasticsearch

from indexer.engine.documents import scan
from indexer.engine.indices import index_name, refresh
from indexer.recruiters.document import Organisation, Recruiter

_TOGETHER = 1000


def members(client: Elasticsearch, organisation: str) -> list[Recruiter]:
    """Return the recruiters of an organisation, by id."""
    return _those(client, {"term": {"organisation": organisation}})


def waiting(client: Elasticsearch, organisation: str) -> list[Recruiter]:
    """Return the recruiters who wait to be let into an organisation, once their address is confirmed."""
    asked = [{"term": {"asks_to_join": organisation}}, {"exists": {"field": "confirmed_at"}}]
    return _those(client, {"bool": {"filter": asked}})


def organisations(client: Elasticsearch, state: str = "") -> list[Organisation]:
    """Return all organisations, or those in one state, the oldest first within each."""
    refresh(client, "organisations")
    query = {"term": {"state": state}} if state else {"match_all": {}}
    found = [document for _, document in scan(client, "organisations", query, "id", ["*"])]
    return sorted(found, key=lambda one: (one["state"], one["received_at"]))


def count(client: Elasticsearch, state: str) -> int:
    """Return how many organisations are in a state."""
    refresh(client, "organisations")
    return int(client.count(index=index_name("organisations"), query={"term": {"state": state}})["count"])


def people_of(client: Elasticsearch, identifiers: Iterable[str]) -> dict[str, Any]:
    """Return for each organisation its `members` and those `waiting`, as `members` and `waiting` do, all together."""
    wanted = list(dict.fromkeys(identifiers))
    people: dict[str, Any] = {one: {"members": [], "waiting": []} for one in wanted}
    for start in range(0, len(wanted), _TOGETHER):
        some = wanted[start : start + _TOGETHER]
        for recruiter in _those(client, {"terms": {"organisation": some}}):
            people[recruiter["organisation"]]["members"].append(recruiter)
        asked = [{"terms": {"asks_to_join": some}}, {"exists": {"field": "confirmed_at"}}]
        for recruiter in _those(client, {"bool": {"filter": asked}}):
            people[recruiter["asks_to_join"]]["waiting"].append(recruiter)
    return people


def _those(client: Elasticsearch, query: dict[str, Any]) -> list[Recruiter]:
    refresh(client, "recruiters")
    return [document for _, document in scan(client, "recruiters", query, "id", ["*"])]
