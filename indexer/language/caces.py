"""Lists of CACES categories: "CACES 1-3-5", "R482 cat : A / B1 / F" name one licence for each category.

Which licence a category is, under a recommendation of today or of before (R389, R372, R386), is said by the vocabulary
alone: a category it has no wording for under that number leads nowhere (old R389 category 2 became 2A or 2B).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from indexer.language.phrases import Found, in_their_place

Exact = Callable[[str], tuple[str, ...]]
"""What a wording as a whole stands for in the vocabulary."""

_NUMBER = r"r\s?\.?\s?(?:372|377|383|386|389|390|48[2-7]|489|490)\s?m?\b"
# What stands between "CACES" and its categories: the machines, never a verb.
# Every row is bounded: of "R489/R482/R489/…", read anew from each number, the time would grow with the square.
_MACHINES = (
    r"(?:\s+(?:logistique|chariots?|elevateurs?|cariste|nacelles?|pemp|engins?|de|chantier|tp|manutention"
    r"|conduite)){0,12}"
)
# A number of years, hours, posts or euros is no category: "CACES 3, 2 ans d'expérience".
_CATEGORY = (
    r"(?:10|[1-9][ab]?|[a-g][1-3]?)(?![\w'’%€+]|[.,]\d)"
    r"(?!\s*(?:an(?:s|nees?)?|mois|jours?|semaines?|h|heures?|postes?|personnes?|euros?|eur|fois|jour)\b)(?!\s?[€%x])"
)
_SEPARATOR = r"\s*(?:[-–,/&+;]|\b(?:et|ou)\b)?\s*(?:\bcat(?:egories?|\b)\.?\s*)?"
_NUMBERS_SAID = rf"{_NUMBER}(?:\s*[/,\-–]\s*{_NUMBER}){{0,12}}"
_LIST = re.compile(
    rf"(?:\bcaces(?P<machines>{_MACHINES})|(?=\br\s?\.?\s?\d))"
    rf"\s*[:\-–(]?\s*(?P<before>{_NUMBERS_SAID})?"
    rf"\s*[:\-–/(]?\s*(?P<word>cat(?:egories?|s)?\b\.?|types?\b|niveaux?\b|n°)?\s*[:\-–]?\s*(?:de\s+type\s+)?"
    rf"(?P<list>{_CATEGORY}(?:{_SEPARATOR}{_CATEGORY}){{0,40}})"
    rf"(?:\s*\(?\s*(?P<after>{_NUMBERS_SAID}))?"
)
_ONE = re.compile(_CATEGORY)
_NUMBERS = re.compile(r"\d{3}")
_UP_TO_DATE = re.compile(r"\s+jour", re.IGNORECASE)
# Said by the machine instead of the number. The old number comes second: its categories are figures, today's letters.
_BY_MACHINE = (
    (re.compile(r"nacelle|pemp"), ("486", "386")),
    (re.compile(r"chantier|\btp\b|engin"), ("482", "372")),
    (re.compile(r"chariot|cariste|logistique|elevateur"), ("489", "389")),
)


def with_categories(text: str, plain: str, found: list[Found], exact: Exact) -> list[Found]:
    """Return `found` with each list of categories in place of the one licence, or the number alone, read in it.

    `plain` is the text as `without_accents` gives it: `à` and `a` have to be told apart in the one, not in the other.
    """
    # What overlaps a list is one of its categories, the number they share, or "formation CACES", a trainer's skill.
    return in_their_place(found, list(_lists(text, plain, exact)))


def _lists(text: str, plain: str, exact: Exact) -> Iterator[Found]:
    if "caces" not in plain and not re.search(r"\br\s?\.?\s?\d{3}", plain):
        return
    for match in _LIST.finditer(plain):
        numbers = _NUMBERS.findall(match["before"] or match["after"] or "")
        for pattern, of_machine in _BY_MACHINE:
            if not numbers and pattern.search(match["machines"] or ""):
                numbers = list(of_machine)
        categories = [
            one.group()
            for one in _ONE.finditer(plain, match.start("list"), match.end("list"))
            if _is_category(text, one.start(), one.end(), alone=not match["word"])
        ]
        identifiers = tuple(dict.fromkeys(i for category in categories for i in _licence(category, numbers, exact)))
        if identifiers:
            yield Found(identifiers, match.start(), match.end())


def _is_category(text: str, start: int, end: int, *, alone: bool) -> bool:
    """Say whether a letter is a category: "R482 à jour" and "CACES R482 A JOUR" name none."""
    letter = text[start:end]
    if letter in ("à", "À"):
        return False
    return not (alone and (letter == "a" or (letter == "A" and _UP_TO_DATE.match(text, end))))


def _licence(category: str, numbers: list[str], exact: Exact) -> tuple[str, ...]:
    for number in numbers:
        for wording in (f"caces r{number} catégorie {category}", f"caces r{number} {category}"):
            if identifiers := exact(wording):
                return identifiers
    return () if numbers else exact(f"caces {category}")
