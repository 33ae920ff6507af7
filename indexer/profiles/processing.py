"""A profile's way from `received` to `matched`: each step is written before the next, and may run twice."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

from elasticsearch import Elasticsearch

from indexer.candidates.finding import cvs_for_profile, record_cvs
from indexer.engine.documents import change, get
from indexer.engine.indices import refresh
from indexer.matching.matches import record
from indexer.matching.percolation import due_for_profile
from indexer.measurements import REFUSALS, count
from indexer.profiles.document import FAILED, MATCHED, PARSED, RECEIVED, SEARCHED_WITH, Profile, complete
from indexer.profiles.read import cv_fields
from indexer.reading.extraction import MOST_ATTEMPTS, Extracted, read_text, reader_answers
from indexer.reading.file_checks import CheckedFile
from indexer.reading.file_store import load_file
from indexer.reading.refusals import SENTENCES, FileRefusedError, ReaderUnavailableError
from indexer.reference.in_force import gazetteer, vocabulary

log = logging.getLogger(__name__)


def process_profile(client: Elasticsearch, identifier: str) -> None:
    """Take a profile as far as it can go now: read its CV, then match it.

    Raises ReaderUnavailableError when Tika does not answer: the profile stays where it is and is taken up again.
    """
    profile = get(client, "profiles", identifier)
    if profile and profile["stage"] == RECEIVED:
        profile = _read(client, profile)
    if profile and profile["stage"] == PARSED:
        _match(client, profile)


def _read(client: Elasticsearch, profile: Profile) -> Profile | None:
    """Read the CV and write down what it says. A file that cannot be read makes the profile `failed`, with a reason."""
    path = profile["file"]["path"]
    try:
        content = load_file(path)
        if profile["file"].get("written"):
            extracted = Extracted(content.decode(), "fr")
        else:
            extracted = read_text(CheckedFile(content, profile["file"]["extension"], profile["file"]["media_type"]))
    except FileRefusedError as refusal:
        return _fail(client, profile, refusal.code)
    except ReaderUnavailableError:
        # An outage is no fault of the file: only failures beside a living reader count.
        if reader_answers():
            if profile.get("attempts", 0) + 1 >= MOST_ATTEMPTS:
                return _fail(client, profile, "file_too_slow")
            change(client, "profiles", profile["id"], lambda doc: {**doc, "attempts": doc.get("attempts", 0) + 1})
        raise
    now = datetime.now(UTC)

    def found(owner: Profile) -> Profile:
        fields = cv_fields(owner, extracted.text, vocabulary(), gazetteer(), now.year * 12 + now.month - 1)
        return {**fields, "language": extracted.language, "stage": PARSED, "failure": None}

    read = found(profile)

    def apply(doc: Profile) -> Profile | None:
        # Another file may have been sent meanwhile: what was read of the old one is then worth nothing.
        if doc["stage"] != RECEIVED or doc["file"]["path"] != path:
            return None
        # A draft that was finished meanwhile has an address now, beside which its person's name is found.
        return complete({**doc, **(read if doc.get("email") == profile.get("email") else found(doc))}, vocabulary())

    return change(client, "profiles", profile["id"], apply, refresh=True)


def _match(client: Elasticsearch, profile: Profile) -> None:
    """Write the matches of a profile that may be alerted, and those of recruiters who may see it, then the stage.

    A change made meanwhile starts it again.
    """
    # Whoever wrote it may have died before the engine showed it, and an offer that comes now must see it.
    refresh(client, "profiles")
    new = record(client, due_for_profile(client, profile)) if profile["alertable"] else 0
    new += record_cvs(client, cvs_for_profile(client, profile))
    now = datetime.now(UTC).isoformat()

    def settle(doc: Profile) -> Profile | None:
        moved = doc["stage"] != PARSED or any(doc.get(name) != profile.get(name) for name in SEARCHED_WITH)
        return None if moved else {**doc, "stage": MATCHED, "matched_at": now}

    settled = change(client, "profiles", profile["id"], settle, refresh=True)
    log.info("profile matched", extra={"profile": profile["id"], "new_matches": new})
    if settled and settled["stage"] == PARSED:
        _match(client, settled)


def _fail(client: Elasticsearch, profile: Profile, code: str) -> Profile | None:
    count(REFUSALS, code)
    failure = {"code": code, "message": SENTENCES[code]}
    log.info("profile failed", extra={"profile": profile["id"], "reason": code})
    return change(client, "profiles", profile["id"], lambda doc: {**doc, "stage": FAILED, "failure": failure})
