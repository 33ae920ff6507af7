"""The notation in which rules name wordings: what an offer would say, with a few signs.

Written as in an offer, with or without accents and capitals. Beside letters:

- `(a|b)`, `(a )?`, `s?`, `\\w+`: as in regular expressions, which this becomes (no space within square brackets);
- a space: a space, a line's end or a hyphen; `'`: either apostrophe;
- `#`: an age, 14 to 79, in figures or words; `...`: up to forty characters of the same clause;
- `~`: up to four words without a comma between them; `~~`: up to six, across commas and question marks;
- `( \\w+)`: a word more, elided or not ("d'experience"); `@`, in an exception: the words that were found;
- `{sought}`: one of the lists of `rules/words.toml`.

A wording begins and ends where words do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from indexer.language.normalisation import without_accents
from indexer.offers.legal_gate.needed import Wordings

_AGE = (
    r"(?:1[4-9]|[2-7]\d|dix[\s\-]huit|vingt(?:[\s\-](?:et[\s\-])?(?:un|deux|cinq|six|huit|neuf))?"
    r"|(?:trente|quarante|cinquante)(?:[\s\-]cinq)?|soixante)"
)
FOUND = "\ue000"
"""Stands for the words that were found, where an exception says what is around them."""
_WORD = r"\w+"
BREAKS = "breaks"
"""The list of words across which nothing is excused: "à l'accueil nous cherchons" is not "accueil de femmes"."""
_SIGNS = {
    r"( \w+)": r"(?:[\s\-'’]{1,3}\w+)",
    " @": rf"[\s\-'’]{{1,3}}{FOUND}",
    "@": FOUND,
    "~~": r"(?:[^\w.;\n]{1,4}(?:\w+[^\w.;\n]{1,4}){0,6})",
    "~": r"(?:[\s\-'’]{1,3}(?:\w+[\s\-'’]{1,3}){0,4})",
    "...": r"(?:\b[^.;!?\n]{0,40}?)?\b",
    " ": r"(?:[\s\-]{1,3})",
    "'": r"(?:['’]\s?)",
    "#": _AGE,
}
_SIGN = re.compile("|".join(re.escape(sign) for sign in _SIGNS))
_LIST = re.compile(r"\{([a-z_]+)\}")

NEVER = re.compile(r"(?!)")
"""Matches nothing: what a rule without exceptions looks for."""


class Exceptions:
    """What makes found words lawful, or something else: it has to touch them.

    A wording without `@` shares a letter with them ("femme de ménage", where "femme" was found); one with `@` says what
    stands around ("enfants~@"). So "expérience souhaitée" further on excuses no age.
    """

    def __init__(self, wordings: Iterable[str], lists: Mapping[str, str]) -> None:
        """Raises as `compiled` does."""
        several = list(wordings)
        word = rf"(?!(?:{_expression(lists[BREAKS], {})})\b)\w+" if BREAKS in lists else _WORD
        self.sharing = compiled([one for one in several if "@" not in one], lists, word)
        self.around = compiled([one for one in several if "@" in one], lists, word)

    def excuse(self, clause: str, start: int, end: int) -> bool:
        """Say whether the words of a clause from `start` to `end` are excused by it."""
        place = 0
        while match := self.sharing.search(clause, place):
            if match.start() >= end:
                break
            if match.end() > start:
                return True
            place = match.start() + 1
        return self.around.search(f"{clause[:start]}{FOUND}{clause[end:]}") is not None


def compiled(wordings: Iterable[str], lists: Mapping[str, str], word: str = r"\w+") -> re.Pattern[str]:
    """Return the expression that finds any of `wordings` in a text as `legible` gives it.

    `word` is one that may be between.

    Raises KeyError for a `{list}` that is not in `lists`, `re.error` for a wording that is no expression.
    """
    each = [f"(?:{_expression(wording, lists, word)})" for wording in wordings]
    return re.compile(rf"(?<!\w)(?:{'|'.join(each)})(?!\w)") if each else NEVER


def wordings_of(wordings: Iterable[str], lists: Mapping[str, str]) -> Wordings:
    """Return `wordings` to be looked for one by one. Raises as `compiled` does."""
    return Wordings([rf"(?<!\w)(?:{_expression(wording, lists)})(?!\w)" for wording in wordings])


def _expression(wording: str, lists: Mapping[str, str], word: str = r"\w+") -> str:
    whole = _LIST.sub(lambda match: f"({lists[match[1]]})", wording)
    return _SIGN.sub(lambda match: _SIGNS[match.group()].replace(_WORD, word), without_accents(whole))
