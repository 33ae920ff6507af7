"""What a person or a source writes for a place, taken apart: name, numbers, département. Pure functions."""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.language.normalisation import without_accents

# "Bordeaux Cedex 9", "33077 BORDEAUX CEDEX": a way to deliver mail.
_CEDEX = re.compile(r"\bcedex\b(?:\s\d+)?", re.IGNORECASE)
_CODE = re.compile(r"\b(\d{5}|\d[\dAB]\d{3})\b", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\dA-Za-z])(\d{2,3}|2[AB])(?![\dA-Za-z])", re.IGNORECASE)
_NUMBERS = re.compile(r"\b(?:\d[\dAB]\d{3}|\d{2,3}|2[AB])\b|[()]", re.IGNORECASE)
_INSEE = re.compile(r"\binsee\s*:?\s*(\d[\dAB]\d{3})\b", re.IGNORECASE)
# "Paris 15", "69 - LYON 03", "Marseille 12e arrondissement": towns that have districts.
_DISTRICT = re.compile(r"\b(paris|lyon|marseille)\s+(\d{1,2})\s?(?:er|e|eme)?\b(?!\s?\d)")
_DISTRICT_WORD = re.compile(r"\barrondissement\b", re.IGNORECASE)
# "Pessac, Gironde", "Mérignac - France": what stands last may be the département or the country.
_LAST = re.compile(r"^(?P<first>.+?)\s*(?:,|\s[-–]\s|\()\s*(?P<last>[^,()–]+?)\)?$")


@dataclass(frozen=True, slots=True)
class Typed:
    """What was written: the key of the name, the words of the name with its article, and the numbers beside."""

    name: str
    whole: str
    code: str = ""
    """Five characters: a postcode, or an INSEE code."""
    departement: str = ""
    district: tuple[str, int] | None = None
    """Town and number of an arrondissement."""
    insee: str = ""
    """A code that is said to be of INSEE."""


def typed(text: str) -> Typed:
    """Return the parts of what was written for a place."""
    text = _CEDEX.sub(" ", text)
    insee, code, number = _INSEE.search(text), _CODE.search(text), _NUMBER.search(text)
    district = _DISTRICT.search(without_accents(text))
    name = _DISTRICT_WORD.sub(" ", _NUMBERS.sub(" ", text)) if district else _NUMBERS.sub(" ", text)
    return Typed(
        name=name_key(district[1] if district else name),
        whole=whole_key(name),
        code=code[1].upper() if code else "",
        departement=number[1].upper() if number and not code else "",
        district=(district[1], int(district[2])) if district else None,
        insee=insee[1].upper() if insee else "",
    )


def with_its_last(text: str) -> tuple[str, str]:
    """Return what stands before and after the last comma, hyphen or bracket: `("Pessac", "Gironde")`, else twice ""."""
    match = _LAST.match(text.strip())
    return (match["first"], match["last"].strip()) if match else ("", "")


def whole_key(name: str) -> str:
    """Return a name without accents, capitals and signs, "St" and "s/" written out."""
    plain = without_accents(name)
    plain = re.sub(r"\bs[/.](?=\s?[a-z])", "sur ", plain)
    plain = re.sub(r"[^a-z0-9]+", " ", plain).strip()
    return re.sub(r"\bste\b", "sainte", re.sub(r"\bst\b", "saint", plain))


def name_key(name: str) -> str:
    """Return the key of a name: as `whole_key`, without its article."""
    return re.sub(r"^(?:l|le|la|les) ", "", whole_key(name))
