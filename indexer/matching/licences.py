"""Licences by kind and family: what counts as holding what is required.

An offer that requires "CACES R489 1, 3 et 5" is not closed to somebody who holds category 3: one licence of the
family is enough to hear of it, and what is missing is said. Whoever names no licence of a kind at all has not specified
it, and is let through like every "not specified".
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from indexer.matching.points import HELD_BY_MOST

_CACES = re.compile(r"(CACES-R\d+)(?:-.*)?")
# Who holds the greater one holds the lesser (Code de la route, R221-4 and following).
_FAMILY = {
    "PERMIS-CE": "PERMIS-C",
    "PERMIS-DE": "PERMIS-D",
    "FIMO-MARCHANDISES": "QUALIFICATION-MARCHANDISES",
    "FCO-MARCHANDISES": "QUALIFICATION-MARCHANDISES",
    "FIMO-VOYAGEURS": "QUALIFICATION-VOYAGEURS",
    "FCO-VOYAGEURS": "QUALIFICATION-VOYAGEURS",
    "ADR-CITERNE": "ADR",
}
_LEVELS = re.compile(r"(AFGSU|SSIAP|RISQUES-CHIMIQUES)-N?\d")

# Beginnings of families, and the kind of thing they are. The order counts: the first that fits.
_KINDS = (
    ("PERMIS-BATEAU", "boat"),
    ("PERMIS-EXPLOITATION", "trade"),
    ("PERMIS-", "driving"),
    ("QUALIFICATION-", "road transport"),
    ("CACES-", "machines"),
    ("HAB-ELEC", "electrical"),
    ("SSIAP", "fire safety"),
    ("AFGSU", "care emergencies"),
)


def family_of(identifier: str) -> str:
    """Return the family of a licence: `CACES-R489-3` → `CACES-R489`, `PERMIS-CE` → `PERMIS-C`; itself when alone."""
    if identifier in _FAMILY:
        return _FAMILY[identifier]
    if identifier.startswith("HAB-") and identifier != "HAB-NUCLEAIRE":
        return "HAB-ELEC"
    found = _CACES.fullmatch(identifier) or _LEVELS.fullmatch(identifier)
    return found[1] if found else identifier


def kind_of(family: str) -> str:
    """Return the kind of a family: `CACES-R489` → `machines`; a family that is alone is a kind of its own."""
    return next((kind for beginning, kind in _KINDS if family.startswith(beginning)), family)


def families(items: Iterable[str]) -> list[str]:
    """Return the families of the licences among `items` (`licence:…` and others), sorted."""
    return sorted({family_of(item.removeprefix("licence:")) for item in items if item.startswith("licence:")})


def families_required(items: Iterable[str]) -> list[str]:
    """Return the families that close an offer to those without: all but what most adults hold and few write down."""
    return families(item for item in items if item not in HELD_BY_MOST)


def by_kind(found: Iterable[str]) -> dict[str, list[str]]:
    """Group families by their kind: `{"machines": ["CACES-R486", "CACES-R489"]}`."""
    grouped: dict[str, list[str]] = {}
    for family in found:
        grouped.setdefault(kind_of(family), []).append(family)
    return grouped
