"""The vocabulary and the communes in force: the imported ones, else the starter.

Each process builds them once a version, and asks the engine at most every REREAD_SECONDS which versions are current.
An engine or a file store that does not answer changes nothing: what is held stays, and the starter is held first.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from threading import Lock
from typing import Any, Generic, TypeVar

from elastic_transport import TransportError
from elasticsearch import ApiError

from indexer.engine.client import EngineUnavailableError, engine
from indexer.language.starter_vocabulary import STARTER, load_starter
from indexer.language.vocabulary import Vocabulary
from indexer.places.communes import STARTER as STARTER_COMMUNES
from indexer.places.communes import Gazetteer, load_communes
from indexer.reference.communes import CommuneList
from indexer.reference.merge import merged
from indexer.reference.store import Pointer, ReferenceLostError, current_versions, load
from indexer.reference.synonym_use import SYNONYMS_USED, with_synonyms
from indexer.settings import settings

log = logging.getLogger(__name__)

REREAD_SECONDS = 30.0
# After a failure sooner, since a process that has just started works with the starter until then.
RETRY_SECONDS = 5.0
PATIENCE_SECONDS = 3

T = TypeVar("T")


class CurrentVersions:
    """Which versions are current, as the engine last said; re-read when that is old or another engine is meant."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._place = ("", "")
        self._pointers: Mapping[str, Pointer] = {}
        self._next = 0.0

    def pointers(self) -> Mapping[str, Pointer]:
        """Return the current pointers by kind; none without an engine in the settings. Never raises."""
        config = settings()
        place = (config.engine_url, config.index_prefix)
        if place == self._place and self._clock() < self._next:
            return self._pointers
        # One thread asks; the others go on with what is known, except at the very first.
        if not self._lock.acquire(blocking=place != self._place):
            return self._pointers
        try:
            if place != self._place:
                self._pointers, self._place, self._next = {}, place, 0.0
            if self._clock() >= self._next:
                self._reread()
        finally:
            self._lock.release()
        return self._pointers

    def forget(self) -> None:
        """Have the engine asked at the next call: what this process just imported is in force at once."""
        self._next = 0.0

    def _reread(self) -> None:
        wait = REREAD_SECONDS
        if self._place[0]:
            try:
                self._pointers = current_versions(engine().options(request_timeout=PATIENCE_SECONDS, max_retries=0))
            except (ApiError, TransportError, EngineUnavailableError, TypeError) as error:
                # TypeError: a pointer written by another release.
                log.warning("reference data stay as they were: %s", type(error).__name__)
                wait = RETRY_SECONDS
        self._next = self._clock() + wait


VERSIONS = CurrentVersions()


class Held(Generic[T]):
    """What is built from imported data, held until another version of one of them is current."""

    def __init__(
        self,
        kind: str,
        starter: Callable[[], T],
        build: Callable[[Mapping[str, Any], T], T],
        besides: Sequence[str] = (),
    ) -> None:
        """Take how the starter is read, and how the imported data (by kind) and the starter make what is held.

        `kind` is the data it is mainly of; `besides` are kinds that complete it, of which any may lack.
        """
        self._kinds, self._read_starter, self._build = (kind, *besides), starter, build
        self._lock = Lock()
        self._starter: T | None = None
        self._held: T | None = None
        self._version: str | None = None
        self._failed = ("", 0.0)

    @property
    def version(self) -> str:
        """Return the versions of the imported data that are held, joined by `+`; nothing when that is the starter."""
        return self._version or ""

    def current_version(self) -> str:
        """Return what `version` is once what is current is held."""
        return self._joined(VERSIONS.pointers())

    def get(self) -> T:
        """Return what is in force; a version that cannot be read leaves what was held before."""
        pointers = VERSIONS.pointers()
        version = self._joined(pointers)
        failed, until = self._failed
        if self._held is not None and (version == self._version or (version == failed and time.monotonic() < until)):
            return self._held
        # Building takes seconds: one thread does, while the others go on with what is held.
        if not self._lock.acquire(blocking=self._held is None):
            return self._held  # type: ignore[return-value]  # not None: it would have waited
        try:
            if self._held is None or version != self._version:
                self._take([pointers[kind] for kind in self._kinds if kind in pointers], version)
            return self._held  # type: ignore[return-value]
        finally:
            self._lock.release()

    def _joined(self, pointers: Mapping[str, Pointer]) -> str:
        # One kind: the version of its pointer, as `estey reference list` shows it.
        return "+".join(pointers[kind].version for kind in self._kinds if kind in pointers)

    def _take(self, pointers: Sequence[Pointer], version: str) -> None:
        if self._starter is None:
            self._starter = self._read_starter()
        if not pointers:
            self._held, self._version = self._starter, ""
            return
        try:
            data = {pointer.kind: load(pointer) for pointer in pointers}
            self._held, self._version = self._build(data, self._starter), version
        except ReferenceLostError as error:
            log.error("reference data cannot be put in force: %s", error)
            self._failed = (version, time.monotonic() + REREAD_SECONDS)
            if self._held is None:
                self._held, self._version = self._starter, ""


def _gazetteer(imported: Mapping[str, CommuneList], starter: Gazetteer) -> Gazetteer:
    """Return the imported communes, with the starter's points for those without (Paris, Lyon, Marseille)."""
    known = starter.communes
    return Gazetteer(
        replace(commune, point=known[commune.insee].point)
        if commune.point is None and commune.insee in known
        else commune
        for commune in imported["communes"].communes
    )


def _vocabulary(imported: Mapping[str, Any], starter: Vocabulary) -> Vocabulary:
    words = merged(imported["rome"], starter) if "rome" in imported else starter
    return with_synonyms(words, imported)


VOCABULARY: Held[Vocabulary] = Held("rome", lambda: load_starter(STARTER), _vocabulary, SYNONYMS_USED)
GAZETTEER: Held[Gazetteer] = Held("communes", lambda: load_communes(STARTER_COMMUNES), _gazetteer)


def vocabulary() -> Vocabulary:
    """Return the vocabulary in force: the official list once imported, else the starter; read once a version."""
    return VOCABULARY.get()


def gazetteer() -> Gazetteer:
    """Return the communes in force: the list imported, else the starter's; read once a version."""
    return GAZETTEER.get()
