"""Why an offer fits a person, in points, and what it asks for that they lack. Pure functions.

The points are those the engine counts, forwards and backwards; nothing is ever made into a percentage.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from indexer.language.vocabulary import Vocabulary
from indexer.matching.licences import families, family_of
from indexer.matching.points import THRESHOLD
from indexer.matching.traits import shared_points

MOST_MISSING = 5
_ITEMS = ("skill:", "licence:", "language:")


@dataclass(frozen=True, slots=True)
class Explanation:
    """What one offer and one person share: points by trait, heaviest first, and what is missing (traits)."""

    points: dict[str, int]
    missing: tuple[str, ...]

    @property
    def total(self) -> int:
        """Return the points in all: the number the engine counts."""
        return sum(self.points.values())


def says_enough(profile: dict[str, Any]) -> bool:
    """Say whether a profile holds enough to be matched: else it gets no points, and is told what to add."""
    return len(profile.get("wants") or []) >= THRESHOLD


def explain(wants: Iterable[str], held: Iterable[str], offer: dict[str, Any], vocabulary: Vocabulary) -> Explanation:
    """Return why an offer fits whoever asks for these slots; `held`: the skills, licences and languages they have."""
    points = shared_points(wants, offer.get("traits") or [])
    return Explanation(points, missing(set(held), offer, vocabulary))


def missing(held: set[str], offer: dict[str, Any], vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return what an offer asks for that a person lacks: required licences first, then the core skills of its job.

    Of a family of licences one is enough. At most MOST_MISSING: what matters, not everything an advertisement says.
    """
    asked = items_of(offer)
    lacking = set(offer.get("licences_required") or []) - set(families(held))
    licences: dict[str, str] = {}
    for item in asked:
        family = family_of(item.removeprefix("licence:")) if item.startswith("licence:") else ""
        if family in lacking:
            # The first named stands for its family: "CACES R489 catégorie 3", not each of its categories.
            licences.setdefault(family, item)
    core = {
        skill for code in offer.get("jobs") or [] if code in vocabulary.jobs for skill in vocabulary.jobs[code].core
    }
    skills = [item for item in asked if item.removeprefix("skill:") in core and item not in held]
    return (*licences.values(), *skills)[:MOST_MISSING]


def items_of(offer: dict[str, Any]) -> list[str]:
    """Return the skills, licences and languages an offer names, in its order, from the slots it carries."""
    traits = (slot.rpartition("#")[0] for slot in offer.get("traits") or [])
    return list(dict.fromkeys(trait for trait in traits if trait.startswith(_ITEMS) and "@" not in trait))
