"""What the worker of files does with a file or a link that was sent (`indexer.publications.sent`); twice is as good as
once.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from elasticsearch import Elasticsearch

from indexer.engine.documents import change, get
from indexer.measurements import REFUSALS, count
from indexer.offers.legal_gate.rules import REFUSED
from indexer.publications import lifecycle
from indexer.publications.facts import Facts
from indexer.publications.gate import verdict
from indexer.publications.job_posting import offer_of
from indexer.publications.lifecycle import BlockedError
from indexer.publications.linked_posting import read_posting
from indexer.publications.programs import take
from indexer.publications.reading import LONGEST_DESCRIPTION, facts_of, facts_of_text
from indexer.publications.sent import DONE, FAILED, LINK, PUBLISH, Reading
from indexer.publications.turns import RECEIVED
from indexer.reading.extraction import MOST_ATTEMPTS, read_text, reader_answers
from indexer.reading.file_checks import CheckedFile
from indexer.reading.file_store import delete_file, load_file
from indexer.reading.refusals import FileRefusedError, ReaderUnavailableError
from indexer.reference.in_force import gazetteer, vocabulary
from indexer.settings import settings


class _RefusedError(Exception):
    """It cannot be read or published; `code` is one of `search_api.problem_sentences`."""

    def __init__(self, code: str, findings: list[dict[str, str]] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.findings = findings or []


def read_sent(client: Elasticsearch, identifier: str) -> None:
    """Read what was sent and fill in a form, or publish it; write down what became of it.

    Raises ReaderUnavailableError when Tika does not answer: it is then to be read again later.
    """
    reading = get(client, "readings", identifier)
    if reading is None or reading["stage"] != RECEIVED:
        return
    try:
        facts = _from_link(reading) if reading["origin"] == LINK else _from_file(client, reading)
        result = _published(client, reading, facts) if reading["purpose"] == PUBLISH else _begun(client, reading, facts)
    except _RefusedError as refused:
        count(REFUSALS, refused.code)
        failure = {"code": refused.code, "findings": refused.findings}
        _finish(client, reading, {"stage": FAILED, "failure": failure})
        return
    _finish(client, reading, {"stage": DONE, "result": result})


def _from_file(client: Elasticsearch, reading: Reading) -> Facts:
    file = reading["file"]
    try:
        content = load_file(file["path"])
        text = read_text(CheckedFile(content, file["extension"], file["media_type"])).text
    except FileRefusedError as refused:
        raise _RefusedError(refused.code) from None
    except ReaderUnavailableError:
        if reader_answers():
            # It fails at this file while it answers others: after some times, the file is the cause.
            if reading.get("attempts", 0) + 1 >= MOST_ATTEMPTS:
                raise _RefusedError("file_too_slow") from None
            change(client, "readings", reading["id"], lambda doc: {**doc, "attempts": doc.get("attempts", 0) + 1})
        raise
    return facts_of_text(text[:LONGEST_DESCRIPTION], vocabulary(), gazetteer(), reading.get("title") or "")


def _from_link(reading: Reading) -> Facts:
    posting, code = read_posting(reading["address"], settings().link_hosts)
    given = offer_of(posting, reading["address"]) if posting else None
    if given is None:
        raise _RefusedError(code or "link_no_posting")
    return facts_of(given, vocabulary(), gazetteer())


def _begun(client: Elasticsearch, reading: Reading, facts: Facts) -> dict[str, Any]:
    """Begin the draft, once: what its recruiter changed meanwhile is not written over."""
    if get(client, "publications", reading["id"]) is None:
        lifecycle.begin(client, reading["organisation"], reading["recruiter"], facts, reading["origin"], reading["id"])
    return {"publication": reading["id"]}


def _published(client: Elasticsearch, reading: Reading, facts: Facts) -> dict[str, Any]:
    sender = get(client, "recruiters", reading["recruiter"])
    if sender is None or sender.get("organisation") != reading["organisation"]:
        # They left since it was sent: the key it came with is void, and so is what it sent.
        raise _RefusedError("sender_left")
    try:
        publication, outcome, found = take(client, reading["organisation"], reading["recruiter"], reading["key"], facts)
    except BlockedError:
        raise _RefusedError("organisation_blocked") from None
    if verdict(found) == REFUSED:
        raise _RefusedError("offer_refused", found)
    return {
        "publication": publication["id"],
        "outcome": outcome,
        "state": publication["state"],
        "findings": found,
    }


def _finish(client: Elasticsearch, reading: Reading, fields: dict[str, Any]) -> None:
    """Write down what became of it, and erase the file."""
    file = reading.get("file")

    def edit(doc: Reading) -> Reading | None:
        # Sent again meanwhile, it is another file with a turn of its own.
        if doc["stage"] != RECEIVED or doc.get("file") != file:
            return None
        return {**doc, **fields, "file": None, "read_at": datetime.now(UTC).isoformat()}

    change(client, "readings", reading["id"], edit)
    if file:
        delete_file(file["path"])
