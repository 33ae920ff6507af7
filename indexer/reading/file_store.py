"""Where CVs lie as they were sent: any place `fsspec` can name by a URL, a folder by default, S3 in production."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import fsspec
from fsspec.implementations.local import LocalFileSystem

from indexer.reading.refusals import FileRefusedError
from indexer.settings import settings


def _path(name: str) -> str:
    return f"{settings().files_url.rstrip('/')}/{name}"


def save_file(name: str, content: bytes) -> None:
    """Write a file under `name` (such as `profiles/<id>.pdf`), over what was there: whole or not at all.

    Raises OSError when it cannot, for instance because the disk is full.
    """
    filesystem, path = fsspec.core.url_to_fs(_path(name))
    if isinstance(filesystem, LocalFileSystem):
        _write_whole(Path(path), content)
        return
    # Other stores show an object once it is whole.
    with filesystem.open(path, "wb") as target:
        target.write(content)


def _write_whole(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}.partial")
    try:
        with partial.open("wb") as target:
            target.write(content)
            # What was answered with "kept" is on the disk, also when the power fails the next moment.
            target.flush()
            os.fsync(target.fileno())
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def load_file(name: str) -> bytes:
    """Return the content of a stored file. Raises FileRefusedError (`file_lost`) when it is not there."""
    try:
        with fsspec.open(_path(name), "rb") as source:
            return bytes(source.read())
    except FileNotFoundError as error:
        raise FileRefusedError("file_lost") from error


def delete_file(name: str) -> None:
    """Erase a stored file; one that is already gone is no error."""
    filesystem, path = fsspec.core.url_to_fs(_path(name))
    if filesystem.exists(path):
        filesystem.rm(path)


def stored_files(folder: str) -> Iterator[str]:
    """Yield the name of every file under `folder` (such as `profiles`), also of those half-written (`….partial`)."""
    filesystem, root = fsspec.core.url_to_fs(settings().files_url.rstrip("/"))
    if filesystem.exists(f"{root}/{folder}"):
        for path in filesystem.find(f"{root}/{folder}"):
            yield str(path)[len(str(root)) :].lstrip("/")


def written_at(name: str) -> datetime | None:
    """Return when a stored file was last written; None when it is gone."""
    filesystem, path = fsspec.core.url_to_fs(_path(name))
    try:
        moment: datetime = filesystem.modified(path)
    except FileNotFoundError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
