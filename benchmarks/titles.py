"""How often the right job is found for titles labelled by hand: `estey bench titles FILE`."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexer.language.vocabulary import Vocabulary

COLUMNS = ("id", "intitule", "rome_code")


class TitlesFileError(ValueError):
    """The file is not one of labelled titles; the message says what was expected."""


@dataclass(frozen=True, slots=True)
class LabelledTitle:
    """A title and the parent ROME codes that are right for it."""

    identifier: str
    title: str
    codes: frozenset[str]


def read_titles(path: Path) -> list[LabelledTitle]:
    """Read a tab-separated file with the columns id, intitule, rome_code (one or more codes, comma-separated)."""
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            rows = csv.DictReader(lines, delimiter="\t")
            if not set(COLUMNS) <= set(rows.fieldnames or ()):
                raise TitlesFileError(f"{path}: expected tab-separated columns {', '.join(COLUMNS)}.")
            return [
                LabelledTitle(
                    row["id"], row["intitule"], frozenset(code.strip() for code in row["rome_code"].split(","))
                )
                for row in rows
            ]
    except (OSError, UnicodeDecodeError) as error:
        raise TitlesFileError(f"{path} cannot be read.") from error


def measure(
    titles: Iterable[LabelledTitle], vocabulary: Vocabulary, advance: Callable[[], None] = lambda: None
) -> dict[str, Any]:
    """Return `{n, top1, top5, unknown}` at the parent code, from the titles alone, and the ids that were missed."""
    ranking = vocabulary.job_ranking
    count = first = among = unknown = 0
    missed: list[dict[str, Any]] = []
    for labelled in titles:
        codes = {_parent(code, vocabulary) for code in labelled.codes}
        guesses = [guess.code for guess in ranking.rank(labelled.title, most=5)]
        count += 1
        unknown += not guesses
        right = bool(guesses) and guesses[0] in codes
        first += right
        among += bool(codes.intersection(guesses))
        if not right:
            missed.append({"id": labelled.identifier, "expected": sorted(codes), "found": guesses})
        advance()
    share = max(count, 1)
    return {"n": count, "top1": first / share, "top5": among / share, "unknown": unknown, "missed": missed}


def _parent(code: str, vocabulary: Vocabulary) -> str:
    """Return the parent of a sheet's code: publishers give either; a code the vocabulary has no sheet for stays."""
    sheet = vocabulary.sheets.get(code)
    return sheet.parent if sheet else code
