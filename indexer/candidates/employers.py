"""The employers that a person does not want to be seen by: those they name, and every company of the same group.

A person names employers (`excluded_employers`, keys of names); a group shares a SIREN. Whoever excludes one name of it
is seen by none of its organisations. Both directions ask the same question, so that they find the same people.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from elasticsearch import Elasticsearch

from indexer.engine.documents import scan
from indexer.matching.criteria import SEEN, Clause, employer_key, negated

Document = dict[str, Any]


def group_keys(client: Elasticsearch, siren: str, *names: str) -> list[str]:
    """Return the keys of an employer's names: those given, and those of every organisation with the same SIREN."""
    keys = {employer_key(name) for name in names if name}
    if siren:
        keys |= {doc["employer_key"] for doc in _organisations(client, {"term": {"siren": siren}}, "employer_key")}
    return sorted(keys - {""})


def sirens_avoided(client: Elasticsearch, profile: Document) -> list[str]:
    """Return the SIRENs of the organisations whose name a person excludes."""
    excluded = profile.get("excluded_employers")
    if not excluded:
        return []
    found = _organisations(client, {"terms": {"employer_key": excluded}}, "siren")
    return sorted({doc["siren"] for doc in found})


def not_excluding(keys: Collection[str]) -> list[Clause]:
    """Return the filters on profiles of people who exclude none of these employers (`group_keys`). Pure."""
    return [negated({"terms": {"excluded_employers": list(keys)}})] if keys else []


def seen_by(keys: Collection[str]) -> list[Clause]:
    """Return the filters on profiles that these employers may see (`group_keys`). Pure.

    The person confirmed their address, chose to be seen, and excludes none of them.
    """
    chosen: list[Clause] = [{"exists": {"field": "confirmed_at"}}, {"terms": {"visibility": list(SEEN)}}]
    return [*chosen, *not_excluding(keys)]


def excludes(profile: Document, keys: Iterable[str]) -> bool:
    """Say whether a person excludes one of these employers: the same question, of a profile at hand. Pure."""
    return not set(profile.get("excluded_employers") or []).isdisjoint(keys)


def _organisations(client: Elasticsearch, query: Clause, field: str) -> list[Document]:
    named = {"bool": {"filter": [query, {"exists": {"field": field}}]}}
    return [doc for _, doc in scan(client, "organisations", named, "id", [field])]
