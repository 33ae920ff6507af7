"""`estey backup`: the engine's documents and the files they point to, in one folder.

A file is written before the document that points to it and erased after it. So files are copied, then the snapshot is
taken, then what came meanwhile is copied too: a document of the snapshot has its file in the one round or the other.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from elasticsearch import ApiError, Elasticsearch, NotFoundError

from indexer.engine.indices import KINDS, index_name, refresh
from indexer.engine.versions import version_in_use
from indexer.operations.backup_folder import (
    FORM,
    SNAPSHOT,
    BackupError,
    Manifest,
    copy_new_files,
    engine_folder,
    list_beside,
    write_manifest,
)
from indexer.profiles.erased import copy_list
from indexer.settings import settings

SNAPSHOT_SECONDS = 24 * 3600

Advance = Callable[[str], None]


def backup(client: Elasticsearch, folder: Path, advance: Advance = lambda name: None) -> Manifest:
    """Write a backup into an empty folder, while everything runs; `advance` hears of each file.

    Raises BackupError when the folder holds something, or the engine may not write snapshots.
    """
    if folder.exists() and any(folder.iterdir()):
        raise BackupError(f"{folder} is not empty: give a new folder.")
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    files = _copied(folder, advance)
    refresh(client)
    indices = {kind: version_in_use(client, kind) for kind in KINDS}
    with repository(client) as (name, place):
        # Waits for the end; a snapshot whose shards are not all there is none.
        answer = client.options(request_timeout=SNAPSHOT_SECONDS).snapshot.create(
            repository=name,
            snapshot=SNAPSHOT,
            indices=",".join(indices.values()),
            include_global_state=False,
            wait_for_completion=True,
        )
        if answer["snapshot"]["state"] != "SUCCESS":
            raise BackupError("The engine could not take the whole snapshot: see its log, then try again.")
        counts = {kind: int(client.count(index=index_name(kind))["count"]) for kind in KINDS}
        shutil.copytree(place, engine_folder(folder))
    files += _copied(folder, advance)
    manifest = Manifest(FORM, datetime.now(UTC).isoformat(), settings().index_prefix, indices, counts, files)
    write_manifest(folder, manifest)
    # Beside it, for all backups in that folder: an older one brings nobody back who was erased since.
    copy_list(list_beside(folder))
    return manifest


def _copied(folder: Path, advance: Advance) -> int:
    files = 0
    for name in copy_new_files(folder):
        files += 1
        advance(name)
    return files


@contextmanager
def repository(client: Elasticsearch, content: Path | None = None) -> Iterator[tuple[str, Path]]:
    """Give the name and the folder of a snapshot repository that lasts as long as the block, filled with `content`.

    Raises BackupError when the engine may not use the folder.
    """
    name = f"estey-{secrets.token_hex(6)}"
    place = settings().snapshots / name
    if content is not None:
        shutil.copytree(content, place)
    try:
        try:
            client.snapshot.create_repository(
                name=name,
                repository={"type": "fs", "settings": {"location": str(place), "readonly": content is not None}},
            )
        except ApiError as error:
            raise BackupError(
                f"The engine may not write to {settings().snapshots}: name it in its path.repo, and in ESTEY_SNAPSHOTS"
                " (docs/operating.md)."
            ) from error
        yield name, place
    finally:
        if client.snapshot.get_repository(name="*").get(name):
            if content is None:
                with suppress(NotFoundError):
                    client.snapshot.delete(repository=name, snapshot=SNAPSHOT)
            client.snapshot.delete_repository(name=name)
        shutil.rmtree(place, ignore_errors=True)
