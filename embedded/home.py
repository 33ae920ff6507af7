"""The folder of one instance ($ESTEY_HOME): where each thing lies, who may read it, and who holds it."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from embedded.errors import StartError


@dataclass(frozen=True)
class Home:
    """Paths of an instance, all under one absolute folder."""

    root: Path

    @classmethod
    def from_environment(cls) -> Home:
        """Return the home that ESTEY_HOME names (.estey in the current folder by default), absolute."""
        return cls(Path(os.environ.get("ESTEY_HOME") or ".estey").resolve())

    @property
    def run(self) -> Path:
        """Configuration and state of the current start only."""
        return self.root / "run"

    @property
    def temporary(self) -> Path:
        """Temporary files of the parts. CVs pass here, so it lies inside the home and is emptied at each start."""
        return self.run / "tmp"

    @property
    def logs(self) -> Path:
        """One file per part, rotated by supervisor."""
        return self.root / "logs"

    @property
    def engine(self) -> Path:
        """Base path of the engine: its configuration and its data."""
        return self.root / "engine"

    @property
    def snapshots(self) -> Path:
        """Where the engine writes snapshots on their way to a backup; indexer.settings names the same path."""
        return self.root / "snapshots"

    @property
    def redis(self) -> Path:
        """Append-only file of Redis."""
        return self.root / "redis"

    @property
    def mailbox(self) -> Path:
        """Maildir of captured mails."""
        return self.root / "mailbox"

    @property
    def returns(self) -> Path:
        """Maildir of mails that came back; whoever wants to try puts them there."""
        return self.root / "returns"

    @property
    def instance_file(self) -> Path:
        """Addresses and processes of the running instance; indexer.settings reads the same path."""
        return self.run / "instance.json"

    @property
    def demonstration_marker(self) -> Path:
        """Exists once the demonstration data is wholly loaded."""
        return self.root / "demonstration_loaded"

    @property
    def cluster_name(self) -> str:
        """Name of the engine's cluster: tells our engine from another one on a port next to it."""
        return "estey-" + hashlib.sha256(str(self.root).encode()).hexdigest()[:12]

    def prepare(self) -> None:
        """Create the folders, readable by their owner only: CVs and mails lie there.

        Raises StartError when the place cannot be written to.
        """
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            self.root.chmod(0o700)
            for folder in (self.run, self.temporary, self.logs, self.engine, self.snapshots, self.redis):
                folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StartError(
                f"Cannot write to {self.root} ({error.strerror}): set ESTEY_HOME to a folder you own."
            ) from error

    def empty_temporary(self) -> None:
        """Remove what the parts left in their temporary folder; call it when none of them runs."""
        shutil.rmtree(self.temporary, ignore_errors=True)
        self.temporary.mkdir(parents=True, exist_ok=True)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the home for this process; the kernel lets go of it however the process ends.

        Raises StartError when another `estey up` holds it.
        """
        with (self.run / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise StartError(
                    f"An instance already runs in {self.root}: stop it first, "
                    "or set ESTEY_HOME and ESTEY_PORT to start another beside it."
                ) from error
            yield

    def secret(self, name: str) -> str:
        """Return the secret kept in the file of this name, made once (0600, 43 URL-safe characters)."""
        path = self.root / name
        try:
            return path.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            secret = secrets.token_urlsafe(32)
            write_whole(path, secret + "\n")
            return secret

    def read_instance(self) -> dict[str, Any]:
        """Return what the last start recorded; empty when there is nothing readable."""
        try:
            recorded = json.loads(self.instance_file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return recorded if isinstance(recorded, dict) else {}

    def write_instance(self, record: dict[str, Any]) -> None:
        """Record the running instance. A reader never sees half a file."""
        write_whole(self.instance_file, json.dumps(record, indent=2) + "\n")


def write_whole(path: Path, text: str) -> None:
    """Write a file readable by its owner only; it appears whole or not at all."""
    partial = path.with_name(path.name + ".partial")
    partial.unlink(missing_ok=True)
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    partial.replace(path)
