"""What the gate says of an offer, and the sentence it says it of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.offers.legal_gate.rules import Rule

TITLE, TEXT, WHOLE = "title", "text", "whole"
"""Where it was found; WHOLE: something is missing, or the text as a whole is meant."""

# A clause ends where context.py ends one; a sentence does not end at a semicolon. The stop of "30.000" ends nothing.
_SENTENCE_END = re.compile(r"[\n!?•*¶]|\.(?=\s|$)")
_CLAUSE_END = re.compile(r"[\n;!?•*¶]|\.(?=\s|$)")
_LONGEST_SENTENCE = 300
LONGEST_CLAUSE = 120


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend. Positions are characters of the title or the text as they were given, end excluded."""

    rule: Rule
    part: str = WHOLE
    start: int = 0
    end: int = 0
    quote: str = ""
    """The author's own sentence; empty when something is missing."""
    quote_start: int = 0

    @property
    def words(self) -> str:
        """The words of the sentence that point to what is forbidden."""
        return self.quote[self.start - self.quote_start : self.end - self.quote_start]


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the sentence that holds a span begins and ends, without the spaces around it."""
    first, last = _bounds(text, start, end, _SENTENCE_END, _LONGEST_SENTENCE)
    if last < len(text) and text[last] in ".!?":
        last += 1
    while first < start and text[first].isspace():
        first += 1
    while last > end and text[last - 1].isspace():
        last -= 1
    return first, last


def clause(plain: str, start: int, end: int) -> tuple[int, int]:
    """Return where the clause that holds a span begins and ends, as far as its words may speak of it."""
    return _bounds(plain, start, end, _CLAUSE_END, LONGEST_CLAUSE)


def _bounds(text: str, start: int, end: int, ends: re.Pattern[str], reach: int) -> tuple[int, int]:
    least = max(0, start - reach)
    first = max((match.end() for match in ends.finditer(text, least, start)), default=least)
    following = ends.search(text, end, min(len(text), end + reach))
    return first, following.start() if following else min(len(text), end + reach)
