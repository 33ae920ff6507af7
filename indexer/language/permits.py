"""Lists of driving licences: "Permis B, C et CE" names three, of which only the first stands beside the word.

Categories are those of the Code de la route (R221-4).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from indexer.language.phrases import Found, in_their_place

Exact = Callable[[str], tuple[str, ...]]
"""What a wording as a whole stands for in the vocabulary."""

_CATEGORY = r"(?:am|a[12]?|b1|be|eb|b|c1e|c1|ce|ec|c|d1e|d1|de|ed|d)(?![\w'’%€])"
_SEPARATOR = r"\s*(?:[,/+&;\-–]|\bet\b|\bou\b|\s)\s*(?:(?:les?\s)?permis\s)?"
_LIST = re.compile(
    rf"\bpermis\b(?:\s+de\s+conduire)?\s*[:(]?\s*(?:categories?\s*:?\s*)?(?P<list>{_CATEGORY}(?:{_SEPARATOR}{_CATEGORY})*)"
)
_ONE = re.compile(_CATEGORY)
# The trailer's letter is written on either side: "permis EC" is the CE of today.
_TODAY = {"eb": "be", "ec": "ce", "ed": "de"}


def with_permits(text: str, plain: str, found: list[Found], exact: Exact) -> list[Found]:
    """Return `found` with each list of driving licences in place of the one licence read in it.

    `plain` is the text as `without_accents` gives it; `text` tells "B et A" from "B et à" and "C" from "c'est".
    """
    return in_their_place(found, list(_lists(text, plain, exact)))


def _lists(text: str, plain: str, exact: Exact) -> Iterator[Found]:
    if "permis" not in plain:
        return
    for match in _LIST.finditer(plain):
        named = list(_ONE.finditer(plain, match.start("list"), match.end("list")))
        kept = [named[0], *(one for one in named[1:] if text[one.start() : one.end()].isupper())]
        licences = [exact(f"permis {_TODAY.get(one.group(), one.group())}") for one in kept]
        identifiers = tuple(dict.fromkeys(identifier for several in licences for identifier in several))
        if len(kept) > 1 and identifiers:
            yield Found(identifiers, match.start(), kept[-1].end())
