"""The communes of France, from a CSV whose header is that of indexer/places/starter_communes.csv."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from pathlib import Path

from indexer.places.communes import Commune, commune_of
from indexer.reference.tables import ReferenceFileError, Row, Tally, csv_rows, read_text

COLUMNS = (
    "code_insee",
    "nom",
    "codes_postaux",
    "departement",
    "nom_departement",
    "region",
    "nom_region",
    "population",
    "latitude",
    "longitude",
)
OPTIONAL = ("anciens_noms",)
"""Names of communes merged into this one, separated by `|`."""
_INSEE = re.compile(r"\d[\dAB]\d{3}")
_POSTCODES = re.compile(r"(?:\d{5}(?:[ ,;|/]+|$))*")


@dataclass(frozen=True)
class CommuneList:
    """The communes of one file, arrondissements among them."""

    communes: tuple[Commune, ...]


def read_communes(path: Path) -> tuple[CommuneList, Tally]:
    """Read a list of communes. Raises ReferenceFileError when it is another file, or most of its rows are refused."""
    tally, seen, kept = Tally(), set[str](), []
    for row in csv_rows(read_text(path), str(path), COLUMNS, optional=OPTIONAL):
        tally.read += 1
        reason = _refusal(row, seen)
        if reason:
            tally.refuse(reason)
            continue
        seen.add(row["code_insee"])
        kept.append(commune_of(row))
    tally.kept = len(kept)
    if not kept or tally.kept < tally.refused.total():
        raise ReferenceFileError(
            f"{path}: expected a list of communes, but most rows are refused: {dict(tally.refused)}."
        )
    return CommuneList(tuple(kept)), tally


def _refusal(row: Row, seen: set[str]) -> str:
    """Return why a row cannot be taken; nothing when it can."""
    if not row:
        return "row_of_another_length"
    if not _INSEE.fullmatch(row["code_insee"]):
        return "insee_code"
    if not row["nom"] or not row["departement"]:
        return "commune_without_name"
    if row["code_insee"] in seen:
        return "repeated"
    if not _POSTCODES.fullmatch(row["codes_postaux"]):
        return "postcodes"
    if _number(row["population"] or "0", 0, 1e8) is None:
        return "population"
    if not row["latitude"] and not row["longitude"]:
        return ""
    placed = _number(row["latitude"], -90, 90) is not None and _number(row["longitude"], -180, 180) is not None
    return "" if placed else "coordinates"


def _number(text: str, least: float, most: float) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) and least <= number <= most else None
