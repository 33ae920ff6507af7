"""Finding tens of thousands of labels in a text at once (Aho-Corasick)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import ahocorasick

from indexer.language.normalisation import Token, folded_words
from indexer.language.spans import Spans


@dataclass(frozen=True, slots=True)
class Found:
    """A label found in a text: whose label it is, and where it stands (characters, end excluded)."""

    identifiers: tuple[str, ...]
    start: int
    end: int


def in_their_place(found: list[Found], better: list[Found]) -> list[Found]:
    """Return `found` with `better` in place of all that overlaps one of them, in the order of the text."""
    taken = Spans((one.start, one.end) for one in better)
    others = [one for one in found if not taken.meet(one.start, one.end)]
    return sorted([*others, *better], key=lambda one: one.start)


class PhraseFinder:
    """Knows labels and what they stand for; finds them in folded words, the longest one where several begin."""

    def __init__(self, labels: Iterable[tuple[str, str]]) -> None:
        """Take (label, identifier) pairs; a label of several identifiers stands for all of them."""
        meanings: dict[str, list[str]] = {}
        for label, identifier in labels:
            key = _joined(folded_words(label))
            if key and identifier not in meanings.setdefault(key, []):
                meanings[key].append(identifier)
        self._exact = {key: tuple(identifiers) for key, identifiers in meanings.items()}
        self._automaton = ahocorasick.Automaton()
        for key, identifiers in self._exact.items():
            self._automaton.add_word(key, (len(key), identifiers))
        self._automaton.make_automaton()

    def find(self, words: list[Token]) -> list[Found]:
        """Return every label found in `words`, in order; of overlapping ones the longest, then the first."""
        if not words or not self._exact:
            return []
        text = _joined([word.fold for word in words])
        starts: dict[int, int] = {}
        position = 0
        for number, word in enumerate(words):
            starts[position] = number
            position += len(word.fold) + 2
        spans = [(end - length + 1, end, ids) for end, (length, ids) in self._automaton.iter(text)]
        spans.sort(key=lambda span: (span[0] - span[1], span[0]))
        taken: list[tuple[int, int, tuple[str, ...]]] = []
        covered = bytearray(len(text))
        for begin, end, identifiers in spans:
            if begin in starts and not any(covered[begin : end + 1]):
                covered[begin : end + 1] = b"\x01" * (end + 1 - begin)
                taken.append((begin, end, identifiers))
        return [
            Found(identifiers, words[starts[begin]].start, words[_last_word(starts, end)].end)
            for begin, end, identifiers in sorted(taken)
        ]

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of the labels, folded."""
        return frozenset(word for key in self._exact for word in key.split())

    def exact(self, label: str) -> tuple[str, ...]:
        """Return what `label` as a whole stands for; nothing when it is not a known label."""
        return self._exact.get(_joined(folded_words(label)), ())


def _joined(folds: Iterable[str]) -> str:
    # Each word carries both its spaces, so two labels that follow each other share none and are both found.
    return "".join(f" {fold} " for fold in folds)


def _last_word(starts: dict[int, int], end: int) -> int:
    return starts[end + 1] - 1 if end + 1 in starts else len(starts) - 1
