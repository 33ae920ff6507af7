"""The words of a title as they were meant: words cut short, and typing errors.

A typing error is a long word that no known title holds, one letter away from one that does.
Only words of eight letters or more: shorter ones are one letter away from other words ("cariste", "carriste" but also
"soudeur", "sondeur"). Of seven, two letters exchanged are put right ("serivce").
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from indexer.language.empty_words import EMPTY_TITLE_WORDS
from indexer.language.normalisation import Token, fold, tokens, without_accents
from indexer.language.short_words import LONG_WORDS

# An accent taken apart from its letter is no word's end.
_COMBINING = re.compile("[\u0300-\u036f]")
_WORD = re.compile(r"[a-z]{7,}")
SHORTEST = 8
"""Letters of a word that may be mistyped."""


class Spelling:
    """Knows how the words of titles are written; reads a long word that is one letter off as the one it is near to."""

    def __init__(self, titles: Iterable[str], others: Iterable[str] = ()) -> None:
        """Learn the words of `titles`; those of `others` are no typing errors ("Bordeaux", "boisson")."""
        self._folds: set[str] = set()
        self._others = {word for text in others for word in _WORD.findall(_plain(text))}
        long: set[str] = set()
        for title in titles:
            plain = without_accents(title)
            for token in tokens(title):
                self._folds.add(meant(token).fold)
                word = plain[token.start : token.end]
                if len(word) >= SHORTEST - 1 and word.isalpha():
                    long.add(word)
        # Each word under itself and itself less one letter: words one edit apart meet there.
        self._near: dict[str, list[str]] = defaultdict(list)
        for word in sorted(long):
            for key in _less_one_letter(word):
                self._near[key].append(word)

    def knows(self, word: str) -> bool:
        """Say whether a known title holds a word, whatever its gender, number and accents."""
        return fold(without_accents(word)) in self._folds

    def corrected(self, title: str) -> list[Token]:
        """Return the folded words of `title`, the mistyped ones among them as the words they are near to."""
        words = self._joined(title, [meant(word) for word in tokens(title)])
        if all(word.fold in self._folds or word.end - word.start < SHORTEST - 1 for word in words):
            return words
        plain = without_accents(title)
        return [replace(word, fold=self._read(word, plain[word.start : word.end])) for word in words]

    def _joined(self, title: str, words: list[Token]) -> list[Token]:
        """Return the words with "électro-mécanicien" as the one known word it is."""
        joined: list[Token] = []
        for word in words:
            last = joined[-1] if joined else None
            if last and title[last.end : word.start] == "-":
                whole = fold(without_accents(title[last.start : last.end] + title[word.start : word.end]))
                if whole in self._folds and not {last.fold, word.fold} <= self._folds:
                    joined[-1] = Token(whole, last.start, word.end)
                    continue
            joined.append(word)
        return joined

    def _read(self, word: Token, written: str) -> str:
        if (
            word.fold in self._folds
            or word.fold in EMPTY_TITLE_WORDS
            or len(written) < SHORTEST - 1
            or not written.isalpha()
            or written in self._others
        ):
            return word.fold
        near = {other for key in _less_one_letter(written) for other in self._near.get(key, ())}
        near = {other for other in near if max(len(written), len(other)) >= SHORTEST or _exchanged(written, other)}
        folds = {fold(other) for other in near if one_edit_apart(written, other)}
        # Near to two words, it could be either.
        return folds.pop() if len(folds) == 1 else word.fold


def _exchanged(one: str, other: str) -> bool:
    """Return whether two words are of the same letters: "serivce". Of seven letters, such errors make no other word."""
    return len(one) == len(other) and sorted(one) == sorted(other)


def meant(word: Token) -> Token:
    """Return the word that a word cut short stands for; any other as it is."""
    long = LONG_WORDS.get(word.fold)
    # "Vendée" folds to "vend" too: what is cut short is written as short.
    return replace(word, fold=long) if long and word.end - word.start == len(word.fold) else word


def one_edit_apart(one: str, other: str) -> bool:
    """Return whether one letter added, left out, changed, or exchanged with the next makes one word of the other."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, its = one[start:], other[start:]
    if len(rest) != len(its):
        longer, shorter = (rest, its) if len(rest) > len(its) else (its, rest)
        return longer[1:] == shorter
    return rest[1:] == its[1:] or (rest[:2] == its[1::-1] and rest[2:] == its[2:])


def _plain(text: str) -> str:
    """Return what `without_accents` does, faster and without keeping positions."""
    parts = unicodedata.normalize("NFKD", text.lower().replace("œ", "o").replace("æ", "a"))
    return _COMBINING.sub("", parts)


def _less_one_letter(word: str) -> set[str]:
    return {word, *(word[:n] + word[n + 1 :] for n in range(len(word)))}
