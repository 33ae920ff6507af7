"""What a CV says of who somebody is, recognised to be kept out: of traits, and of what is stored to be searched.

Name, birth, age, sex, photo, nationality, family, health, faith, opinions, unions, social security number, mail and
postal addresses, telephone: Code du travail, article L1132-1, and GDPR articles 5.1.c and 9. What is said in so many
words is in rules (`personal.toml`), the name in `names`. What is taken out leaves `[…]` in its place, so that lines
stay lines. Taken out twice is taken out once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from indexer.language.cv.lines import Line, header, lines_of
from indexer.language.cv.names import REMOVED, Span, names_in
from indexer.language.cv.personal_rules import spans_of
from indexer.language.normalisation import tokens, without_accents
from indexer.language.phrases import PhraseFinder

_TO_END = r"[^\n|;•·\t]*?(?=\s{3,}|\s*[|;•·\t\n]|\s[-–—]\s|\.\s|$)"
# Street words that are words of work too: only where a capital follows, in a text with small letters or the header.
_NAMED_STREET = re.compile(
    r"(?:\b\d{1,4}\s?(?:bis|ter)?\s?,?\s(?:place|cours|quai|route|rte)|\b(?:rue|avenue|boulevard|impasse|quai))\s"
    r"(?:(?:de la|de l['’]|du|des|de|d['’]|l['’]|la|le|les)\s?)?(?P<name>[^\s,;|•()\d][^\n|;•,\t()]{1,50}?)"
    r"(?=\s{2,}|\s[-–—]\s|[|;•,\t()\n]|\s\d{5}\b|$)"
)
# In the header and the contact section only, where they stand by themselves between separators.
_ALONE = re.compile(
    r"(?:photo|homme|femme|masculin|feminin|monsieur|madame|mlle|mme|mr?|[1-7]\d\sans|mariee?|pacsee?|divorcee?"
    r"|separee?"
    r"|veuve|veuf|en couple|concubinage|union libre|vie maritale|marie\(e\)|(?:sans|\d|un|une|deux|trois|quatre"
    r"|cinq)\senfants?"
    r"(?:\sa charge)?|francaise?|nationalite)"
)
_HOME = re.compile(
    r"(?:adresse(?: postale)?\s*[:;]\s*)" + _TO_END + r"|\b(?:domicilie?e?|habitant|demeurant)\s(?:a|au)\s" + _TO_END
)
_DWELLING = re.compile(
    r"^(?:residence|res\.|batiment|bat\.?|appartement|appt?\.?|apt\.?|etage|lieu[- ]dit|chez|hameau|lotissement|villa"
    r"|\d+(?:e|er|eme)\setage|escalier|porte)\s.{1,60}$|\b(?:bat|appt?|apt)\.?\s[a-z0-9]{1,3}\b"
)
_HAMLET = re.compile(r"^(?:lieu[- ]dit\s)?(?:la|le|les|l['’])\s?[\w' ’-]{2,40}$")
_POSTCODE_NAME = (
    r"(?<![\d.,])(?:f-?)?(?:\d{5}|2[ab]\d{3})(?:\s?,|-)?\s?[^\W\d_][\w' ’.-]{1,40}?"
    r"(?=\s{2,}|\s[-–—]+\s|\s*[|;•,\t()/\n]|$)"
)
_NAME_POSTCODE = (
    r"(?<![\w'’-])[^\W\d_][\w'’]*(?:[ -][^\W\d_][\w'’]*){0,4}(?:\s?,\s?|\s)"
    r"\(?\s?(?:\d{5}|2[ab]\d{3}|\d{2,3}(?=\)))\)?(?!\s?\w)"
)
_TOWN = (re.compile(_POSTCODE_NAME), re.compile(_NAME_POSTCODE))
"""A postcode and a name; else a name and a postcode or département."""
_LIVES = re.compile(
    r"\b(?:ville|commune|localisation|location|lieu de residence|residence)\s*:\s*(?P<town>[^\n|;•\t]{2,50})"
)
# No CV takes more than three; a text made to take thousands is left after these.
_MOST_TURNS = 8


def without_person(text: str, emails: Iterable[str], titles: PhraseFinder) -> str:
    """Return `text` without what says who the person is. Never raises; a second time changes nothing.

    `emails`: addresses known to be theirs, which help to find the name; `titles`: see `names_in`.
    """
    known = list(emails)
    # Each turn leaves fewer letters and figures; most often the second finds nothing.
    for _ in range(_MOST_TURNS):
        kept = _once(text, known, titles)
        if kept == text:
            break
        text = kept
    return text


def _once(text: str, emails: list[str], titles: PhraseFinder) -> str:
    lines = lines_of(text)
    plain = without_accents(text)
    spans = list(spans_of(plain, lines))
    spans += names_in(text, lines, emails, titles)
    spans += _streets(text, plain)
    spans += _at_home(lines, titles)
    pieces, reached = [], 0
    for start, end in _joined(text, spans):
        pieces += [text[reached:start], REMOVED]
        reached = end
    return "".join([*pieces, text[reached:]])


def towns(lines: list[Line]) -> Iterator[tuple[str, Span]]:
    """Yield what may be the town the person lives in, with its place: in the header or the contact section."""
    for line in header(lines):
        for match in _town_in(line):
            yield line.text[match.start() : match.end()], (line.start + match.start(), line.start + match.end())
        if said := _LIVES.search(line.plain):
            town = line.text[slice(*said.span("town"))].split(",")[0]
            yield town, (line.start + said.start(), line.start + said.end())


def _town_in(line: Line) -> list[re.Match[str]]:
    return next((found for pattern in _TOWN if (found := list(pattern.finditer(line.plain)))), [])


def _at_home(lines: list[Line], titles: PhraseFinder) -> Iterator[Span]:
    """Yield civil status and home, where a CV says them in a line or between two separators."""
    near = header(lines)
    for _, span in towns(lines):
        yield span
    for number, line in enumerate(near):
        for match in _HOME.finditer(line.plain):
            yield line.start + match.start(), line.start + match.end()
        for cell in re.finditer(r"[^|;•·,\t/–—]+?(?=\s{2,}|\s-\s|[|;•·,\t/–—]|$)", line.plain):
            words = cell.group().strip(" .:-")
            if words and _ALONE.fullmatch(words):
                yield line.start + cell.start(), line.start + cell.end()
        if _DWELLING.search(line.plain):
            yield line.start, line.end
        follows = near[number + 1] if number + 1 < len(near) else None
        if follows and _town_in(follows) and _HAMLET.match(line.plain) and not titles.find(tokens(line.text)):
            yield line.start, line.end


def _streets(text: str, plain: str) -> Iterator[Span]:
    for match in _NAMED_STREET.finditer(plain):
        if text[match.start("name")].isupper():
            yield match.span()


def _joined(text: str, spans: Iterable[Span]) -> list[Span]:
    """Return the spans without overlaps, cut at the ends of lines, without those that hold no letter nor figure."""
    joined: list[Span] = []
    for start, end in sorted(piece for span in spans for piece in _by_line(text, span)):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        elif any(letter.isalnum() for letter in text[start:end]):
            joined.append((start, end))
    return joined


def _by_line(text: str, span: Span) -> Iterator[Span]:
    start, end = span
    while (cut := text.find("\n", start, end)) >= 0:
        yield start, cut
        start = cut + 1
    yield start, end
