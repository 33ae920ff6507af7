"""A text as the gate reads it: disguises taken off, with the way back to what was written. Pure.

What a reader sees as "femme" is read as "femme": written with invisible characters between its letters, in Cyrillic or
mathematical letters, letter by letter ("f.e.m.m.e"), with figures ("f3mme"), with an ending of inclusive writing. Which
letters look alike is Unicode's own table (UTS 39), as the `confusable-homoglyphs` package carries it. Guesses, a figure
read as a letter or two pieces read as one word, are made only where they give a word of the rules' own examples: "B2B",
"3x8" and addresses stay what they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product

from confusable_homoglyphs import confusables

from indexer.language.normalisation import without_accents
from indexer.offers.legal_gate.rules import known_words

Edit = tuple[int, int, str]
"""Characters (start, end excluded) and what is read instead of them, no longer than they are."""

_SIGNS = {
    **dict.fromkeys("ʼ`´‘′＇", "'"),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("⁄∕", "/"),
    **dict.fromkeys("\u2028\u2029", "\n"),
    **dict.fromkeys("\u115f\u1160\u3164\uffa0", ""),
    "\u2800": " ",
    "♂": "homme",
    "♀": "femme",
    "🚹": "homme",
    "🚺": "femme",
}
_LETTERS_IN_BOXES = (0x1F150, 0x1F170, 0x1F1E6)
"""Where the alphabets of white letters on black, and of flags, begin: they decompose to nothing."""
_UNSEEN = frozenset({"Cf", "Cc", "Mn", "Me", "Cn", "Co"})

_ENDINGS = "e|se|sse|ere|iere|rice|trice|euse|ne|le|enne|ienne|ive|fe|fve"
# "retraité·e·s", "salarié(e)s", "vendeur/se", "homme·s", "employé-e-s".
_INCLUSIVE = re.compile(
    rf"(?<=[a-z]{{2}})(?:\((?:{_ENDINGS}|s|x)s?\)|[·•⋅‧∙・.](?:{_ENDINGS})(?:[·•⋅‧∙・.]?s)?(?!\w)|[·•⋅‧∙・][sx](?!\w)"
    r"|-e(?:-s|s)?(?!\w)|/(?:se|euse|trice|rice|ere|ne|e)s?(?!\w))"
)
_SPACED = re.compile(r"(?<![a-z0-9])[a-z0-9@€$!*]([ .\-_*·•⋅|/~+,:'])(?:[a-z0-9@€$!*]\1)+[a-z0-9@€$!*](?![a-z0-9])")
_FEWEST_SPACED = 4
"""Letters apart that are one word whatever they give; three are where the rules know the word."""
_ODD = re.compile(r"(?<![\w@€$!|*])(?=[a-z0-9@€$!|*]*[a-z])(?=[a-z]*[0-9@€$!|*])[a-z0-9@€$!|*]{3,24}(?![\w@])")
_LIKE = {
    "0": "o",
    "1": "il",
    "3": "e",
    "4": "a",
    "5": "s",
    "6": "g",
    "7": "t",
    "8": "b",
    "9": "g",
    "@": "a",
    "€": "e",
    "$": "s",
    "!": "il",
    "|": "il",
    "*": "aeiouylmnrst",
}
_NAMED = re.compile(r"LATIN LETTER SMALL CAPITAL ([A-Z])")
_MOST_READINGS = 200
_REPEATED = re.compile(r"(?<!\w)[a-z]*([a-z])\1\1[a-z]*(?!\w)")
_RUN = re.compile(r"([a-z])\1\1+")
_PIECES = re.compile(r"(?<![\w'])([a-z]{1,8})[ .\-_*·/|](?=([a-z]{2,12})(?!\w))")
_FEWEST_OF_PIECES = 5


@dataclass(frozen=True, slots=True)
class Legible:
    """A text in small letters without accents and without disguises."""

    plain: str
    at: tuple[int, ...] | None
    """For each character of `plain` the one it was written as; None: the same."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where characters of `plain` stand in the text as it was written, end excluded."""
        return (start, end) if self.at is None else (self.at[start], self.at[end - 1] + 1)


def legible(text: str) -> Legible:
    """Return `text` as the gate reads it."""
    letters = [_READ[ord(letter)] for letter in text]
    plain = "".join(letters)
    at = None
    if any(len(one) != 1 for one in letters):
        at = tuple(place for place, one in enumerate(letters) for _ in one)
    read = Legible(plain, at)
    for edits in (_inclusive, _spaced, _odd, _repeated, _pieces):
        read = _edited(read, edits)
    return read


def letter_as_read(letter: str) -> str:
    """Return a character as it is read: a small Latin letter for one that looks alike, nothing for one not seen."""
    return _READ[ord(letter)]


