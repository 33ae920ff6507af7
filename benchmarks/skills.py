"""Skills read in real offers: how many of the declared ones, and how many wrong: `estey bench skills OFFERS`.

Declared skills are what a recruiter ticked on the job's sheet; many are said nowhere in the text. Only title and
description are read. Right and wrong is what a reader found, kept as ids and verdicts in tests/data/skill_labels.json.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from indexer.language.understanding import understand_items
from indexer.language.vocabulary import Vocabulary

LABELS = Path(__file__).parent.parent / "tests" / "data" / "skill_labels.json"

Record = Mapping[str, Any]
Labels = Mapping[str, Mapping[str, bool]]
"""Offer id → item → whether the offer's text says it."""


class OffersFileError(ValueError):
    """The file is not one of offers; the message says what was expected."""


def read_offers(path: Path) -> list[Record]:
    """Read offers in the France Travail v2 schema, one JSON object a line."""
    try:
        records = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise OffersFileError(f"{path}: expected offers in the France Travail v2 schema, one a line.") from error
    if not all(isinstance(record, dict) and "intitule" in record for record in records):
        raise OffersFileError(f"{path}: expected offers with the field intitule, one a line.")
    return records


def read_labels(path: Path = LABELS) -> dict[str, Labels]:
    """Read the verdicts of each batch: `tuned` (read while the rules were made) and `fresh` (read once, at the end)."""
    found: dict[str, Labels] = json.loads(path.read_text(encoding="utf-8"))
    return found


def text_of(record: Record) -> str:
    """Return what of an offer is read: its title and its description."""
    return f"{record['intitule']}\n{record.get('description') or ''}"


def declared_items(record: Record, vocabulary: Vocabulary) -> list[frozenset[str]]:
    """Return for each declared skill that the vocabulary has (by code, else by its words) the items it is."""
    declared = []
    for skill in record.get("competences") or []:
        code, label = str(skill.get("code") or ""), skill.get("libelle") or ""
        items = {f"skill:{code}"} if code in vocabulary.skills else set(vocabulary.item_finder.exact(label))
        if items:
            declared.append(frozenset(items))
    return declared


def measure(
    records: Iterable[Record],
    vocabulary: Vocabulary,
    labels: Mapping[str, Labels],
    advance: Callable[[], None] = lambda: None,
) -> dict[str, Any]:
    """Return `{offers, declared, declared_known, declared_found, recall}` and, for each batch of labelled offers,
    `{offers, found, wrong, unread, precision}`; `unread` are found now and were not when the offers were read.
    """
    known_offers = {record["id"]: record for record in records}
    offers = declared = known = found = 0
    for record in known_offers.values():
        if record.get("competences"):
            items = set(understand_items(text_of(record), vocabulary))
            these = declared_items(record, vocabulary)
            offers, declared, known = offers + 1, declared + len(record["competences"]), known + len(these)
            found += sum(bool(one & items) for one in these)
        advance()
    return {
        "offers": offers,
        "declared": declared,
        "declared_known": known,
        "declared_found": found,
        "recall": found / max(known, 1),
        "batches": {name: precision(known_offers, vocabulary, batch) for name, batch in labels.items()},
    }


def precision(records: Mapping[str, Record], vocabulary: Vocabulary, labels: Labels) -> dict[str, Any]:
    """Return how many of the items found in the labelled offers are wrong."""
    offers = found = wrong = unread = 0
    for identifier, verdicts in labels.items():
        if identifier not in records:
            continue
        offers += 1
        # Labels name the starter's skills by its own identifiers: with the official list some have its.
        verdicts = {vocabulary.renamed.get(item, item): right for item, right in verdicts.items()}
        for item in understand_items(text_of(records[identifier]), vocabulary):
            found += item in verdicts
            unread += item not in verdicts
            wrong += verdicts.get(item) is False
    return {
        "offers": offers,
        "found": found,
        "wrong": wrong,
        "unread": unread,
        "precision": (found - wrong) / max(found, 1),
    }
