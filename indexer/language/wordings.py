"""The several things one official label says: "Lecture de plans, de schémas" is the reading of plans, and of schemas.

The official list puts verbs and objects in a row; offers name one of them. Pure functions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_BRACKETS = re.compile(r"\([^)]*\)?|\[[^\]]*\]?")
_ROW = re.compile(r"\s*(?:,\s*(?:et|ou)?\b|/|\bet\b|\bou\b)\s*")
# What follows two things joined by "et" belongs to both ("la qualité et la conformité des process"), so that they are
# taken apart only in a row with commas, and where they are verbs.
_IS_ROW = re.compile(r",|/|^[\w-]+(?:er|ir|re)\s+(?:et|ou)\s+[\w-]+(?:er|ir|re)\b")
_DETERMINER = re.compile(r"(?<![\w'’])(?:d['’]une?\b|de l['’]|de la\b|des?\b|du\b|d['’]|les?\b|la\b|l['’]|une?\b)\s*")
_VERB = re.compile(r"[\w-]+(?:er|ir|re)\b")
MOST = 8
"""Labels that say more than that are lists of examples."""


def wordings(label: str) -> list[str]:
    """Return what `label` says, each with its verb and one object; the label itself alone when it is no row."""
    label = without_brackets(label)
    parts = [part for part in _ROW.split(label) if part]
    if len(parts) < 2 or not _IS_ROW.search(label):
        return [label] if label else []
    verbs, objects = _verbs(parts)
    said = [f"{verb} {each}".strip() for verb in verbs for each in _objects(objects)]
    return said if len(said) <= MOST else [label]


def without_brackets(label: str) -> str:
    """Return a label without the examples in brackets: "Système réseau (LAN, MAN, WAN)" is "Système réseau"."""
    return " ".join(_BRACKETS.sub(" ", label).replace("...", "").strip(" ,").split())


def _verbs(parts: list[str]) -> tuple[list[str], list[str]]:
    """Cut "Monter", "régler une installation", "une machine" into the verbs and what they are said of."""
    verbs: list[str] = []
    for number, part in enumerate(parts):
        verb = _VERB.match(part)
        if not verb:
            break
        verbs.append(verb.group())
        if verb.end() < len(part):
            return verbs, [part[verb.end() :].strip(), *parts[number + 1 :]]
    return (verbs, parts[len(verbs) :]) if verbs else ([""], parts)


def _objects(parts: list[str]) -> Iterator[str]:
    """Give each part the words it shares with the first: "la conformité d'un produit", "d'une machine"."""
    if not parts:
        yield ""
        return
    first, *others = parts
    yield first
    for part in others:
        if _VERB.match(part):
            # Another action altogether ("… et rédiger le rapport").
            continue
        own = _DETERMINER.match(part)
        shared = [one for one in _DETERMINER.finditer(first) if _alike(one.group(), own.group() if own else "")]
        if shared:
            yield f"{first[: shared[-1].start()]} {part}".strip()


def _alike(one: str, other: str) -> bool:
    """Say whether two determiners stand alike: both with "de", or both without."""
    return one[0].lower() == "d" if other[:1] in ("d", "D") else (not other or one[0].lower() != "d")
