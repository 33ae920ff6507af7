"""Reading and changing single documents, without losing a change to a race."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from elasticsearch import ConflictError, Elasticsearch, NotFoundError

from indexer.engine.indices import index_name

Document = dict[str, Any]
ATTEMPTS = 8
PAGE = 1000


def get(client: Elasticsearch, kind: str, identifier: str) -> Document | None:
    """Return a document's source, or None when there is none by that id."""
    try:
        return dict(client.get(index=index_name(kind), id=identifier)["_source"])
    except NotFoundError:
        return None


def get_many(client: Elasticsearch, kind: str, identifiers: Iterable[str]) -> dict[str, Document]:
    """Return the sources of those ids that exist, by id."""
    wanted = list(dict.fromkeys(identifiers))
    found: dict[str, Document] = {}
    for start in range(0, len(wanted), PAGE):
        answer = client.mget(index=index_name(kind), ids=wanted[start : start + PAGE])
        found.update({hit["_id"]: hit["_source"] for hit in answer["docs"] if hit.get("found")})
    return found


def change(
    client: Elasticsearch,
    kind: str,
    identifier: str,
    edit: Callable[[Document], Document | None],
    *,
    refresh: bool = False,
) -> Document | None:
    """Read a document, let `edit` return it changed (or None to leave it), and write it back unless it moved meanwhile.

    Two writers of one document are told apart by sequence number (`if_seq_no`): the loser reads again, so no change is
    lost. `edit` may therefore run several times and must not have effects of its own. Returns what is stored in the
    end, None when the document does not exist.
    """
    for attempt in range(ATTEMPTS):
        try:
            hit = client.get(index=index_name(kind), id=identifier)
        except NotFoundError:
            return None
        current = dict(hit["_source"])
        edited = edit(dict(current))
        if edited is None:
            return current
        try:
            client.index(
                index=index_name(kind),
                id=identifier,
                document=edited,
                if_seq_no=hit["_seq_no"],
                if_primary_term=hit["_primary_term"],
                refresh=refresh,
            )
        except ConflictError:
            if attempt == ATTEMPTS - 1:
                raise
        else:
            return edited
    return None


def scan(
    client: Elasticsearch, kind: str, query: Document, sort: str, fields: list[str] | None = None
) -> Iterator[tuple[str, Document]]:
    """Yield (id, source) of every document that answers `query`, page by page, ordered by the keyword field `sort`.

    `sort` must hold a value unique to each document; `fields` names what to fetch of the source (none: nothing).
    """
    after: list[Any] | None = None
    while True:
        answer = client.search(
            index=index_name(kind),
            query=query,
            sort=[{sort: "asc"}],
            size=PAGE,
            source={"includes": fields} if fields else False,
            search_after=after,
            track_total_hits=False,
        )
        hits = answer["hits"]["hits"]
        for hit in hits:
            yield hit["_id"], hit.get("_source", {})
        if len(hits) < PAGE:
            return
        after = hits[-1]["sort"]
