"""Diplomas of a CV with their level, 3 (CAP) to 8 (doctorate): the levels of the Code du travail, article D6113-19."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from indexer.language.cv.lines import EDUCATION, EXPERIENCE, LEISURE, WISH, Line
from indexer.language.cv.names import REMOVED


@dataclass(frozen=True, slots=True)
class Diploma:
    """A diploma: its wording in the CV, its level (None where that does not say), its year, whether it is held."""

    label: str
    level: int | None
    year: str
    held: bool


# Longer wordings first. "But" and "cap" are words: those of the second list have to be in capitals, or begin the line.
_LEVELS = (
    (8, r"doctorats?\b|\bph\.?d\b|these de doctorat|bac ?\+ ?8"),
    (7, r"masteres?\b|master ?(?:[12]|pro|of)?\b|bac ?\+ ?5|diplome d['’ ]?ingenieur|dess\b|\bdea\b|\bmba\b"
        r"|ecole d['’ ]?ingenieurs?"),
    (6, r"licence (?:pro|en|de|d['’]|l3|3|staps|droit|lettres|economie)\w*|licence(?= [a-z]{3})|bachelor\b"
        r"|maitrise (?:de|en|d['’])"
        r"|bac ?\+ ?[34]"
        r"|diplome d['’ ]?etat (?:d['’]|de |d)?(?:infirmiere?|assistante? (?:de service )?sociale?|educat(?:eur"
        r"|rice) specialisee?)|\bdcg\b"
        r"|but\s(?=[a-z]{3})|b\.u\.t"),
    (5, r"b\.?t\.?s\.?a?\b|d\.?u\.?t\.?\b|deug\b|deust\b|bac ?\+ ?2|brevet de technicien superieur"),
    (4, r"bac(?:calaureat)?\.? ?(?:pro|technologique|general|techno|stg|stmg|sti2?d?|es|s|l|st2s|sms|f\d)\w*\b"
        r"|baccalaureat\b|\bbac\b"
        r"|brevet professionnel|\bbp\b|\bdeas\b|diplome d['’ ]?etat d['’ ]?(?:aides?[- ]soignante?s?|accompagnant"
        r"|auxiliaire)\w*"
        r"|\bdeap\b|\bbpjeps\b|\bdaeu\b"),
    (3, r"c\.?a\.?p\.?a?\b|b\.?e\.?p\.?a?\b|\bdeaes\b|\bbafm\b|\bcapa\b|mention complementaire"),
    (0, r"titre professionnel|\btp\b(?= [a-z])|\bcqp\w*|certificat de qualification|brevet des colleges|\bdnb\b|\bcfg\b"
        r"|certificat de formation generale|\badvf\b|\bbafa\b|\bdelf\b"),
)  # fmt: skip
_ONE = re.compile("|".join(rf"(?P<l{level}>(?<![\w-])(?:{pattern}))" for level, pattern in _LEVELS))
_CAPITALS = frozenset(["cap", "but", "bac", "bp", "dea", "tp", "bts"])
_STATED = re.compile(r"\bniveau (?:([3-8])\b|(v|iv|iii|ii|i)\b)")
_OLD_LEVELS = {"v": 3, "iv": 4, "iii": 5, "ii": 6, "i": 7}
_NOT_HELD = re.compile(
    r"(?:premiere|1ere|deuxieme|2e(?:me)?) annee|\ben (?:cours(?! de validite)|preparation)|\bprepar(?:e|ant)\b"
    r"|\bnon (?:obtenu|valide)|non diplome|\barrete"
    r"|\babandon|epreuves? .{0,40}(?:valide|generale)|il me manque|blocs? de competences|\bprevu|candidate? libre"
    r"|echec|interrompu"
    r"|niveau (?=bac|cap|bep|bts|licence|master)|sans diplome"
)
_YEAR = re.compile(r"(?<!\d)((?:19[5-9]|20[0-4])\d)(?!\d)")
_EDGES = " \t-–—:;,.|•*>#_/"
_LONGEST = 110
_MOST = 20


def diplomas(lines: list[Line]) -> list[Diploma]:
    """Return the diplomas that `lines` name, in their order."""
    sectioned = any(line.section == EDUCATION for line in lines)
    above = _year_above(lines)
    found: dict[str, Diploma] = {}
    for number, line in enumerate(lines):
        if line.heading or line.section in (LEISURE, WISH):
            continue
        if line.section != EDUCATION and (sectioned or line.section == EXPERIENCE) and not _ONE.match(line.plain):
            continue
        years = _YEAR.findall(line.plain)
        for diploma in _in_line(line, (years or _years_beside(lines, number, above=above) or [""])[-1]):
            found.setdefault(diploma.label.casefold(), diploma)
    return list(found.values())[:_MOST]


def _year_above(lines: list[Line]) -> bool:
    """Say whether years stand above their diplomas: the first line under the heading has one and names none."""
    first = next((line for line in lines if line.section == EDUCATION and not line.heading), None)
    return bool(first and _YEAR.search(first.plain) and not _ONE.search(first.plain))


def _years_beside(lines: list[Line], number: int, *, above: bool) -> list[str]:
    """Return the years of the line above where they stand there or it holds nothing else, else of a short one below."""
    if number and above and (years := _YEAR.findall(lines[number - 1].plain)):
        return list(years)
    if (
        number
        and (years := _YEAR.findall(lines[number - 1].plain))
        and not re.search(r"[a-z]", lines[number - 1].plain)
    ):
        return list(years)
    below = lines[number + 1] if number + 1 < len(lines) else None
    return _YEAR.findall(below.plain) if below and len(below.text) < 60 and not _ONE.search(below.plain) else []


def highest(found: list[Diploma]) -> int | None:
    """Return the highest level held; None where none is known."""
    return max((one.level for one in found if one.held and one.level), default=None)


def _in_line(line: Line, year: str) -> Iterator[Diploma]:
    # "Diplôme d'État d'aide-soignant (DEAS)" is one diploma.
    found = (
        one
        for one in _ONE.finditer(line.plain)
        if _is_diploma(line, one) and line.plain[one.start() - 1 : one.start()] != "("
    )
    matches = list(islice(found, _MOST))
    said = _STATED.search(line.plain)
    # "Mention complémentaire", "BP électricien": what follows is a part of it until the next one.
    for number, match in enumerate(matches):
        end = matches[number + 1].start() if number + 1 < len(matches) else len(line.text)
        begin = 0 if number == 0 else match.start()
        label = _label(line.text[match.start() : end])
        level = int((match.lastgroup or "l0")[1:]) or (_stated(said) if said else None)
        if said and number == 0 and len(matches) == 1:
            level = _stated(said)
        held = not _NOT_HELD.search(line.plain[begin:])
        yield Diploma(label, level, year, held)


def _around(line: Line, match: re.Match[str]) -> str:
    # A file without line ends is one line: it is not read whole for each of its words.
    return line.plain[max(0, match.start() - 100) : match.end() + 100]


def _is_diploma(line: Line, match: re.Match[str]) -> bool:
    word = match.group().strip().replace(".", "")
    if word in _CAPITALS and not line.text[match.start() : match.end()].strip().isupper():
        return line.section == EDUCATION and word in ("bac", "cap", "bts")
    if word == "licence" and line.section != EDUCATION:
        return False
    if word.startswith("licence") and re.search(r"soudage|conduite|sportive", _around(line, match)):
        return False
    return line.section == EDUCATION or match.start() <= 12 or word not in ("master",)


def _label(text: str) -> str:
    label = re.sub(r"\((?:19|20)\d\d\)|(?<!\d)(?:19|20)\d\d(?!\d)", " ", text.split(REMOVED)[0])
    label = re.split(r"\s{3,}|\t|\s[–—|]\s|\s?:\s|\s-\s|\bobtenue?s?\b", label)[0]
    label = re.sub(r"\s+,", ",", " ".join(label.split())).strip(_EDGES)
    # A bracket that the cut left open.
    return (label if label.count("(") <= label.count(")") else label.rpartition("(")[0]).strip(_EDGES)[:_LONGEST]


def _stated(match: re.Match[str]) -> int:
    return int(match[1]) if match[1] else _OLD_LEVELS[match[2]]
