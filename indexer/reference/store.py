"""What was imported, kept: compressed JSON in the file store, and one small document a kind that says which is current.

The file is written first, under a name made from its content, and whole; then one write of the pointer puts it in
force. Whatever stops an import before that write leaves the data in force as they were.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from typing import Any, get_args, get_type_hints

from elasticsearch import ConflictError, Elasticsearch, NotFoundError

from indexer.engine.documents import get_many
from indexer.engine.indices import index_name
from indexer.reading.file_store import delete_file, load_file, save_file
from indexer.reading.refusals import FileRefusedError
from indexer.reference.communes import CommuneList
from indexer.reference.rome import Rome
from indexer.reference.synonyms import EscoOccupations, EscoSkills, GenderPairs, Keywords
from indexer.reference.trainings import Trainings

# Raised when a data set's fields change: files of another form are refused by `load`, and imported anew.
FORM = 1

KINDS: dict[str, type[Any]] = {
    "rome": Rome,
    "communes": CommuneList,
    "certifications": Trainings,
    "sessions": Trainings,
    "gender-pairs": GenderPairs,
    "keywords": Keywords,
    "esco-occupations": EscoOccupations,
    "esco-skills": EscoSkills,
}


class ReferenceLostError(Exception):
    """What a pointer names cannot be read: the file is gone, damaged, or of another form."""


class ImportRaceError(Exception):
    """Another import of the same kind ended meanwhile; its data are in force, and nothing of this one was kept."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """Which data of one kind are in force. `version` is the hash of their content, `previous` the path before it."""

    kind: str
    version: str
    path: str
    previous: str
    counts: dict[str, int]
    source: str
    imported_at: str


@dataclass(frozen=True, slots=True)
class Packed:
    """A data set ready to be kept: its content as bytes, and its version."""

    kind: str
    version: str
    content: bytes
    counts: dict[str, int]

    @property
    def path(self) -> str:
        """Where it lies in the file store."""
        return f"reference/{self.kind}-{self.version}.json.gz"


def packed(kind: str, dataset: Any) -> Packed:
    """Return a data set as it is kept; the same content always gives the same version."""
    plain: dict[str, Any] = {"form": FORM}
    counts = {}
    for name, value in ((item.name, getattr(dataset, item.name)) for item in fields(dataset)):
        if isinstance(value, tuple):
            counts[name] = len(value)
            names = [item.name for item in fields(value[0])] if value else []
            value = [[getattr(row, name) for name in names] for row in value]
        plain[name] = value
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()
    version = hashlib.sha256(text).hexdigest()[:16]
    # Without a time in it, so that the same content is the same file.
    return Packed(kind, version, gzip.compress(text, mtime=0), counts)


def current(client: Elasticsearch, kind: str) -> Pointer | None:
    """Return which data of a kind are in force; None when none were imported."""
    return _pointer_of(client, kind)[0]


def current_versions(client: Elasticsearch) -> dict[str, Pointer]:
    """Return the pointers of all kinds, in one request."""
    found = get_many(client, "reference", KINDS)
    return {kind: Pointer(**pointer) for kind, pointer in found.items()}


def keep(client: Elasticsearch, data: Packed, source: str) -> Pointer:
    """Put a data set in force: write its file, then swap the pointer in one write; the version before last is erased.

    Raises OSError when the file store cannot be written to, ImportRaceError when another import won.
    """
    before, place = _pointer_of(client, data.kind)
    save_file(data.path, data.content)
    displaced = before.path if before and before.path != data.path else (before.previous if before else "")
    now = datetime.now(UTC).isoformat()
    pointer = Pointer(data.kind, data.version, data.path, displaced, data.counts, source, now)
    try:
        client.index(index=index_name("reference"), id=data.kind, document=asdict(pointer), **place)
    except ConflictError as error:
        raise ImportRaceError(f"Another import of {data.kind} ended meanwhile; import again if need be.") from error
    if before and before.previous not in ("", pointer.path, pointer.previous):
        delete_file(before.previous)
    return pointer


def is_kept(pointer: Pointer) -> bool:
    """Say whether the file that a pointer names can still be read."""
    try:
        load(pointer)
    except ReferenceLostError:
        return False
    return True


def load(pointer: Pointer) -> Any:
    """Return the data set that a pointer names. Raises ReferenceLostError."""
    try:
        text = gzip.decompress(load_file(pointer.path))
    except (OSError, EOFError, zlib.error, FileRefusedError) as error:
        raise ReferenceLostError(f"{pointer.path} cannot be read: import {pointer.kind} again.") from error
    if hashlib.sha256(text).hexdigest()[:16] != pointer.version:
        raise ReferenceLostError(f"{pointer.path} is damaged: import {pointer.kind} again.")
    plain = json.loads(text)
    if plain.pop("form") != FORM:
        raise ReferenceLostError(f"{pointer.path} is of another release: import {pointer.kind} again.")
    return _dataset(KINDS[pointer.kind], plain)


def _dataset(form: type[Any], plain: dict[str, Any]) -> Any:
    values: dict[str, Any] = {}
    for name, hint in get_type_hints(form).items():
        row_form = (get_args(hint) or (None,))[0]
        values[name] = (
            tuple(row_form(*(tuple(v) if isinstance(v, list) else v for v in row)) for row in plain[name])
            if row_form
            else plain[name]
        )
    return form(**values)


def _pointer_of(client: Elasticsearch, kind: str) -> tuple[Pointer | None, dict[str, Any]]:
    """Return the pointer, and what makes the next write of it fail if it moved meanwhile."""
    try:
        hit = client.get(index=index_name("reference"), id=kind)
    except NotFoundError:
        return None, {"op_type": "create"}
    place = {"if_seq_no": hit["_seq_no"], "if_primary_term": hit["_primary_term"]}
    return Pointer(**hit["_source"]), place
