"""Words of the vocabulary near to a word that is not one: "essayez : soudeur" for "soudeurr" or "sodeur".

Only said, never searched for by itself: shorter words than those of `spelling.py` may be near, and the person decides.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from indexer.language.normalisation import fold, without_accents
from indexer.language.searched import Part, words_of
from indexer.language.spelling import one_edit_apart
from indexer.language.vocabulary import Vocabulary

SHORTEST = 5
"""Letters of a word for which another is suggested."""


class NearbyWords:
    """The words of titles, skills and licences as they are written, findable by a word one letter off."""

    def __init__(self, labels: Iterable[str]) -> None:
        """Learn the words of `labels`; those that stand in more of them are meant more often."""
        self._written: dict[str, str] = {}
        self._count: Counter[str] = Counter()
        for label in labels:
            for word in words_of(label.lower()):
                plain = without_accents(word)
                if plain.isalpha():
                    self._written.setdefault(plain, word)
                    self._count[plain] += 1
        self._folds = {fold(word) for word in self._written}

    @cached_property
    def _near(self) -> dict[str, list[str]]:
        near: dict[str, list[str]] = defaultdict(list)
        for word in self._written:
            if len(word) >= SHORTEST - 1:
                for key in _less_one_letter(word):
                    near[key].append(word)
        return near

    def knows(self, word: str) -> bool:
        """Say whether a word is known, in any gender and number."""
        plain = without_accents(word)
        return plain in self._written or fold(plain) in self._folds

    def nearest(self, word: str) -> str | None:
        """Return the word one letter away that is used most; None for a word that is known, short, or near to none."""
        plain = without_accents(word)
        if len(plain) < SHORTEST or not plain.isalpha() or self.knows(word):
            return None
        near = {other for key in _less_one_letter(plain) for other in self._near.get(key, ())}
        near = {other for other in near if one_edit_apart(plain, other)}
        best = max(near, key=lambda other: (self._count[other], other), default=None)
        return self._written[best] if best else None


def nearby_words(vocabulary: Vocabulary) -> NearbyWords:
    """Return the words of a vocabulary, learnt once for each."""
    if _KEPT.get("of") is not vocabulary:
        titles = (title for job in vocabulary.jobs.values() for title in job.titles)
        items = (item.label for items in (vocabulary.skills, vocabulary.licences) for item in items.values())
        _KEPT.update(of=vocabulary, words=NearbyWords([*titles, *items]))
    return _KEPT["words"]  # type: ignore[no-any-return]


_KEPT: dict[str, Any] = {}


def suggested(text: str, parts: Sequence[Part], vocabulary: Vocabulary) -> str:
    """Return a search with the words nobody knows replaced by those near to them; "" when there is nothing to say.

    What was understood, and what stands between quotation marks, is left as it is.
    """
    known = nearby_words(vocabulary)
    changed = text
    for part in reversed(parts):
        if part.quoted or not _may_be_mistyped(part):
            continue
        better = known.nearest(part.text)
        if better:
            changed = changed[: part.start] + better + changed[part.end :]
    return changed if changed != text else ""


def _may_be_mistyped(part: Part) -> bool:
    """Say whether a part is one word; a job that is understood of a mistyped word is suggested rightly written."""
    return part.kind in ("", "job") and len(part.words) == 1


def _less_one_letter(word: str) -> set[str]:
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}
