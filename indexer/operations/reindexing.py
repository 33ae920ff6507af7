"""Bringing what is indexed up to date with the data in force: `estey reindex`.

New versions of the indices are filled beside those in use (`index_copy`), with every document derived anew. Then writes
are held back for a moment, what came last is copied, and both are swapped in one step. Searches never notice; writes
wait (see indexer.engine.patience). How far it is, is kept in a document, so a killed run goes on.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from elasticsearch import Elasticsearch

from indexer.engine.documents import Document, scan
from indexer.engine.indices import index_body, refresh
from indexer.engine.lease import Lease, held
from indexer.engine.versions import create_next, delete_unused, is_outdated, make_ready, swap, version_in_use, versions
from indexer.operations.derivation import offer_anew, profile_anew
from indexer.operations.index_copy import Copying, copy_writes, primary_term, remove_leftovers, waiting
from indexer.operations.merging import merge_segments
from indexer.operations.reindex_state import NAME, Progress, forget, let_write, save, saved
from indexer.reference.importing import refill_trainings
from indexer.reference.in_force import GAZETTEER, REREAD_SECONDS, VERSIONS, VOCABULARY, gazetteer, vocabulary
from indexer.reference.store import Pointer, ReferenceLostError
from indexer.reference.synonym_use import SYNONYMS_USED
from indexer.searches.document import complete

DATA_USED = ("rome", "communes", *SYNONYMS_USED)
"""The imported data that offers and profiles are derived with."""
DERIVE = {"offers": offer_anew, "profiles": profile_anew, "searches": complete}
KEPT = ("people", "matches", "marks", "reports")
"""Copied as they are, and only when this release defines a field otherwise: a year of matches takes its time."""
KEYS = {"people": "person"}
"""The field that holds a document's id, where it is not `id`."""
# So few are copied in well under a second, while writes wait.
FEW = 100
# Until the last process knows the data just imported, what it writes has to be derived anew here.
SETTLED_AFTER = REREAD_SECONDS + 5
# A search that began on the version before ends within this.
GRACE_SECONDS = 3.0

Advance = Callable[[str, int, int], None]
"""Hears a kind, how many of its documents were copied, and how many there are."""


@dataclass
class Report:
    """What a run did: documents read, changed and failed a kind, queued for matching, and the trainings refilled."""

    documents: dict[str, dict[str, int]] = field(default_factory=dict)
    queued: dict[str, int] = field(default_factory=dict)
    trainings: int = 0
    resumed: bool = False
    versions: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0


def reindex(
    client: Elasticsearch,
    enqueue: Mapping[str, Callable[[list[str]], int]],
    advance: Advance = lambda kind, done, total: None,
    settled_after: float = SETTLED_AFTER,
) -> Report:
    """Derive every offer, profile and saved search anew and put them in use; `enqueue` takes the ids to match again, by
    kind. What is known of people, what they were told and what they said of offers is copied as it is, when its mapping
    changed.

    Raises BusyError when another run is alive, ReferenceLostError when the data in force cannot be read.
    """
    started = time.monotonic()
    with held(client, NAME) as lease:
        report = _Run(client, lease, advance, settled_after).to_end()
    for kind, put in enqueue.items():
        to_match = scan(client, kind, {"term": {"stage": "parsed"}}, "id")
        report.queued[kind] = put([identifier for identifier, _ in to_match])
    report.trainings = refill_trainings(client)
    merge_segments(client)
    report.seconds = round(time.monotonic() - started, 2)
    return report


