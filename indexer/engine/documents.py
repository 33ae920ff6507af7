"""Reading and changing single documents, without losing a change to a race."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from elasticsearch import ConflictError, Elasticsearch, NotFoundError

from indexer.engine.indices import index_name

Document = dict[str, Any]


class AnswerError(RuntimeError):
    """The engine refused one part of a request that holds many; `status` is the HTTP status of that part."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


ATTEMPTS = 8
PAGE = 1000
CONFLICT, BAD, UNAVAILABLE = 409, 400, 503


def get(client: Elasticsearch, kind: str, identifier: str) -> Document | None:
    """Return a document's source, or None when there is none by that id."""
    try:
        return dict(client.get(index=index_name(kind), id=identifier)["_source"])
    except NotFoundError:
        return None


def get_many(client: Elasticsearch, kind: str, identifiers: Iterable[str]) -> dict[str, Document]:
    """Return the sources of those ids that exist, by id. Raises AnswerError when one cannot be read now."""
    wanted = list(dict.fromkeys(identifiers))
    found: dict[str, Document] = {}
    for start in range(0, len(wanted), PAGE):
        hits = read_together(client, index_name(kind), wanted[start : start + PAGE])
        found.update({hit["_id"]: hit["_source"] for hit in hits})
    return found


def read_together(client: Elasticsearch, index: str, identifiers: list[str], *, source: bool = True) -> list[Document]:
    """Return an index's hits of those ids that exist, with their versions; without `source` nothing else of them.

    Raises AnswerError when one cannot be read now.

    A shard that does not answer (the engine starts again) is told document by document, in an answer that is otherwise
    good: what cannot be read must not pass for what is not there. A fault run lost 101 alerts by that.
    """
    docs = client.mget(index=index, ids=identifiers, source=source)["docs"] if identifiers else []
    for doc in docs:
        if "error" in doc:
            error = f"A document of {index} could not be read: {doc['error'].get('type', 'unknown')}"
            raise AnswerError(error, UNAVAILABLE)
    return [doc for doc in docs if doc.get("found")]


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


def change_many(
    client: Elasticsearch, kind: str, identifiers: Iterable[str], edit: Callable[[Document], Document | None]
) -> dict[str, Document]:
    """Do to many documents what `change` does to one, in one read and one write; return what is stored in the end.

    Those that moved meanwhile are read and written again one by one. Raises AnswerError when one cannot be written.
    """
    wanted, found = list(dict.fromkeys(identifiers)), {}
    for start in range(0, len(wanted), PAGE):
        moved: list[str] = []
        operations: list[Document] = []
        edited: list[tuple[str, Document]] = []
        for hit in read_together(client, index_name(kind), wanted[start : start + PAGE]):
            current = dict(hit["_source"])
            after = edit(dict(current))
            if after is None:
                found[hit["_id"]] = current
                continue
            version = {"if_seq_no": hit["_seq_no"], "if_primary_term": hit["_primary_term"]}
            operations += [{"index": {"_id": hit["_id"], **version}}, after]
            edited.append((hit["_id"], after))
        outcomes = client.bulk(index=index_name(kind), operations=operations)["items"] if operations else []
        for (identifier, after), outcome in zip(edited, outcomes, strict=True):
            status = outcome["index"]["status"]
            if status == CONFLICT:
                moved.append(identifier)
            elif status >= BAD:
                raise AnswerError(f"A document could not be written: {outcome['index']['error'].get('type')}", status)
            else:
                found[identifier] = after
        for identifier in moved:
            if (settled := change(client, kind, identifier, edit)) is not None:
                found[identifier] = settled
    return found


def search_many(client: Elasticsearch, kind: str, bodies: Iterable[Document], **header: Any) -> list[Document]:
    """Send searches of one kind together and return their answers, in order; `header` goes with each.

    Raises AnswerError when one of them failed: an answer that is missing must not pass for an empty one.
    """
    lines = [line for body in bodies for line in ({"index": index_name(kind), **header}, body)]
    answers = client.msearch(searches=lines)["responses"] if lines else []
    for answer in answers:
        if "error" in answer:
            error = f"A search of {kind} failed: {answer['error'].get('type', 'unknown')}"
            raise AnswerError(error, int(answer.get("status", 500)))
    return list(answers)


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
