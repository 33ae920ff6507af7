"""The employers that a person does not want to be seen by: those they name, and every company of the same group.

A person names employers (`indexer.matching.employer_names`); a group shares a SIREN. Whoever excludes one name of it is
seen by none of its organisations. Both directions ask the same question, so that they find the same people.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from elasticsearch import Elasticsearch

from indexer.engine.documents import scan
from indexer.matching.criteria import SEEN, Clause, all_of, any_of, employer_key, negated
from indexer.matching.employer_names import names_answered, sirens_of

Document = dict[str, Any]


def group_keys(client: Elasticsearch, siren: str, *names: str) -> list[str]:
    """Return every term by which a person excludes an employer: by the names given, its SIREN, and the names of every
    organisation with the same SIREN.
    """
    known = [name for name in names if name]
    if siren:
        known += [doc["name"] for doc in _organisations(client, {"term": {"siren": siren}})]
    # Profiles stored by an earlier release have names as they are compared whole.
    keys = {term for name in known for term in (*names_answered(name, siren), employer_key(name))}
    return sorted(keys - {""})


def sirens_avoided(client: Elasticsearch, profile: Document) -> list[str]:
    """Return the SIRENs that a person excludes: those they wrote, and those of the organisations they name."""
    excluded = profile.get("excluded_employers")
    if not excluded:
        return []
    found = _organisations(client, any_of(*(_may_be_named(term) for term in excluded)))
    named = {doc["siren"] for doc in found if excludes(profile, [*names_answered(doc["name"]), doc["employer_key"]])}
    return sorted({*named, *sirens_of(excluded)})


def _may_be_named(term: str) -> Clause:
    """Return a filter on organisations that leaves out most of those that a term does not name, and none it does.

    The first letter is left aside: it may be an article written together ("LOREAL"). A lone word may be several of the
    name ("mcdonald", "Mc Donald's").
    """
    if " " in term or not term.isalnum():
        return all_of(*({"wildcard": {"employer_key": {"value": f"*{word[1:]}*"}}} for word in term.split()))
    return {"regexp": {"employer_key": {"value": f".*{' ?'.join(term[1:])}.*"}}}


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


def _organisations(client: Elasticsearch, query: Clause) -> list[Document]:
    named = all_of(query, {"exists": {"field": "siren"}}, {"exists": {"field": "employer_key"}})
    return [doc for _, doc in scan(client, "organisations", named, "id", ["siren", "name", "employer_key"])]
