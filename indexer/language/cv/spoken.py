"""Languages a CV says are spoken, with their level: the CEFR's A1 to C2, or the word people use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from indexer.language.cv.lines import LANGUAGES, LEISURE, Line
from indexer.language.normalisation import tokens
from indexer.language.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Spoken:
    """A language: its trait (`language:anglais`), and its level as one of LEVELS; empty where none is said."""

    trait: str
    level: str


LEVELS = (
    "A1",
    "A2",
    "B1",
    "B2",
    "C1",
    "C2",
    "langue maternelle",
    "bilingue",
    "courant",
    "intermédiaire",
    "scolaire",
    "notions",
)
# With less, nobody answers an offer that asks for the language: shown to the person, and no trait.
BEGINNERS = frozenset(["A1", "notions", "scolaire"])

# The first that is said counts; a figure before a word.
_SAID = (
    ("", r"\b(?P<cefr>[abc][12])\b"),
    ("langue maternelle", r"matern|\bnati(?:f|ve)\b|mother tongue"),
    ("bilingue", r"\bbilingue|\btrilingue"),
    ("notions", r"\bnotions?\b|\bun peu d|debutant|\bbases?\b|elementaire|beginner|rudiment"),
    ("scolaire", r"\bscolaire"),
    (
        "courant",
        r"\bcourant|\bfluent|\bcouramment|professionnel|lu,? ?(?:et |/ ?)?ecrit|avance|\bmaitrise|operation|tres bon",
    ),
    ("intermédiaire", r"intermediaire|conversation|\bmoyen|technique|\bbon(?:ne)?s?\b|de cuisine|correct"),
)
_LEVEL = tuple((level, re.compile(pattern)) for level, pattern in _SAID)
_SPEAKS = re.compile(
    r"\b(?:je parle|parle|langues?|lu, (?:ecrit|parle)|bilingue|niveau [abc][12]|toeic|toefl|bulats|delf|dalf)\b"
)
# What stands in brackets belongs together; brackets are short, and looking further takes its time at every comma.
_CUT = re.compile(r"[,;|•\n\t/](?![^(]{0,200}\))|\s{3,}|\s-\s|\bet\b")


def spoken(lines: list[Line], vocabulary: Vocabulary) -> list[Spoken]:
    """Return the languages said to be spoken: listed under a heading, or named with a level or a verb."""
    best: dict[str, Spoken] = {}
    headed = ""
    for line in lines:
        if line.heading:
            # "LANGUE(S) MATERNELLE(S)" says the level of what stands under it.
            headed = _level(line.plain) if line.section == LANGUAGES else ""
        if line.heading or line.section == LEISURE:
            continue
        listed = line.section == LANGUAGES or bool(_SPEAKS.search(line.plain))
        last: list[str] = []
        for start, end in _cells(line.plain):
            cell = line.plain[start:end]
            level = _level(cell)
            traits = _languages(line.text[start:end], cell, vocabulary, listed=listed or bool(level))
            if level and not traits:
                # "Anglais, B1": the level stands in a cell of its own.
                best |= {trait: Spoken(trait, level) for trait in last if not best[trait].level}
                last = []
            if not (listed or level):
                continue
            for trait in traits:
                if trait not in best or not best[trait].level:
                    best[trait] = Spoken(trait, level or headed)
            last = traits
    return list(best.values())


def _cells(plain: str) -> list[tuple[int, int]]:
    """Return the parts of a line that each speak of one language, with what is said of it in brackets or after it."""
    cuts = [0, *(match.end() for match in _CUT.finditer(plain)), len(plain)]
    return [(start, end) for start, end in pairwise(cuts) if end - start > 1]


def _languages(text: str, plain: str, vocabulary: Vocabulary, *, listed: bool) -> list[str]:
    found = [
        identifier
        for one in vocabulary.item_finder.find(tokens(text))
        for identifier in one.identifiers
        if identifier.startswith("language:")
    ]
    if listed:
        words = set(re.findall(r"[a-z]+", plain))
        found += [f"language:{key}" for word, key in vocabulary.listed_languages.items() if word in words]
    return list(dict.fromkeys(found))


def _level(cell: str) -> str:
    for level, pattern in _LEVEL:
        match = pattern.search(cell)
        if match:
            return level or match["cefr"].upper()
    return ""
