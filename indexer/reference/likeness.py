"""How alike the work of two job sheets is, by what the official list says of each. Pure functions.

A parent code gathers sheets of one old code, not of one work: car mechanics and experts of car insurance, developers
and testers. And of the moves the list names, many are careers ("aide-soignant" to "formateur"), not the same work
elsewhere. Both are weighed here by what two sheets share: the skills they ask for, and the words that describe them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import numpy as np

from indexer.language.normalisation import folded_words
from indexer.language.similarity import Matrix, Weights
from indexer.language.vocabulary import Sheet
from indexer.reference.rome import Rome

# Tuned on tests/data/people_tuned.json. Of 346 real offers whose title surely names another sheet than their source's
# code, under one parent, the two sheets are as alike as ALIKE in 330 (43 of 52 pairs of sheets).
ALIKE = 0.24
"""From which likeness two sheets of one parent are one work to whoever looks for it."""
NEAR = 0.18
"""From which likeness a sheet of the parent, or to which people move, is near."""
MOST_NEAR = 10
_CORE = 2
"""How often a skill at the heart of a job is counted."""

Kin = dict[str, tuple[str, ...]]
"""Sheet → other sheets, the most alike first."""


def kin(rome: Rome, sheets: Mapping[str, Sheet], descriptions: Mapping[str, str]) -> tuple[Kin, Kin]:
    """Return for each sheet those whose work is the same (itself first), and those whose work is near.

    `descriptions`: what the list says of each sheet, in one text.
    """
    place = {code: number for number, code in enumerate(sheets)}
    likeness = _likeness(rome, sheets, descriptions)
    siblings: dict[str, list[str]] = defaultdict(list)
    for sheet in sheets.values():
        siblings[sheet.parent].append(sheet.code)
    moves: dict[str, set[str]] = defaultdict(set)
    for move in rome.moves:
        moves[move.sheet].add(move.target)

    def above(code: str, others: set[str], least: float) -> list[str]:
        liked = {other: likeness[place[code], place[other]] for other in others}
        return sorted((other for other in others if liked[other] >= least), key=lambda other: (-liked[other], other))

    alike = {code: (code, *above(code, set(siblings[sheet.parent]) - {code}, ALIKE)) for code, sheet in sheets.items()}
    near = {}
    for code, sheet in sheets.items():
        others = (set(siblings[sheet.parent]) | moves[code]) - set(alike[code])
        reached = above(code, others, NEAR)[:MOST_NEAR]
        near[code] = tuple(dict.fromkeys(other for one in reached for other in alike[one] if other not in alike[code]))
    return alike, near


def _likeness(rome: Rome, sheets: Mapping[str, Sheet], descriptions: Mapping[str, str]) -> Matrix:
    """Return how alike each two sheets are, 0 to 1: as much by their skills as by the words that describe them."""
    asked: dict[str, list[str]] = {code: [] for code in sheets}
    for link in rome.links:
        asked[link.sheet] += [link.item] * (_CORE if link.core else 1)
    whole = np.zeros((len(sheets), len(sheets)), dtype=np.float32)
    for features in (list(asked.values()), [folded_words(descriptions[code]) for code in sheets]):
        vectors = Weights(features).vectors(features)
        whole += (vectors @ vectors.T).toarray() / 2
    return whole
