"""Files of the store that no document points to: what a death between writing both leaves, and an erasure cut short.

A deposit writes its file, then its document; a file is never written over. So a file older than any deposit takes, and
to which no document points at this moment, belongs to nobody, and never will to anybody.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import PurePosixPath

from elasticsearch import Elasticsearch, NotFoundError

from indexer.engine.indices import index_name, refresh
from indexer.reading.file_store import delete_file, stored_files, written_at

log = logging.getLogger(__name__)

KINDS = ("profiles", "offers", "readings")
"""Folders of the store, and the kinds whose documents point to their files. Reference data erase their own."""
SAFE_AFTER = timedelta(hours=24)
"""A deposit takes seconds; a clock that is wrong, or a store that is slow, minutes."""
FEW, MOST_SHARE = 20, 0.05
"""More than this is no accident of single deposits: a wrong index prefix, or an engine that lost its data."""
TOGETHER = 500
_IDENTIFIER = "files"


@dataclass(frozen=True)
class Files:
    """What a look at the file store found: files, those without a document, and how many of these were erased."""

    looked_at: str
    files: int
    without_document: int
    erased: int


def erase_unwanted(client: Elasticsearch, now: datetime) -> Files:
    """Erase the files that no document points to and that are older than SAFE_AFTER; return and keep what was found.

    When they are too many, none is: an operator is to look (`estey status`, and the log).
    """
    refresh(client, *KINDS)
    files, unwanted = 0, list[str]()
    for kind in KINDS:
        names = stored_files(kind)
        while some := list(islice(names, TOGETHER)):
            files += len(some)
            unwanted += _unwanted(client, kind, some, now)
    erased = 0
    if len(unwanted) <= max(FEW, MOST_SHARE * files):
        for name in unwanted:
            delete_file(name)
        erased = len(unwanted)
    else:
        log.error("too many files without a document: none was erased", extra={"files": len(unwanted)})
    found = Files(now.isoformat(), files, len(unwanted), erased)
    if files:
        # An instance without files stays one that a backup may be restored into.
        _keep(client, found)
    return found


def _keep(client: Elasticsearch, found: Files) -> None:
    client.index(index=index_name("reference"), id=_IDENTIFIER, document={"kind": "files", "files": asdict(found)})


def last_look(client: Elasticsearch) -> Files | None:
    """Return what the last look at the file store found; None before the first."""
    try:
        return Files(**client.get(index=index_name("reference"), id=_IDENTIFIER)["_source"]["files"])
    except NotFoundError:
        return None


def _unwanted(client: Elasticsearch, kind: str, names: list[str], now: datetime) -> Iterator[str]:
    owners = {name: _owner(name) for name in names}
    # What was written a day ago is seen by searches since; the caller made the rest visible.
    answer = client.search(
        index=index_name(kind),
        query={"terms": {"id": sorted(set(owners.values()))}},
        size=TOGETHER,
        source_includes=["file.path"],
    )
    pointed = {(hit["_source"].get("file") or {}).get("path") for hit in answer["hits"]["hits"]}
    for name in names:
        written = None if name in pointed else written_at(name)
        if written and written < now - SAFE_AFTER:
            yield name


def _owner(name: str) -> str:
    """Return the id of the document whose file this is: `profiles/<id>.pdf`, `profiles/<id>-<token>.pdf`, or the start
    of one, `profiles/.<id>.pdf.<token>.partial`.
    """
    return PurePosixPath(name).name.lstrip(".").partition(".")[0].partition("-")[0]
