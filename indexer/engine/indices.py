"""Index names, and their creation from the JSON files under `mappings/`.

A name is `<prefix>-<kind>` and is an alias: the index behind it carries a version (`estey-offers-1`), so that a later
mapping can be filled beside the old one and swapped in without an outage.
"""

from __future__ import annotations

import json
import logging
from typing import Any

from elasticsearch import BadRequestError, Elasticsearch

from indexer.settings import MAPPINGS, Settings, settings

log = logging.getLogger(__name__)

KINDS = (
    *("offers", "profiles", "searches", "people", "matches", "trainings", "reference", "reports", "marks"),
    *("organisations", "recruiters", "publications", "letters", "mails", "views", "cv_searches", "readings"),
    *("watchlist", "journal"),
)


# Profiles lie in the order of the job they want: those who ask for an offer's terms lie together, and the percolator
# skips the others by the block (measured, beside the order of places: docs/performance.md).
# Matches lie by person: who has something waiting is then read in that order, page by page, without counting all of
# the others at each page.
SORTED_BY = {"profiles": "sure", "matches": "recipient"}

# A search looks up each of its terms in every segment, and a percolation has some forty: in eleven segments both took
# twice as long as in one (docs/performance.md). These are kept in few, and made one each night (operations/merging.py).
IN_FEW_SEGMENTS = ("profiles", "offers", "searches")
MERGING = {
    "merge.policy.segments_per_tier": 3,
    "merge.policy.max_merge_at_once": 3,
    "merge.policy.floor_segment": "64mb",
}


# What is erased leaves the disk each night (operations/merging.py): of however few documents a segment has deleted.
EXPUNGED = {"merge.policy.expunge_deletes_allowed": 0}


def index_name(kind: str, config: Settings | None = None) -> str:
    """Return the alias of one kind of document, such as `estey-offers`."""
    return f"{(config or settings()).index_prefix}-{kind}"


def index_body(kind: str, replicas: int = 0) -> dict[str, Any]:
    """Return settings and mappings of one kind, as the engine takes them at creation."""
    analysis = json.loads((MAPPINGS / "analysis.json").read_text(encoding="utf-8"))
    mapping = json.loads((MAPPINGS / f"{kind}.json").read_text(encoding="utf-8"))
    order = {"sort.field": SORTED_BY[kind]} if kind in SORTED_BY else {}
    return {
        "settings": {
            "number_of_shards": 1,
            "number_of_replicas": replicas,
            "index": {**order, **_merging(kind)},
            **analysis,
        },
        "mappings": mapping,
    }


def ensure_indices(client: Elasticsearch, config: Settings | None = None) -> list[str]:
    """Create the indices that are missing and return their aliases; safe to call from several processes at once.

    An index that exists is given the fields a newer release added. A field that is defined otherwise now stays as it
    was, with a warning: `estey reindex` makes a new version of the index.
    """
    config = config or settings()
    created = []
    for kind in KINDS:
        alias = index_name(kind, config)
        body = index_body(kind, config.index_replicas)
        if client.indices.exists(index=alias):
            _add_fields(client, alias, body["mappings"]["properties"])
            if merging := _merging(kind):
                client.indices.put_settings(index=alias, settings=merging)
            continue
        try:
            client.indices.create(index=f"{alias}-1", aliases={alias: {}}, **body)
        except BadRequestError as error:
            if error.error != "resource_already_exists_exception":
                raise
        created.append(alias)
    return created


def _merging(kind: str) -> dict[str, Any]:
    return {**EXPUNGED, **(MERGING if kind in IN_FEW_SEGMENTS else {})}


def _add_fields(client: Elasticsearch, alias: str, fields: dict[str, Any]) -> None:
    try:
        client.indices.put_mapping(index=alias, properties=fields)
    except BadRequestError:
        # All are refused for one that changed: one by one, so that the others are there.
        for name, definition in fields.items():
            try:
                client.indices.put_mapping(index=alias, properties={name: definition})
            except BadRequestError:
                log.warning(
                    "a field is defined otherwise now: run estey reindex", extra={"index": alias, "field": name}
                )


def refresh(client: Elasticsearch, *kinds: str) -> None:
    """Make everything written so far visible to searches of these kinds (all by default)."""
    client.indices.refresh(index=",".join(index_name(kind) for kind in kinds or KINDS))