def _edited(read: Legible, edits: Callable[[str], Iterator[Edit]]) -> Legible:
    found = list(edits(read.plain))
    if not found:
        return read
    at = read.at if read.at is not None else tuple(range(len(read.plain)))
    plain: list[str] = []
    places: list[int] = []
    done = 0
    for start, end, instead in found:
        plain += [read.plain[done:start], instead]
        places += [*at[done:start], *at[start : start + len(instead)]]
        done = end
    return Legible("".join([*plain, read.plain[done:]]), (*places, *at[done:]))


def _inclusive(plain: str) -> Iterator[Edit]:
    for match in _INCLUSIVE.finditer(plain):
        # Of "salarié(e)s" the s goes by itself; of "employé.e.s" it is the ending's.
        yield match.start(), match.end(), ""


def _spaced(plain: str) -> Iterator[Edit]:
    for match in _SPACED.finditer(plain):
        letters = match.group()[::2]
        words = _cut(letters)
        if words is None and len(letters) < _FEWEST_SPACED:
            continue
        ends = set()
        length = 0
        for word in words or [letters]:
            length += len(word)
            ends.add(length)
        for place in range(1, len(letters)):
            separator = match.start() + 2 * place - 1
            yield separator, separator + 1, " " if place in ends else ""


def _odd(plain: str) -> Iterator[Edit]:
    for match in _ODD.finditer(plain):
        choices = [_LIKE.get(letter, letter) for letter in match.group()]
        count = 1
        for choice in choices:
            count *= len(choice)
        if count <= _MOST_READINGS:
            read = next((word for word in map("".join, product(*choices)) if word in known_words()), None)
            if read:
                yield match.start(), match.end(), read


def _repeated(plain: str) -> Iterator[Edit]:
    for match in _REPEATED.finditer(plain):
        runs = list(_RUN.finditer(match.group()))
        readings = [_with_runs(match.group(), runs, counts) for counts in product((1, 2), repeat=min(len(runs), 6))]
        # What is no word of the rules is left: "www", "III", "hmmm".
        read = next((word for word in readings if word in known_words()), None)
        if read:
            yield match.start(), match.end(), read


def _with_runs(word: str, runs: list[re.Match[str]], counts: tuple[int, ...]) -> str:
    parts, done = [], 0
    for run, count in zip(runs, counts, strict=False):
        parts += [word[done : run.start()], run[1] * count]
        done = run.end()
    return "".join([*parts, word[done:]])


def _pieces(plain: str) -> Iterator[Edit]:
    """Two pieces of which one is no word, and which are one together: "fem me", "hom-mes"."""
    words = known_words()
    done = 0
    for match in _PIECES.finditer(plain):
        first, second = match[1], match[2]
        whole = first + second
        if match.start() < done or len(whole) < _FEWEST_OF_PIECES or whole not in words:
            continue
        if first in words and second in words:
            continue
        done = match.end() + len(second)
        yield match.end() - 1, match.end(), ""


def _cut(letters: str) -> list[str] | None:
    """Return letters as words of the rules, as few as can be; None where they are none."""
    best: list[list[str] | None] = [[]]
    for end in range(1, len(letters) + 1):
        found: list[str] | None = None
        for start in range(max(0, end - 16), end):
            before, word = best[start], letters[start:end]
            if before is not None and len(word) > 2 and word in known_words():
                found = min(found, [*before, word], key=len) if found else [*before, word]
        best.append(found)
    return best[-1]


class _Readings(dict[int, str]):
    """What each character is read as, worked out once: no character at all, or several."""

    def __missing__(self, code: int) -> str:
        read = self[code] = _read(chr(code))
        return read


def _read(letter: str) -> str:
    if letter in _SIGNS:
        return _SIGNS[letter]
    if letter.isascii():
        return letter.lower() if letter.isprintable() or letter.isspace() else ""
    for first in _LETTERS_IN_BOXES:
        if 0 <= ord(letter) - first < 26:
            return chr(ord("a") + ord(letter) - first)
    if unicodedata.category(letter) in _UNSEEN:
        return ""
    if letter.isspace():
        return " "
    plain = without_accents(letter)
    if not plain.isascii():
        plain = _looks_like(plain) or _looks_like(letter) or plain
        return plain.lower()
    # A ligature is several letters; accents are taken off, and "œ" is one letter as everywhere.
    several = "".join(
        one for one in unicodedata.normalize("NFKD", letter) if unicodedata.category(one) not in _UNSEEN
    ).lower()
    return several if len(several) > 1 and several.isascii() else plain


@cache
def _looks_like(letter: str) -> str:
    for found in confusables.is_confusable(letter, greedy=True, preferred_aliases=[]) or []:
        for other in found["homoglyphs"]:
            if other["c"].isascii() and other["c"].isalpha():
                return str(other["c"]).lower()
    # Small capitals and letters of phonetics are in no table: "LATIN LETTER SMALL CAPITAL R".
    named = _NAMED.fullmatch(unicodedata.name(letter, ""))
    return named[1].lower() if named else ""


_READ = _Readings()
