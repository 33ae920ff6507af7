"""Trying documents so that one at which the code fails, or at which its process dies, does not hold up the others.

An attempt is counted before it is made whenever the sweep found the document unfinished: it is the only trace that a
process killed by a document leaves. What an outage interrupted is not counted: only the document's own trouble is.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from traceback import extract_tb

from elasticsearch import ApiError, Elasticsearch, TransportError
from jinja2 import TemplateError

from indexer.engine.client import EngineUnavailableError
from indexer.engine.documents import AnswerError, Document, change, change_many, get_many
from indexer.reading.extraction import MOST_ATTEMPTS
from indexer.reading.refusals import SENTENCES, ReaderUnavailableError

log = logging.getLogger(__name__)

SET_APART = "not_processed"
"""The code of the failure of what was set apart."""
UNFINISHED = ("received", "parsed")
NO_WORD = "the process ended without a word"

Work = Callable[[list[str]], object]


def try_each(client: Elasticsearch, kind: str, identifiers: Iterable[str], work: Work, *, again: bool = False) -> None:
    """Do `work` on documents: together, and one by one when that fails or when they failed before.

    `again` says that the sweep found them unfinished: their attempts are then counted, and those that had MOST_ATTEMPTS
    are set apart. Raises what an outage raised, once everything that could be done is: the queue tries again.
    """
    names = list(dict.fromkeys(identifiers))
    groups = [names]
    if again:
        before = {name: doc.get("attempts") or 0 for name, doc in get_many(client, kind, names).items()}
        # What was tried least comes first: one that kills its process is then alone in not being done.
        names = sorted(before, key=lambda name: before[name])
        groups = [[name for name in names if not before[name]], *([name] for name in names if before[name])]
    outage = None
    for group in groups:
        # Counted just before: the others of a process that dies were not tried.
        some = _count_attempts(client, kind, group) if again else group
        if some:
            outage = _attempt(client, kind, some, work, counted=again) or outage
    if outage:
        raise outage


def _attempt(client: Elasticsearch, kind: str, names: list[str], work: Work, *, counted: bool) -> Exception | None:
    """Do the work; return the outage that ended it, if one did. A document's own trouble is written down."""
    try:
        work(names)
    except Exception as error:
        if is_outage(error):
            if counted:
                _take_back(client, kind, names)
            return error
        if len(names) == 1:
            _write_down(client, kind, names[0], reason_of(error), counted=counted)
            return None
    else:
        return None
    outage = None
    for name in names:
        outage = _attempt(client, kind, [name], work, counted=counted) or outage
    return outage


def is_outage(error: Exception) -> bool:
    """Say whether an error is that of a part that does not answer or has too much to do, and not of the document."""
    if isinstance(error, TemplateError):
        # One that is not found calls itself an OSError.
        return False
    if isinstance(error, ApiError):
        return error.status_code == 429 or error.status_code >= 500
    if isinstance(error, AnswerError):
        return error.status == 429 or error.status >= 500
    return isinstance(error, ReaderUnavailableError | TransportError | EngineUnavailableError | OSError)


def reason_of(error: Exception) -> str:
    """Return the kind of an error and where it was raised; never its text, which may quote a CV."""
    frames = extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "indexer" in Path(frame.filename).parts] or frames
    place = f" in {Path(ours[-1].filename).name}:{ours[-1].lineno} ({ours[-1].name})" if ours else ""
    return f"{type(error).__name__}{place}"


def _count_attempts(client: Elasticsearch, kind: str, names: list[str]) -> list[str]:
    """Count one attempt more of each unfinished document; return those of which it may be made."""

    def count(doc: Document) -> Document | None:
        if doc["stage"] not in UNFINISHED:
            return None
        attempts = doc.get("attempts") or 0
        return _set_apart(doc, kind) if attempts >= MOST_ATTEMPTS else {**doc, "attempts": attempts + 1}

    found = change_many(client, kind, names, count)
    return [name for name, doc in found.items() if doc["stage"] in UNFINISHED]


def _take_back(client: Elasticsearch, kind: str, names: list[str]) -> None:
    def lower(doc: Document) -> Document | None:
        return {**doc, "attempts": max(0, (doc.get("attempts") or 0) - 1)} if doc["stage"] in UNFINISHED else None

    # Where the engine itself is out, the attempt stays counted.
    with suppress(ApiError, AnswerError, TransportError):
        change_many(client, kind, names, lower)


def _write_down(client: Elasticsearch, kind: str, name: str, reason: str, *, counted: bool) -> None:
    log.error("a document could not be processed", extra={"kind": kind, "document": name, "reason": reason})

    def note(doc: Document) -> Document | None:
        if doc["stage"] not in UNFINISHED:
            return None
        noted = {**doc, "attempts": (doc.get("attempts") or 0) + (not counted), "trouble": reason}
        return _set_apart(noted, kind) if noted["attempts"] >= MOST_ATTEMPTS else noted

    change(client, kind, name, note)


def _set_apart(doc: Document, kind: str) -> Document:
    reason = doc.get("trouble") or NO_WORD
    log.error("a document was set apart", extra={"kind": kind, "document": doc["id"], "reason": reason})
    failure = {"code": SET_APART, "message": SENTENCES[SET_APART]}
    return {**doc, "stage": "failed", "failure": failure, "trouble": reason}
