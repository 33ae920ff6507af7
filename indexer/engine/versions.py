"""New versions of an index, filled beside the one in use and swapped in without an outage."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from elasticsearch import Elasticsearch

from indexer.engine.indices import SORTED_BY, index_body, index_name
from indexer.settings import settings


def version_in_use(client: Elasticsearch, kind: str) -> str:
    """Return the index behind the alias of a kind, such as `estey-offers-3`."""
    return next(iter(client.indices.get_alias(name=index_name(kind))))


def versions(client: Elasticsearch, kind: str) -> list[str]:
    """Return the versions of an index that exist, in use or not."""
    start = f"{index_name(kind)}-"
    return [name for name in client.indices.get_alias(index=f"{start}*") if name.removeprefix(start).isdecimal()]


def is_outdated(client: Elasticsearch, kind: str) -> bool:
    """Say whether the version in use holds a field that this release defines otherwise, or lies in another order."""
    name = version_in_use(client, kind)
    found = client.indices.get(index=name)[name]
    held = found["mappings"].get("properties", {})
    order = found["settings"]["index"].get("sort", {}).get("field", [])
    if ([order] if isinstance(order, str) else order) != ([SORTED_BY[kind]] if kind in SORTED_BY else []):
        return True
    wanted = index_body(kind)["mappings"]["properties"]
    return any(held.get(field) != definition for field, definition in wanted.items())


def create_next(client: Elasticsearch, kind: str, meta: Mapping[str, Any] | None = None) -> str:
    """Create the next version of an index with the mappings of this release, and return its name.

    `meta` is kept in its mapping. It is not refreshed by itself while it is filled: `make_ready` ends that.
    """
    highest = max((int(name.rpartition("-")[2]) for name in versions(client, kind)), default=0)
    name = f"{index_name(kind)}-{highest + 1}"
    body = index_body(kind, replicas=0)
    body["settings"]["refresh_interval"] = "-1"
    body["mappings"]["_meta"] = dict(meta or {})
    client.indices.create(index=name, **body)
    return name


def make_ready(client: Elasticsearch, name: str) -> None:
    """Give a filled index the replicas and the refreshing of one in use, and make its documents visible."""
    client.indices.put_settings(
        index=name, settings={"number_of_replicas": settings().index_replicas, "refresh_interval": None}
    )
    client.indices.refresh(index=name)


def swap(client: Elasticsearch, new_by_kind: Mapping[str, str]) -> None:
    """Put new versions in use, all in one step of the engine: a search sees one or the other.

    The versions before are left for `delete_unused`, later: a search that has begun on one must be able to end.
    """
    actions: list[dict[str, Any]] = []
    for kind, new in new_by_kind.items():
        old, alias = version_in_use(client, kind), index_name(kind)
        if old != new:
            actions += [{"add": {"index": new, "alias": alias}}, {"remove": {"index": old, "alias": alias}}]
    if actions:
        client.indices.update_aliases(actions=actions)


def delete_unused(client: Elasticsearch, kind: str) -> None:
    """Delete the versions of an index that are not in use. Only for who holds the lease on filling that kind."""
    in_use = version_in_use(client, kind)
    for name in versions(client, kind):
        if name != in_use:
            client.indices.delete(index=name)


def meta_in_use(client: Elasticsearch, kind: str) -> dict[str, Any]:
    """Return what was kept in the mapping of the version in use when it was created."""
    answer = client.indices.get_mapping(index=index_name(kind))
    return dict(next(iter(answer.values()))["mappings"].get("_meta", {}))
