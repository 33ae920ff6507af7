"""Taking in many offers at once: idempotent, one bad record never stops the rest."""

from __future__ import annotations

import hashlib
import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import bulk

from indexer.engine.documents import get_many
from indexer.engine.indices import index_name
from indexer.offers.document import Offer, OfferGiven, received
from indexer.offers.france_travail import RecordRefusedError, read_record
from indexer.reference.in_force import gazetteer

BATCH = 200


class ImportFileError(ValueError):
    """The file as a whole cannot be read; the message says what was expected."""


@dataclass
class Report:
    """What became of the records of one import."""

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    def as_dict(self) -> dict[str, Any]:
        """Return the report as it is printed."""
        return {
            "read": self.read,
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "refused": dict(self.refused),
            "seconds": round(self.seconds, 2),
        }


BAD_LINE = object()
"""Stands for a line of a JSON-lines file that is no JSON."""


def read_records(path: Path) -> list[Any]:
    """Return the records of a file: a JSON array, `{"resultats": […]}`, or one JSON object a line.

    In JSON lines, a line that cannot be read becomes BAD_LINE. Raises ImportFileError when the file is none of these.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise ImportFileError(f"There is no file {path}.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ImportFileError(f"{path} cannot be read as UTF-8 text.") from error
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        return _json_lines(path, text)
    if isinstance(whole, list):
        return whole
    if isinstance(whole, dict) and isinstance(whole.get("resultats"), list):
        return list(whole["resultats"])
    if isinstance(whole, dict) and "intitule" in whole:
        return [whole]
    raise ImportFileError(f'{path}: expected a JSON array, {{"resultats": […]}} or JSON lines.')


def _json_lines(path: Path, text: str) -> list[Any]:
    records = []
    # Not splitlines(): JSON strings may hold U+2028 and other characters that it takes for line ends.
    for line in text.split("\n"):
        if line.strip():
            try:
                records.append(json.loads(line))
            except (ValueError, RecursionError):
                records.append(BAD_LINE)
    if all(record is BAD_LINE for record in records):
        raise ImportFileError(f'{path}: expected a JSON array, {{"resultats": […]}} or JSON lines.')
    return records


def import_offers(
    client: Elasticsearch,
    records: Iterable[Any],
    source: str,
    enqueue: Callable[[list[str]], object],
    advance: Callable[[int], None] = lambda count: None,
) -> Report:
    """Store records in the France Travail v2 schema and have each new or changed one processed.

    `enqueue` receives the ids written, batch by batch, once they are safely stored; `advance` the number of records
    just handled, for a progress bar. An import that was stopped can be run again: what is there is `unchanged`.
    """
    started, report = time.monotonic(), Report()
    rest = iter(records)
    while batch := list(islice(rest, BATCH)):
        report.read += len(batch)
        written = _store(client, list(_readable(batch, source, report)), report)
        if written:
            enqueue(written)
        advance(len(batch))
    report.seconds = time.monotonic() - started
    return report


def take_record(client: Elasticsearch, record: dict[str, Any], source: str) -> tuple[str, str]:
    """Store one record; return the offer's id and `created`, `updated` or `unchanged`.

    A record without an id gets one from its content, so that the same record sent twice is one offer. Raises
    RecordRefusedError.
    """
    if not record.get("id"):
        content = json.dumps(record, sort_keys=True, ensure_ascii=False)
        record = {**record, "id": hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:20]}
    given = read_record(record, source)
    return given.identifier, take_given(client, given)


def take_given(client: Elasticsearch, given: OfferGiven) -> str:
    """Store one offer and return `created`, `updated` or `unchanged`; one that the operator withdrew stays as it is.

    Raises RecordRefusedError when the engine refuses it.
    """
    report = Report()
    _store(client, [given], report)
    outcomes = {"created": report.created, "updated": report.updated, "unchanged": report.unchanged}
    for outcome, count in outcomes.items():
        if count:
            return outcome
    raise RecordRefusedError("engine_refused")


def _readable(batch: Iterable[Any], source: str, report: Report) -> Iterator[OfferGiven]:
    for record in batch:
        try:
            if record is BAD_LINE:
                raise RecordRefusedError("bad_json")
            yield read_record(record, source)
        except RecordRefusedError as refusal:
            report.refused[refusal.reason] += 1


def _store(client: Elasticsearch, given: list[OfferGiven], report: Report) -> list[str]:
    """Write the offers that are new or changed and return their ids; what the operator withdrew stays as it is."""
    unique = {offer.identifier: offer for offer in given}
    report.unchanged += len(given) - len(unique)
    before = get_many(client, "offers", unique)
    now, communes = datetime.now(UTC).isoformat(), gazetteer()
    documents: dict[str, Offer] = {}
    for identifier, offer in unique.items():
        known = before.get(identifier)
        if known and (known["fingerprint"] == offer.fingerprint or known.get("withdrawn_at")):
            report.unchanged += 1
        else:
            documents[identifier] = received(offer, communes, now)
    actions = (
        {"_index": index_name("offers"), "_id": identifier, "_source": document}
        for identifier, document in documents.items()
    )
    _, errors = bulk(client, actions, raise_on_error=False)
    failed = {error["index"]["_id"] for error in errors} if isinstance(errors, list) else set()
    report.refused.update("engine_refused" for _ in failed)
    written = [identifier for identifier in documents if identifier not in failed]
    report.updated += sum(identifier in before for identifier in written)
    report.created += sum(identifier not in before for identifier in written)
    return written
