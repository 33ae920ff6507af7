"""Which letters a wording cannot do without: a text that has none of them need not be searched for it. Pure.

Hundreds of wordings are tried at every word of an offer; most name something ("ramadan", "livret de famille") that few
offers hold. Worked out from the expression itself, so that nobody has to say it beside the rules.
"""

from __future__ import annotations

import re
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

FEWEST = 3
"""Letters: fewer are in every text."""
MOST = 400
"""Pieces of which one is needed: more are in every text too."""


def needed(expression: str) -> frozenset[str]:
    """Return pieces of which any match holds at least one; nothing when that cannot be said."""
    return _of_sequence(parser.parse(expression)) or frozenset()


def _of_sequence(parsed: Any) -> frozenset[str] | None:
    best: frozenset[str] | None = None
    letters = ""
    for code, argument in [*parsed, (None, None)]:
        if code is codes.LITERAL:
            letters += chr(argument)
            continue
        found = frozenset([letters]) if letters else None
        letters = ""
        best = max(best, found, _of(code, argument), key=_worth)
    return best if _worth(best) > (0, 0) else None


def _of(code: Any, argument: Any) -> frozenset[str] | None:
    if code is codes.SUBPATTERN:
        return _of_sequence(argument[-1])
    if code in (codes.MAX_REPEAT, codes.MIN_REPEAT) and argument[0] > 0:
        return _of_sequence(argument[2])
    if code is codes.BRANCH:
        each = [_of_sequence(branch) for branch in argument[1]]
        if all(each):
            return frozenset[str]().union(*(one for one in each if one))
    return None


def _worth(pieces: frozenset[str] | None) -> tuple[int, int]:
    if not pieces or len(pieces) > MOST:
        return (0, 0)
    shortest = min(map(len, pieces))
    return (shortest, -len(pieces)) if shortest >= FEWEST else (0, 0)


class Wordings:
    """Wordings of a rule, each tried only in texts that hold what it needs."""

    def __init__(self, expressions: list[str]) -> None:
        """Raises `re.error` for what is no expression."""
        self.each = [(re.compile(one), needed(one)) for one in expressions]

    def __bool__(self) -> bool:
        """Say whether there are any."""
        return bool(self.each)

    def spans(self, plain: str) -> list[tuple[int, int]]:
        """Return where any of them stands, in the order of the text, none within the one before."""
        found = [
            match.span()
            for pattern, pieces in self.each
            if not pieces or any(piece in plain for piece in pieces)
            for match in pattern.finditer(plain)
        ]
        return sorted(found)
