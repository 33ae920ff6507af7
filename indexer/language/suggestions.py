"""Completing what a person begins to type: titles, skills, licences and languages of the vocabulary."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from indexer.language.normalisation import STOP_WORDS, without_accents

# Below, everything begins so.
SHORTEST_PREFIX = 2
MOST = 10
_WIDEST_LOOK = 400
_BETWEEN = re.compile(r"[\s'’/-]+")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A completion: the words to show, and the trait they stand for (`job:F1703`, `skill:coffrage`)."""

    label: str
    trait: str


class Suggestions:
    """Every label of a vocabulary, findable by the beginning of any of its words."""

    def __init__(self, labels: Iterable[tuple[str, str]]) -> None:
        """Sort (label, trait) pairs by each word of the label; takes about a second for fifty thousand."""
        entries = [(start, Suggestion(label, trait)) for label, trait in labels for start in _beginnings(label)]
        entries.sort(key=lambda entry: (entry[0], len(entry[1].label), entry[1].label))
        self._starts = [start for start, _ in entries]
        self._suggestions = [suggestion for _, suggestion in entries]

    def complete(self, typed: str, most: int = MOST, kind: str = "") -> list[Suggestion]:
        """Return completions of what was typed: those it begins first, then the shortest; one a trait.

        With a `kind` (`job`, `skill`, `licence`, `language`), of that kind only.
        """
        prefix = _plain(typed)
        if len(prefix) < SHORTEST_PREFIX:
            return []
        first = bisect_left(self._starts, prefix)
        found: list[Suggestion] = []
        for position in range(first, min(first + _WIDEST_LOOK, len(self._starts))):
            if not self._starts[position].startswith(prefix):
                break
            if self._suggestions[position].trait.startswith(kind):
                found.append(self._suggestions[position])
        found = best_first(prefix, found)
        one_a_trait = {each.trait: each for each in reversed(found)}
        return sorted(one_a_trait.values(), key=found.index)[:most]


def best_first(
    typed: str, suggestions: Iterable[Suggestion], wanted: Mapping[str, int] | None = None
) -> list[Suggestion]:
    """Return completions of what was typed in the order they are shown.

    Those it begins come first, then those most wanted (`wanted`: how many offers by trait), then the shortest.
    """
    prefix, offers = _plain(typed), wanted or {}
    return sorted(
        suggestions,
        key=lambda each: (
            not _plain(each.label).startswith(prefix),
            -offers.get(each.trait, 0),
            len(each.label),
            each.label,
        ),
    )


def _beginnings(label: str) -> Iterator[str]:
    """Yield the label from each of its words on: "monteur" completes "mont", and so does "câbleur monteur"."""
    words = _plain(label).split()
    for start, word in enumerate(words):
        if start == 0 or word not in STOP_WORDS:
            yield " ".join(words[start:])


def _plain(text: str) -> str:
    """Return a text as it is compared: "aide so" begins "Aide-soignant"."""
    return " ".join(_BETWEEN.split(without_accents(text))).strip()
