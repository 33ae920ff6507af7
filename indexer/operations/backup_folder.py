"""A backup as it lies in its folder: `manifest.json`, the engine's snapshot, and the files of the store."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import fsspec

from indexer.reading.file_store import save_file
from indexer.settings import settings

FORM = 1
SNAPSHOT = "estey"


class BackupError(Exception):
    """A backup cannot be made or restored; the message says why and what to do."""


@dataclass(frozen=True)
class Manifest:
    """What a backup holds."""

    form: int
    created_at: str
    prefix: str
    indices: dict[str, str]
    """The index behind the alias of each kind, such as `{"offers": "estey-offers-3"}`."""
    counts: dict[str, int]
    """Documents of each kind, as the engine counted them just after the snapshot."""
    files: int


def engine_folder(folder: Path) -> Path:
    """Return where the engine's snapshot lies."""
    return folder / "engine"


def files_folder(folder: Path) -> Path:
    """Return where the files of the store lie."""
    return folder / "files"


def list_beside(folder: Path) -> Path:
    """Return where the copy of the list of who was erased lies: beside the backups, and newer than all but the last."""
    return folder.parent / "erased"


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest, last of all: a folder without one is no backup."""
    text = json.dumps(asdict(manifest), indent=2) + "\n"
    (folder / "manifest.json").write_text(text, encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a backup. Raises BackupError when the folder holds none, or one of another form."""
    try:
        found = Manifest(**json.loads((folder / "manifest.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise BackupError(f"{folder} holds no whole backup: manifest.json is missing or damaged.") from error
    if found.form != FORM:
        raise BackupError(f"{folder} holds a backup of another form ({found.form}): use the release that made it.")
    return found


def copy_new_files(folder: Path) -> Iterator[str]:
    """Copy the files of the store that the backup does not hold yet, and yield the name of each.

    One erased meanwhile is passed over.
    """
    filesystem, root = fsspec.core.url_to_fs(settings().files_url)
    if not filesystem.exists(root):
        return
    for path in filesystem.find(root):
        name = str(path)[len(str(root)) :].lstrip("/")
        target = files_folder(folder) / name
        if target.exists() or name.endswith(".partial"):
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            content = filesystem.cat_file(path)
        except FileNotFoundError:
            continue
        target.write_bytes(content)
        yield name


def put_back(folder: Path, name: str) -> bool:
    """Write one file of the backup into the store; False when the backup does not hold it."""
    source = files_folder(folder) / name
    if not source.is_file():
        return False
    save_file(name, source.read_bytes())
    return True
