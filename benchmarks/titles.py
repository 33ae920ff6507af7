"""How often the right job is found for titles labelled by hand: `estey bench titles FILE [--descriptions OFFERS]`."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexer.language.job_titles import guess_jobs, jobs_of_title
from indexer.language.vocabulary import Vocabulary

NOTHING = "-"
"""In the place of codes: a title that names no job, and is rightly not known."""
COLUMNS = ("id", "intitule", "rome_code")


class TitlesFileError(ValueError):
    """The file is not one of labelled titles; the message says what was expected."""


@dataclass(frozen=True, slots=True)
class LabelledTitle:
    """A title and the ROME codes that are right for it; none where nothing is."""

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
                    row["id"],
                    row["intitule"],
                    frozenset(code.strip() for code in row["rome_code"].split(",")) - {"", NOTHING},
                )
                for row in rows
            ]
    except (OSError, UnicodeDecodeError) as error:
        raise TitlesFileError(f"{path} cannot be read.") from error


def read_descriptions(path: Path) -> dict[str, str]:
    """Read the descriptions of offers by their id: JSON lines in the schema of France Travail."""
    try:
        with path.open(encoding="utf-8") as lines:
            offers = [json.loads(line) for line in lines if line.strip()]
        return {str(offer["id"]): str(offer.get("description") or "") for offer in offers}
    except (OSError, UnicodeDecodeError) as error:
        raise TitlesFileError(f"{path} cannot be read.") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise TitlesFileError(f"{path}: expected JSON lines, each an offer with `id` and `description`.") from error


def measure(
    titles: Iterable[LabelledTitle],
    vocabulary: Vocabulary,
    advance: Callable[[], None] = lambda: None,
    descriptions: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Return `{n, top1, top5, unknown}` at the parent code, from the titles alone unless `descriptions` help.

    Beside: `sure`, what is said of them when not known is an answer (said, and rightly; of the `nothing` titles that
    name no job, how many a job was said for), and the ids that were missed.
    """
    count = first = among = unknown = said = rightly = nothing = nothing_said = 0
    missed: list[dict[str, Any]] = []
    for labelled in titles:
        description = (descriptions or {}).get(labelled.identifier, "")
        codes = {_parent(code, vocabulary) for code in labelled.codes}
        sure = jobs_of_title(labelled.title, vocabulary, description)
        advance()
        if not codes:
            nothing += 1
            nothing_said += bool(sure)
            continue
        guesses = [guess.code for guess in guess_jobs(labelled.title, vocabulary, description=description)]
        count += 1
        unknown += not guesses
        said += bool(sure)
        rightly += bool(codes.intersection(sure))
        right = bool(guesses) and guesses[0] in codes
        first += right
        among += bool(codes.intersection(guesses))
        if not right:
            missed.append({"id": labelled.identifier, "expected": sorted(codes), "found": guesses})
    share = max(count, 1)
    return {
        "n": count,
        "top1": first / share,
        "top5": among / share,
        "unknown": unknown,
        "sure": {"said": said, "rightly": rightly, "nothing": nothing, "nothing_said": nothing_said},
        "missed": missed,
    }


def _parent(code: str, vocabulary: Vocabulary) -> str:
    """Return the parent of a sheet's code: publishers give either; a code the vocabulary has no sheet for stays."""
    sheet = vocabulary.sheets.get(code)
    return sheet.parent if sheet else code
