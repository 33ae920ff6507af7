"""The list of who was erased, kept outside the engine and the file store: it outlives every backup (GDPR art. 17).

A backup made before holds people who were erased since. `estey restore` goes through this list and erases them again.
It says who they were to nobody: one small file an erasure, named by a keyed hash of an identifier, which holds only
when. Without ESTEY_SECRET_KEY, which a restored instance is given back first, it says nothing at all.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import fsspec

from indexer.settings import settings

log = logging.getLogger(__name__)

KEPT = timedelta(days=800)
"""Longer than what is erased would have been kept, and so longer than any backup may be (docs/operating.md)."""
_MONTH = "%Y-%m"


def note(kind: str, identifier: str, now: datetime) -> None:
    """Note that a document was erased; twice is as good as once, the first time stands.

    What cannot be noted now (a full disk) does not stop an erasure: the sweep notes it again for some minutes.
    """
    filesystem, root = fsspec.core.url_to_fs(settings().erased_url)
    path = f"{root}/{now.strftime(_MONTH)}/{_name(kind, identifier)}"
    try:
        if filesystem.exists(path):
            return
        filesystem.makedirs(path.rpartition("/")[0], exist_ok=True)
        with filesystem.open(path, "wb") as target:
            target.write(now.isoformat().encode())
    except OSError:
        log.exception("an erasure could not be noted for backups to come")


class Erased:
    """Who was erased, as noted here and in the copies beside a backup."""

    def __init__(self, *copies: Path) -> None:
        """Read the list, and the same list in these folders."""
        self._when: dict[str, str] = {}
        for address in (settings().erased_url, *(copy.as_uri() for copy in copies)):
            for name, moment in _entries(address):
                # Whoever came back and left again is gone since the last time.
                self._when[name] = max(moment, self._when.get(name, ""))

    def has(self, kind: str, identifier: str, since: str) -> bool:
        """Say whether a document that came in at `since` (ISO 8601) was erased later."""
        moment = self._when.get(_name(kind, identifier))
        return moment is not None and datetime.fromisoformat(moment) >= datetime.fromisoformat(since)


def copy_list(folder: Path) -> int:
    """Copy into a folder what it does not hold of the list yet; return how many there were."""
    filesystem, root = fsspec.core.url_to_fs(settings().erased_url)
    copied = 0
    for path in filesystem.find(root) if filesystem.exists(root) else ():
        target = folder / str(path)[len(str(root)) :].lstrip("/")
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(filesystem.cat_file(path))
            copied += 1
    return copied


def forget_old(now: datetime) -> int:
    """Take away what was noted longer than KEPT ago, by the month; return how many months there were."""
    filesystem, root = fsspec.core.url_to_fs(settings().erased_url)
    if not filesystem.exists(root):
        return 0
    oldest = (now - KEPT).strftime(_MONTH)
    months = [path for path in filesystem.ls(root, detail=False) if str(path).rpartition("/")[2] < oldest]
    for month in months:
        filesystem.rm(month, recursive=True)
    return len(months)


def _entries(address: str) -> Iterator[tuple[str, str]]:
    filesystem, root = fsspec.core.url_to_fs(address)
    for path in filesystem.find(root) if filesystem.exists(root) else ():
        moment = filesystem.cat_file(path).decode("ascii", "replace").strip()
        try:
            datetime.fromisoformat(moment)
        except ValueError:
            # Cut short as it was written: that it is there says that it was erased, when does not matter then.
            moment = datetime.now(UTC).isoformat()
        yield str(path).rpartition("/")[2], moment


def _name(kind: str, identifier: str) -> str:
    said = f"estey erased\n{kind}\n{identifier}".encode()
    return hmac.new(settings().secret_key.encode(), said, hashlib.sha256).hexdigest()[:40]
