"""Words of a French text, folded so that gender, number, accents and inclusive writing make no difference.

`Vendeur(se)`, `vendeur·euse`, `VENDEUSES` and `vendeur` all fold to `vendeur`. Labels of the vocabulary and texts go
through the same function, so a fold need not be a real word: it only has to be the same on both sides.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# "H/F", "F/H", "(h-f)", "M/F/X" say that a job is open to all: nothing about the job itself.
_ALL_GENDERS = re.compile(r"\(?\b[HMF]\s?[/|.\-]\s?[HMFX](?:\s?[/|]\s?X)?\b\)?", re.IGNORECASE)
# "soignant·e·s", "infirmier(ère)", "employé.e", "vendeur/se": the ending after the mark repeats the word's gender. It
# is erased with spaces of the same length, so that positions still point into the text as it was written.
_INCLUSIVE = re.compile(
    r"(?<=[a-zà-ÿ])(?:\((?:e|s|es|se|ère|ere|ière|iere|rice|trice|euse|ne|le|ienne|ive|fe)s?\)"
    r"|[·•‧.](?:e|se|ère|ere|ière|iere|rice|trice|euse|ne|le|ienne|ive|fe)(?:[·•‧.]?s)?\b|[·•‧]s\b"
    r"|/(?:se|euse|trice|rice|ère|ière|ne|e)\b)",
    re.IGNORECASE,
)
_ELISION = re.compile(r"\b(?:[dljmnstc]|qu|jusqu|lorsqu|puisqu)['’ʼ]", re.IGNORECASE)
_WORD = re.compile(r"[a-z0-9]+(?:\+\+|#)?|\.net\b")

# Words that bind others without meaning: "soudage à l'arc" is written "soudage arc" as often. Single letters stay:
# "permis C" and "CACES R482 A" need them ("à" is taken out before its accent is folded away).
STOP_WORDS = frozenset(
    [
        "de",
        "du",
        "des",
        "la",
        "le",
        "les",
        "un",
        "une",
        "en",
        "au",
        "aux",
        "et",
        "pour",
        "par",
        "sur",
        "dans",
        "avec",
        "ou",
    ]
)

_GENDER = (
    ("trice", "teur"),
    ("euse", "eur"),
    ("iere", "ier"),
    ("ere", "er"),
    ("ienne", "ien"),
    ("onne", "on"),
    ("enne", "en"),
    ("elle", "el"),
    ("ette", "et"),
    ("ive", "if"),
)


_LIGATURES = {"œ": "o", "æ": "a"}


@dataclass(frozen=True, slots=True)
class Token:
    """A folded word and where it stands in the text it came from (characters, end excluded)."""

    fold: str
    start: int
    end: int


def without_accents(text: str) -> str:
    """Lower-case `text` and take accents off, one character for each character, so that positions hold (œ → o)."""
    return text.translate(_PLAIN)


class _PlainLetters(dict[int, str]):
    """Each letter without its accent, worked out once: half of the time of an offer went into asking anew."""

    def __missing__(self, code: int) -> str:
        plain = self[code] = _plain(chr(code))
        return plain


def _plain(letter: str) -> str:
    # Each step one to one: `"İ".lower()` is two characters. Lowered last: "𝐒", as profiles write it, decomposes to "S".
    return _LIGATURES.get(letter.lower()) or unicodedata.normalize("NFKD", letter)[0].lower()[0]


_PLAIN = _PlainLetters()


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """Fold gender and number out of one lower-case word without accents: `serveuses` → `serveur`."""
    # "œuvre" arrives as "ouvre" (see without_accents): "oeuvre" must meet it.
    word = word.replace("oe", "o")
    if len(word) <= 3 or word.isdecimal():
        return word
    if word.endswith("aux") and len(word) > 4:
        word = word[:-3] + "al"
    elif word[-1] in "sx" and word[-2] != "s":
        word = word[:-1]
    if word.endswith("ee") and len(word) > 4:
        return word[:-2]
    for feminine, masculine in _GENDER:
        if word.endswith(feminine) and len(word) > len(feminine) + 1:
            return word[: -len(feminine)] + masculine
    # Four letters keep it: DEAS and DEAES, AEP and AEPE are not the same diploma or trade.
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


def tokens(text: str) -> list[Token]:
    """Cut `text` into folded words without stop words, each with its position in `text`."""
    blank = _blank(_ALL_GENDERS, _blank(_INCLUSIVE, text))
    blank = _blank(_ELISION, blank).replace(" à ", "   ").replace(" À ", "   ")
    return [
        Token(fold(match.group()), match.start(), match.end())
        for match in _WORD.finditer(without_accents(blank))
        if match.group() not in STOP_WORDS
    ]


def folded_words(text: str) -> list[str]:
    """Return the folded words of `text`, in order."""
    return [token.fold for token in tokens(text)]


def _blank(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda match: " " * len(match.group()), text)
