"""How far a reindexing is, kept in the engine, and what is undone of one that was killed."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta

from elasticsearch import Elasticsearch, NotFoundError

from indexer.engine.indices import index_name
from indexer.engine.lease import BusyError, held
from indexer.engine.versions import delete_unused, version_in_use
from indexer.operations.index_copy import Copying

NAME = "reindex"
"""Of the lease, and of the document."""
# What a run that nobody continues has copied may hold what people had erased since.
ABANDONED_AFTER = timedelta(days=1)


@dataclass
class Progress:
    """What has to be known to go on with a run that was stopped.

    `basis` says what the targets are made from; `swapping` that writes are held back.
    """

    basis: str
    kinds: dict[str, Copying]
    swapping: bool = False
    saved_at: str = field(default="")


def save(client: Elasticsearch, progress: Progress) -> None:
    """Write down how far the run is."""
    progress.saved_at = datetime.now(UTC).isoformat()
    document = {"kind": NAME, "progress": asdict(progress)}
    client.index(index=index_name("reference"), id=NAME, document=document)


def saved(client: Elasticsearch) -> Progress | None:
    """Return how far a run that did not end had come."""
    try:
        found = client.get(index=index_name("reference"), id=NAME)["_source"]["progress"]
    except NotFoundError:
        return None
    kinds = {kind: Copying(**copying) for kind, copying in found["kinds"].items()}
    return Progress(found["basis"], kinds, found["swapping"], found["saved_at"])


def forget(client: Elasticsearch) -> None:
    """Say that no run is to be continued."""
    client.options(ignore_status=404).delete(index=index_name("reference"), id=NAME)


def let_write(client: Elasticsearch, index: str) -> None:
    """End the holding back of writes to an index; one that is gone is no error."""
    client.options(ignore_status=404).indices.put_settings(index=index, settings={"index.blocks.write": None})


def end_abandoned(client: Elasticsearch, now: datetime) -> None:
    """Undo what a killed run leaves behind: writes held back, at once; what it copied, after a day alone."""
    if saved(client) is None:
        return
    try:
        with held(client, NAME):
            progress = saved(client)
            if progress is None:
                return
            for kind, copying in progress.kinds.items():
                if progress.swapping and version_in_use(client, kind) == copying.source:
                    let_write(client, copying.source)
            if now - datetime.fromisoformat(progress.saved_at) > ABANDONED_AFTER:
                for kind in progress.kinds:
                    delete_unused(client, kind)
                forget(client)
    except BusyError:
        return
