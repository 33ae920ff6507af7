"""Where CVs lie as they were sent: any place `fsspec` can name by a URL, a folder by default, S3 in production."""

from __future__ import annotations

import fsspec

from indexer.reading.refusals import FileRefusedError
from indexer.settings import settings


def _path(name: str) -> str:
    return f"{settings().files_url.rstrip('/')}/{name}"


def save_file(name: str, content: bytes) -> None:
    """Write a file under `name` (such as `profiles/<id>.pdf`), over what was there. Raises OSError when it cannot."""
    with fsspec.open(_path(name), "wb", auto_mkdir=True) as target:
        target.write(content)


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
