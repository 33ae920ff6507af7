"""Jobs wanted: what a CV asks for in so many words, and the title under the name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from indexer.language.cv.lines import CONTACT, HEADER, PROFILE, WISH, Line
from indexer.language.cv.names import REMOVED
from indexer.language.normalisation import tokens
from indexer.language.phrases import PhraseFinder

_CUE = re.compile(
    r"\b(?:(?:je )?(?:re)?cherche|recherche(?:e|r)?|a la recherche d|en recherche d|objectif|souhaite(?:rais)?"
    r"|(?:poste|emploi|metier|fonction)s?\s(?:recherche|vise|souhaite|desire|envisage)e?s?|candidat(?:e"
    r"|ure)?\s(?:au|pour|a)"
    r"|(?:metier|emploi|poste) ?:|projet professionnel|objet ?:|pour un poste d|devenir|postule)"
)
_CHANGE = re.compile(r"(?<!pour )\b(?:devenir|reconversion|changement de metier|me reconvertir|nouvelle orientation)\b")
# "Ancienne comptable", "ex-vendeur": what somebody was.
_FORMER = re.compile(r"\b(?:ex|ancien(?:ne)?|ancienn?ement)[\s-]*$|\bformations?\b[^.;]{0,40}$")
_LATER = re.compile(r"\b(?:plus tard|eventuellement|a terme)\b")
_CLAUSE = re.compile(r"[.;](?=\s|$)")
# A period, or what the document is called: "Mon CV - Modèle 12" seeks no work as a model.
_NO_HEADLINE = re.compile(r"\d{4}|depuis|(?:mon |ma |le )?(?:cv\b|curriculum)(?!.{0,4}\s(?:de|d['’])\s)")
_MOST = 5


def wanted(lines: list[Line], titles: PhraseFinder) -> list[str]:
    """Return the titles a CV asks for, as it writes them: those asked for first, then the one under the name.

    A person who says they change trade is not taken by the trade they leave.
    """
    asked = list(dict.fromkeys(_asked(lines, titles)))
    changing = any(_CHANGE.search(line.plain) for line in lines if line.section in (HEADER, PROFILE, WISH))
    headline = [] if asked and changing else list(_headline(lines, titles))
    kept: dict[str, str] = {}
    for title in [*asked, *headline]:
        kept.setdefault(title.casefold(), title)
    return list(kept.values())[:_MOST]


def _asked(lines: list[Line], titles: PhraseFinder) -> Iterator[str]:
    for number, line in enumerate(lines):
        cue = _CUE.search(line.plain)
        if cue and line.section != WISH and _is_wish(line):
            yield from _titles_in(line, cue.end(), titles)
        elif line.section == WISH and not line.heading:
            headed = any(before.heading for before in lines[max(0, number - 4) : number])
            yield from _titles_in(line, 0, titles) if cue or headed else ()


def _is_wish(line: Line) -> bool:
    """Say whether a cue asks for work: not a duty ("recherche de panne"), nor what an employer was."""
    return line.section in (HEADER, CONTACT, PROFILE) or bool(
        re.match(
            r"(?:je |[^a-z]*objet|[^a-z]*metier|[^a-z]*poste)?.{0,60}\b(?:cherche|recherche|souhaite|vise|objectif)",
            line.plain,
        )
        and not line.bullet
        and not re.search(r"recherche (?:de pannes?|et dev|clinique|appliquee)", line.plain)
    )


def _titles_in(line: Line, start: int, titles: PhraseFinder) -> Iterator[str]:
    cells = re.finditer(r"[^,;:|()]+", line.text[start:])
    spans = (
        (start + cell.start() + found.start, start + cell.start() + found.end)
        for cell in cells
        for found in titles.find(tokens(cell.group()))
    )
    for begin, end in spans:
        before = _CLAUSE.split(line.plain[start:begin])[-1]
        after = _CLAUSE.split(line.plain[end : end + 30])[0]
        # "Avec une formation d'électricien", "adjointe au directeur": further from the cue, less sure.
        if len(before) > 90 or _LATER.search(before[-20:]) or _LATER.search(after) or _FORMER.search(before):
            continue
        yield line.text[begin:end]


def _headline(lines: list[Line], titles: PhraseFinder) -> Iterator[str]:
    """Yield the title that stands by itself in the first lines."""
    header = [line for line in lines if line.section == HEADER and not line.heading][:8]
    # Where columns come one after the other, the name and its title may stand anywhere.
    header += [
        line for above, line in pairwise(lines) if above.text == REMOVED and not line.heading and len(line.text) < 60
    ]
    for line in header:
        if len(line.text) > 120 or line.text.count(",") > 3 or line.bullet or _NO_HEADLINE.match(line.plain):
            continue
        found = [
            line.text[one.start : one.end]
            for one in titles.find(tokens(line.text))
            if not _FORMER.search(line.plain[: one.start])
        ]
        if found:
            yield from found[:3]
            return