class _Run:
    def __init__(self, client: Elasticsearch, lease: Lease, advance: Advance, settled_after: float) -> None:
        self._client, self._lease, self._advance, self._settled_after = client, lease, advance, settled_after
        self._pointers = data_in_force()

    def to_end(self) -> Report:
        client = self._client
        progress, resumed = self._begin()
        while True:
            self._copy(progress)
            self._pointers = data_in_force()
            if progress.basis == _basis(self._pointers):
                break
            # Other data came into force meanwhile: what was copied is of those before.
            progress = self._anew(progress)
        try:
            self._swap(progress)
        except BaseException:
            for copying in progress.kinds.values():
                let_write(client, copying.source)
            raise
        time.sleep(GRACE_SECONDS)
        for kind in progress.kinds:
            delete_unused(client, kind)
        forget(client)
        refresh(client, *progress.kinds)
        counts = {kind: {n: getattr(c, n) for n in ("read", "changed", "failed")} for kind, c in progress.kinds.items()}
        found = {kind: pointer.version for kind, pointer in self._pointers.items() if kind in DATA_USED}
        return Report(documents=counts, resumed=resumed, versions=found)

    def _begin(self) -> tuple[Progress, bool]:
        """Return where to go on from, and whether another run had begun."""
        found = saved(self._client)
        if found is None:
            return self._anew(None), False
        in_use = {kind: version_in_use(self._client, kind) for kind in found.kinds}
        if all(copying.target == in_use[kind] for kind, copying in found.kinds.items()):
            # Stopped after the swap: only the end is missing.
            return found, True
        for copying in found.kinds.values():
            let_write(self._client, copying.source)
        there = all(copying.target in versions(self._client, kind) for kind, copying in found.kinds.items())
        sources = all(copying.source == in_use[kind] for kind, copying in found.kinds.items())
        if there and sources and found.basis == _basis(self._pointers):
            return found, True
        return self._anew(found), False

    def _anew(self, before: Progress | None) -> Progress:
        """Begin with empty targets."""
        for kind in before.kinds if before else DERIVE:
            delete_unused(self._client, kind)
        names = [*DERIVE, *(kind for kind in KEPT if is_outdated(self._client, kind))]
        kinds = {kind: Copying(version_in_use(self._client, kind), create_next(self._client, kind)) for kind in names}
        progress = Progress(_basis(self._pointers), kinds)
        self._save(progress)
        return progress

    def _copy(self, progress: Progress) -> None:
        """Copy until little is left to copy, and every process knows the data in force.

        Each round copies what was written during the one before, so it ends once less is written than can be copied.
        """
        if self._is_swapped(progress):
            return
        while True:
            for kind, copying in progress.kinds.items():
                self._copy_kind(progress, kind, copying)
            few = all(waiting(self._client, copying) <= FEW for copying in progress.kinds.values())
            if few and not self._unsettled():
                self._remove_leftovers(progress)
                return
            time.sleep(min(self._unsettled(), 2))

    def _copy_kind(self, progress: Progress, kind: str, copying: Copying) -> None:
        derive, known, places = DERIVE.get(kind, _as_it_is), vocabulary(), gazetteer()
        total = int(self._client.count(index=copying.source)["count"])

        def advance(_count: int) -> None:
            self._save(progress)
            self._advance(kind, copying.read, max(total, copying.read))

        copy_writes(self._client, copying, lambda document: derive(document, known, places), advance)
        self._save(progress)

    def _remove_leftovers(self, progress: Progress) -> None:
        for kind, copying in progress.kinds.items():
            remove_leftovers(self._client, copying, KEYS.get(kind, "id"))

    def _unsettled(self) -> float:
        """Return the seconds until every process has had its time to learn of the data in force."""
        ages = [
            (datetime.now(UTC) - datetime.fromisoformat(pointer.imported_at)).total_seconds()
            for kind, pointer in self._pointers.items()
            if kind in ("rome", "communes")
        ]
        return max(self._settled_after - min(ages, default=self._settled_after), 0.0)

    def _is_swapped(self, progress: Progress) -> bool:
        return all(version_in_use(self._client, kind) == copying.target for kind, copying in progress.kinds.items())

    def _swap(self, progress: Progress) -> None:
        if self._is_swapped(progress):
            return
        client = self._client
        for copying in progress.kinds.values():
            make_ready(client, copying.target)
            _tell_apart(client, copying)
        progress.swapping = True
        self._save(progress)
        for copying in progress.kinds.values():
            # The engine answers when writes under way have ended: none comes after.
            client.indices.add_block(index=copying.source, block="write")
        for kind, copying in progress.kinds.items():
            self._copy_kind(progress, kind, copying)
        self._remove_leftovers(progress)
        swap(client, {kind: copying.target for kind, copying in progress.kinds.items()})

    def _save(self, progress: Progress) -> None:
        self._lease.renew()
        save(self._client, progress)


def _as_it_is(document: Document, *_data: object) -> Document:
    return document


def data_in_force() -> dict[str, Pointer]:
    """Return the pointers in force, as this process holds their data. Raises ReferenceLostError when it cannot."""
    VERSIONS.forget()
    pointers = dict(VERSIONS.pointers())
    for kind, kept in (("rome", VOCABULARY), ("communes", GAZETTEER)):
        kept.get()
        if kind in pointers and kept.version != kept.current_version():
            raise ReferenceLostError(f"The data in force of {kind} cannot be read: import {kind} again.")
    return pointers


def _tell_apart(client: Elasticsearch, copying: Copying) -> None:
    """Give the target another primary term than the source.

    A writer that read a document before the swap and writes it after gives the term and number it read
    (`indexer.engine.documents.change`). In two indices filled in the same order those can be equal, and its write would
    undo what was derived anew; with another term it is refused, and reads again. Opening an index raises its term.
    """
    if primary_term(client, copying.source) == primary_term(client, copying.target):
        client.indices.close(index=copying.target)
        client.indices.open(index=copying.target)
        client.cluster.health(index=copying.target, wait_for_status="yellow", timeout="30s")


def _basis(pointers: dict[str, Pointer]) -> str:
    """Return what targets are made from: the data in force and the mappings of this release."""
    data = {kind: pointers[kind].version for kind in DATA_USED if kind in pointers}
    mappings = {kind: index_body(kind) for kind in (*DERIVE, *KEPT)}
    return hashlib.sha256(json.dumps([data, mappings], sort_keys=True).encode()).hexdigest()[:16]
