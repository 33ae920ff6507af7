"""Taking in a file of reference data: read and checked whole, kept, then put in force at once; or nothing changes."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from elasticsearch import Elasticsearch

from indexer.engine.lease import held
from indexer.reference.communes import read_communes
from indexer.reference.in_force import VERSIONS, gazetteer, vocabulary
from indexer.reference.rome import read_rome
from indexer.reference.store import Packed, ReferenceLostError, current, is_kept, keep, load, packed
from indexer.reference.synonyms import read_synonyms
from indexer.reference.tables import Tally
from indexer.reference.training_index import fill_trainings, made_from
from indexer.reference.trainings import CERTIFICATION, Training, read_trainings

Step = Callable[[str], None]

TRAINING_KINDS = ("certifications", "sessions")


@dataclass
class Report:
    """What became of one file. `counts` says how much of what is now in force."""

    kind: str
    source: str
    read: int = 0
    kept: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    unchanged: bool = False
    version: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0

    def as_dict(self) -> dict[str, Any]:
        """Return the report as it is printed."""
        return {**vars(self), "refused": dict(self.refused), "seconds": round(self.seconds, 2)}


def import_rome(client: Elasticsearch, path: Path, step: Step = lambda name: None) -> Report:
    """Import the official list of jobs from a folder or a zip. Raises ReferenceFileError, and changes nothing then."""
    return _import(client, path, "rome", lambda: ("rome", *read_rome(path, step)), step)


def import_communes(client: Elasticsearch, path: Path, step: Step = lambda name: None) -> Report:
    """Import a list of communes. Raises ReferenceFileError, and changes nothing then."""
    return _import(client, path, "communes", lambda: ("communes", *read_communes(path)), step)


def import_synonyms(client: Elasticsearch, path: Path, step: Step = lambda name: None) -> Report:
    """Import one of the known files of synonyms. Raises ReferenceFileError, and changes nothing then."""
    return _import(client, path, "synonyms", lambda: read_synonyms(path), step)


def import_trainings(client: Elasticsearch, path: Path, step: Step = lambda name: None) -> Report:
    """Import certifications or sessions; each leaves the other as it is. Raises ReferenceFileError, BusyError."""

    def read() -> tuple[str, Any, Tally]:
        kind, trainings, tally = read_trainings(path)
        return ("certifications" if kind == CERTIFICATION else "sessions"), trainings, tally

    return _import(client, path, "trainings", read, step, _index_trainings)


def _import(
    client: Elasticsearch,
    path: Path,
    name: str,
    read: Callable[[], tuple[str, Any, Tally]],
    step: Step,
    before: Callable[[Elasticsearch, Packed, Any, Step], None] = lambda client, data, dataset, step: None,
) -> Report:
    """Read, keep and put in force; `before` does what has to be done ahead of the pointer."""
    started = time.monotonic()
    step(f"reading {name}")
    kind, dataset, tally = read()
    data = packed(kind, dataset)
    pointer = current(client, kind)
    unchanged = pointer is not None and pointer.version == data.version and is_kept(pointer)
    if kind in TRAINING_KINDS:
        unchanged = unchanged and made_from(client).get(kind) == data.version
    if not unchanged:
        before(client, data, dataset, step)
        step(f"keeping {name}")
        keep(client, data, path.name)
        VERSIONS.forget()
    return Report(
        kind=kind,
        source=path.name,
        read=tally.read,
        kept=tally.kept,
        refused=tally.refused,
        unchanged=unchanged,
        version=data.version,
        counts=data.counts,
        seconds=time.monotonic() - started,
    )


def _index_trainings(client: Elasticsearch, data: Packed, dataset: Any, step: Step) -> None:
    # The index first, then the pointer: stopped in between, the next import sees that both differ and does it again.
    with held(client, "trainings") as lease:
        versions, others = trainings_in_force(client, besides=data.kind)
        everything = [*others, *dataset.trainings]
        known, places = vocabulary(), gazetteer()
        fill_trainings(client, lease, everything, {**versions, data.kind: data.version}, known, places, step)


def trainings_in_force(client: Elasticsearch, besides: str = "") -> tuple[dict[str, str], list[Training]]:
    """Return the versions of the trainings in force and the trainings, save those of the kind `besides`."""
    versions: dict[str, str] = {}
    trainings: list[Training] = []
    for kind in TRAINING_KINDS:
        pointer = current(client, kind) if kind != besides else None
        if pointer:
            try:
                trainings += load(pointer).trainings
            except ReferenceLostError:
                # Left out, and so named nowhere: importing that file again puts it back.
                continue
            versions[kind] = pointer.version
    return versions, trainings


def refill_trainings(client: Elasticsearch, step: Step = lambda name: None) -> int:
    """Index the trainings in force anew, with the vocabulary and communes now in force; return how many there are."""
    if not any(current(client, kind) for kind in TRAINING_KINDS):
        return 0
    with held(client, "trainings") as lease:
        versions, trainings = trainings_in_force(client)
        fill_trainings(client, lease, trainings, versions, vocabulary(), gazetteer(), step)
    return len(trainings)
