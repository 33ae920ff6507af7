"""Where a CV names the person it is of: in its first lines, as a label says it, or as their address spells it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from indexer.language.cv.lines import CONTACT, HEADER, Line
from indexer.language.empty_words import EMPTY_TITLE_WORDS
from indexer.language.normalisation import folded_words, tokens, without_accents
from indexer.language.phrases import PhraseFinder

Span = tuple[int, int]

REMOVED = "[…]"
"""What stands in a text for what was taken out of it."""

_GIVEN_NAMES = Path(__file__).parent / "given_names.txt"
_EMAIL = re.compile(r"[\w.+'-]{1,64}\s?(?:@|\[at\]|\(at\)|\(a\))\s?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
_LABEL = re.compile(
    r"\b(?:nom(?: de famille| de naissance| d['’ ]?usage| de jeune fille| et prenoms?| prenoms?|s)?|prenoms?"
    r"|prenom (?:et )?nom|name|nee? (?=[a-z-]+$))(?:\(s\))?\s*[:=]\s*(?P<name>\S[^\n|;\t]{0,60}?)"
    r"(?=\s{2,}|\s*[|;\t\n]|\s*,|\s+(?:pre)?noms?\s*:|\s+(?:ne|nee|age|date|adresse|tel|nationalite|sexe)\b|$)"
)
# "Mme Dupont", "M. Jean DUPONT" in the first lines.
_CIVIL = re.compile(r"(?:monsieur|madame|mademoiselle|mme|mlle|mr|m\.)\s+(?=[a-z])")
_WORD = r"[^\W\d_](?:[^\W\d_]|['’.-](?=[^\W\d_]))*\.?"
# "CV Julie Martin", "Curriculum vitae de Julie Martin".
_COVER = re.compile(r"\s*(?:curriculum\s+vitae|c\.?v\.?)(?:\s+de\b|\s*[:–-])?\s+", re.IGNORECASE)
_CELL = re.compile(r"[^\n\t|•·;,/()]+?(?=\s{2,}|\s[-–—]+\s|[\t|•·;,/()\n]|$)")
_PARTICLES = frozenset(["de", "du", "des", "la", "le", "da", "do", "dos", "di", "el", "al", "ben", "van", "von", "et"])
_FIRST_LINES, _FIRST_ALONE = 12, 2
# A given name with a family name in capitals, or both words of the address.
_SURE, _LONGEST_NAME = 4, 50
_NO_NAME = frozenset(
    [
        "curriculum",
        "vitae",
        "cv",
        "page",
        "profil",
        "permis",
        "vehicule",
        "disponible",
        "mobile",
        "email",
        "mail",
        "tel",
    ]
)


def names_in(text: str, lines: list[Line], emails: Iterable[str], titles: PhraseFinder) -> list[Span]:
    """Return where the person is named: labels, the name at the top, and that name again further on.

    `emails`: addresses known to be theirs; those in the text are read too. `titles` finds job titles: a line that is
    one is no name unless an address or a given name says so.
    """
    local = _local_words([*emails, *(match.group() for match in _EMAIL.finditer(text))])
    labelled = list(_labelled(lines))
    top = [] if labelled and any(line.section == HEADER for line in lines[:3]) else _top(lines, local, titles)
    found = [*labelled, *top]
    words = {word for start, end in found for word in _words(text[start:end])}
    return [*found, *_again(text, words)]


def _labelled(lines: list[Line]) -> Iterator[Span]:
    for line in lines:
        for match in _LABEL.finditer(line.plain):
            yield line.start + match.start("name"), line.start + match.end("name")


def _top(lines: list[Line], local: set[str], titles: PhraseFinder) -> list[Span]:
    """Return the one place in the first lines, or the contact section, that looks most like a name."""
    first = [line for line in lines[:_FIRST_LINES] if line.section in (HEADER, CONTACT) and not line.heading]
    first += [line for line in lines[_FIRST_LINES:] if line.section == CONTACT and not line.heading]
    if any(line.text.startswith(REMOVED) for line in lines[:_FIRST_ALONE]):
        # Taken out before: what stands below is not another name.
        first = []
    rated = _elsewhere(lines, local, titles)
    position = 0
    for number, line in enumerate(first):
        if not _is_cover(line):
            position += 1
        for cell in _CELL.finditer(line.text.strip("#*= ")):
            cover = _COVER.match(cell.group())
            named = cell.group()[cover.end() :] if cover else cell.group()
            offset = line.text.find(cell.group()) + (cover.end() if cover else 0)
            rating = _rating(named, local, titles) + (position == 1 and (offset <= 3 or cover is not None))
            start = line.start + offset + len(named) - len(named.lstrip())
            span = (start, line.start + offset + len(named.rstrip()))
            rated.append((rating, -number, span))
            if rating < 1 and number + 1 < len(first) and cell.group().strip() == line.text:
                rated += _over_two_lines(line, first[number + 1], local, -number)
    best = max(rated, default=(0, 0, (0, 0)))
    if best[0] < 1:
        return []
    return list(_split(best[2], lines))


def _elsewhere(lines: list[Line], local: set[str], titles: PhraseFinder) -> list[tuple[int, int, Span]]:
    """Return lines further down that can only be the name: the columns of a PDF may come in any order."""
    alone = ((line, _rating(line.text, local, titles)) for line in lines if len(line.text) < _LONGEST_NAME)
    return [(rating, -_FIRST_LINES, (line.start, line.end)) for line, rating in alone if rating >= _SURE]


def _over_two_lines(line: Line, following: Line, local: set[str], number: int) -> Iterator[tuple[int, int, Span]]:
    """Yield a given name and a family name that stand on a line each."""
    words = [*_words(line.text), *_words(following.text)]
    alone = all(re.fullmatch(_WORD, one.text) and one.text[0].isupper() for one in (line, following))
    known = sum(word in local or word in _given_names() for word in words)
    if alone and len(words) == 2 and known and all(word not in _NO_NAME for word in words):
        yield known * 2, number, (line.start, following.end)


def _split(span: Span, lines: list[Line]) -> Iterator[Span]:
    """Yield the span line by line, so that no line is lost."""
    for line in lines:
        start, end = max(span[0], line.start), min(span[1], line.end)
        if start < end:
            yield start, end


def _is_cover(line: Line) -> bool:
    return set(line.plain.split()) <= {"curriculum", "vitae", "cv", "-", "page", "1"}


def _rating(cell: str, local: set[str], titles: PhraseFinder) -> int:
    """Return how much a cell looks like a person's name; less than 1 when it does not."""
    cell = cell.strip()
    plain = without_accents(cell)
    civil = _CIVIL.match(plain)
    if civil:
        return 4
    parts = cell.split()
    if not 2 <= len(parts) <= 5 or not all(re.fullmatch(_WORD, part) for part in parts):
        return -9
    words = _words(cell)
    proper = [part for part in parts if without_accents(part) not in _PARTICLES]
    if len(proper) < 2 or not all(part[0].isupper() for part in proper) or _NO_NAME & set(words):
        return -9
    given = any(word in _given_names() for word in words)
    called = any(set(_words(part)) <= _given_names() for part in (proper[0], proper[-1]))
    spelt = sum(word in local for word in words)
    shouted = [part.isupper() and len(part) > 1 for part in proper]
    rating = 3 * given + 3 * min(spelt, 2) + (any(shouted) and not all(shouted))
    named_trade = bool(titles.find(tokens(cell))) or bool(set(folded_words(cell)) & EMPTY_TITLE_WORDS)
    return rating - (4 if named_trade and spelt < 2 and not called else 0)


def _again(text: str, words: set[str]) -> Iterator[Span]:
    """Yield the person's name wherever it stands again: given and family name side by side, in any order and case."""
    words = {word for word in words if len(word) > 1}
    if len(words) < 2:
        return
    one = "|".join(sorted((re.escape(word) for word in words), key=len, reverse=True))
    pair = re.compile(rf"(?<!\w)(?:{one})(?:[\s-]+(?:{one}))+(?!\w)")
    for match in pair.finditer(without_accents(text)):
        if len(set(_words(match.group()))) > 1 and "\n" not in match.group():
            yield match.span()


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[^a-z]+", without_accents(text)) if word and word not in _PARTICLES]


def _local_words(emails: Iterable[str]) -> set[str]:
    locals_ = (re.split(r"@|\[at\]|\(a", email, maxsplit=1)[0] for email in emails)
    return {word for local in locals_ for word in _words(local) if len(word) > 2}


@cache
def _given_names() -> frozenset[str]:
    lines = _GIVEN_NAMES.read_text(encoding="utf-8").splitlines()
    return frozenset(name for line in lines if not line.startswith("#") for name in line.split())
