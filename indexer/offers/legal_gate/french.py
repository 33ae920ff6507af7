"""How much of a text is in another language than French, by the small words that every sentence needs.

The law asks only whether an offer is in French (L5331-4), not which other language it is in, and trade names ("data
engineer") are let through: so the small words decide, not a detector of languages that reads "manager" as English.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.language.normalisation import without_accents

_FRENCH = frozenset(
    """
    le la les un une des du de au aux et ou en dans sur pour par avec sans vous votre vos nous notre nos il elle ils est
    sont etes serez sera avez aurez avoir etre ce cet cette ces qui que dont leur leurs son sa ses plus ainsi afin tout
    tous toute toutes je tu tes ton mais comme selon chez entre se ne pas sous vers lors poste
    """.split()
)
# English, Spanish, Portuguese, Italian, German, Dutch: only words that French does not have.
_FOREIGN = frozenset(
    """
    the of and to you your we our with for is are will be this that from have has by as at their who should must it its
    or an can
    el los las del para con una por como nuestro nuestra su sus y
    o os da do dos das em uma voce nossa nosso
    il di che gli della dei nel sono
    und der die das mit fur wir sie ist ein eine im zu auf
    het een van met voor wij zijn
    """.split()
) - {"o", "il", "as", "die"}
_PIECE = re.compile(r"[^.!?\n;•]+")
_WORD = re.compile(r"[a-z]+")
# Fewer foreign small words than this are a slogan, a name, a product.
_FEWEST = 4


@dataclass(frozen=True, slots=True)
class Foreign:
    """The part of a text that is in another language."""

    words: int
    share: float
    """Of all words, 0 to 1."""
    start: int = 0
    end: int = 0
    """Where the longest piece of it stands (characters, end excluded)."""


def foreign_part(text: str) -> Foreign:
    """Return the part of `text` in another language than French: nothing for a slogan or a foreign trade name."""
    plain = without_accents(text)
    total = foreign = 0
    longest = (0, 0, 0)
    for piece in _PIECE.finditer(plain):
        words = _WORD.findall(piece.group())
        total += len(words)
        others = sum(word in _FOREIGN for word in words)
        if others >= _FEWEST and others > 2 * sum(word in _FRENCH for word in words):
            foreign += len(words)
            longest = max(longest, (len(words), piece.start(), piece.end()))
    return Foreign(foreign, foreign / total if total else 0.0, longest[1], longest[2])
