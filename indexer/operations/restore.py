"""`estey restore`: a backup brought back into an instance that holds nothing yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from elasticsearch import Elasticsearch

from indexer.engine.documents import scan
from indexer.engine.indices import KINDS, ensure_indices, index_name, refresh
from indexer.engine.versions import versions
from indexer.operations.backup import SNAPSHOT_SECONDS, repository
from indexer.operations.backup_folder import (
    SNAPSHOT,
    BackupError,
    Manifest,
    files_folder,
    list_beside,
    put_back,
    read_manifest,
)
from indexer.profiles.erased import Erased
from indexer.profiles.lifecycle import delete
from indexer.reading.file_store import delete_file
from indexer.recruiters.erasure import erase_recruiter
from indexer.searches.lifecycle import delete as delete_search
from indexer.settings import settings

Advance = Callable[[str], None]
REFERENCE = "reference/"


@dataclass
class Restored:
    """What was brought back. `missing` names the files that documents point to and the backup does not hold."""

    counts: dict[str, int] = field(default_factory=dict)
    files: int = 0
    missing: list[str] = field(default_factory=list)
    erased_again: int = 0
    """Profiles, saved searches and recruiters that were erased after the backup was made, and are again."""


def restore(client: Elasticsearch, folder: Path, advance: Advance = lambda name: None) -> Restored:
    """Bring a backup back, also under another index prefix than it was made under; `advance` hears of each file.

    Files come back before the documents that point to them. Those of people who were erased while the backup was made
    are left out at the end, and who was erased since is erased again: by the list of this instance, and by its copy
    beside the backup (`indexer.profiles.erased`). Raises BackupError when the instance holds something, or the folder
    no backup.
    """
    manifest = read_manifest(folder)
    held = [kind for kind in KINDS if _count(client, kind)]
    if held:
        raise BackupError(f"This instance already holds {', '.join(held)}: restore into an empty one.")
    restored = Restored()
    root = files_folder(folder)
    names = sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())
    for name in names:
        restored.files += put_back(folder, name)
        advance(name)
    _bring_back_indices(client, folder, manifest)
    # Fields that a newer release added.
    ensure_indices(client)
    refresh(client)
    restored.erased_again = _erase_again(client, Erased(list_beside(folder)))
    restored.counts = {kind: _count(client, kind) for kind in KINDS}
    wanted = _pointed_to(client)
    restored.missing = sorted(wanted - set(names))
    restored.files -= _erase_unwanted(set(names) - wanted)
    return restored


def _erase_again(client: Elasticsearch, erased: Erased) -> int:
    count = 0
    for kind, erase in (("profiles", delete), ("searches", delete_search), ("recruiters", erase_recruiter)):
        there = [
            (name, doc["received_at"]) for name, doc in scan(client, kind, {"match_all": {}}, "id", ["received_at"])
        ]
        count += sum(erase(client, name) for name, since in there if erased.has(kind, name, since))
    refresh(client)
    return count


def _bring_back_indices(client: Elasticsearch, folder: Path, manifest: Manifest) -> None:
    prefix = settings().index_prefix
    new = {kind: prefix + name.removeprefix(manifest.prefix) for kind, name in manifest.indices.items()}
    with repository(client, folder / "engine") as (name, _):
        for kind in manifest.indices:
            if found := versions(client, kind):
                client.indices.delete(index=found)
        client.options(request_timeout=SNAPSHOT_SECONDS).snapshot.restore(
            repository=name,
            snapshot=SNAPSHOT,
            indices=",".join(manifest.indices.values()),
            include_global_state=False,
            include_aliases=False,
            rename_pattern=f"^{manifest.prefix}-",
            rename_replacement=f"{prefix}-",
            wait_for_completion=True,
        )
    actions = [{"add": {"index": index, "alias": index_name(kind)}} for kind, index in new.items()]
    client.indices.update_aliases(actions=actions)


def _pointed_to(client: Elasticsearch) -> set[str]:
    found = set()
    for kind in ("profiles", "offers", "readings"):
        for _, source in scan(client, kind, {"match_all": {}}, "id", ["file.path"]):
            if source.get("file"):
                found.add(source["file"]["path"])
    return found


def _erase_unwanted(names: set[str]) -> int:
    """Erase files that no document points to; those of reference data are named by their own pointers, and stay."""
    unwanted = [name for name in names if not name.startswith(REFERENCE)]
    for name in unwanted:
        delete_file(name)
    return len(unwanted)


def _count(client: Elasticsearch, kind: str) -> int:
    alias = index_name(kind)
    return int(client.count(index=alias)["count"]) if client.indices.exists(index=alias) else 0
