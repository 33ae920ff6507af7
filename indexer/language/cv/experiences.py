"""Jobs held: title, employer, from, to. Each begins where a period is said; title and employer stand around it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice, pairwise
from pathlib import Path

from indexer.language.cv.lines import EDUCATION, EXPERIENCE, LANGUAGES, LEISURE, OTHER, SKILLS, Line
from indexer.language.cv.names import REMOVED
from indexer.language.cv.periods import Month, Period, periods
from indexer.language.normalisation import folded_words, tokens, without_accents
from indexer.language.understanding import understand_title
from indexer.language.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Experience:
    """A job held. `title` or `employer` may be empty; `jobs` are ROME codes, none where the title is not known."""

    title: str
    employer: str
    period: Period
    jobs: tuple[str, ...]

    @property
    def months(self) -> int:
        """Return how long it lasted."""
        return self.period.last - self.period.first


_SEPARATOR = re.compile(
    r"\s{2,}|\.\s+(?=[A-ZÀ-Ý])|\t|\s[-–—/•·>]+\s|[|;:•·(),]|\s?→\s?|\bchez\b|\bau sein (?:de|du|d['’])|\s@\s"
    r"|\spour\s(?=(?:l['’]|la |le |les )?[A-ZÀ-Ý])"
)
_AT = re.compile(r"(?:\bchez|\bau sein (?:de|du|d['’])|@|\spour)\s*$")
# "EHPAD Les Tilleuls à Dax": the town is no part of the employer's name.
_IN_TOWN = re.compile(r"^(?P<name>\S.*?)\s+à\s+(?P<town>[A-ZÀ-Ý][\w' ’-]+)$")
_ARTICLE = re.compile(r"^(?:l['’]|la |le |les |un |une |des )", re.IGNORECASE)
# What stands in a head and is neither a title nor an employer.
_NOISE = re.compile(
    r"(?:cdi|cdd|interim|interimaire|alternance|apprentissage|stage|saison(?:nier|niere)?|temps (?:plein|partiel"
    r"|complet)|mi-temps"
    r"|contrat\b.*|freelance|independante?|auto-?entrepreneu(?:r|se)|remplacements?|poste actuel|actuellement"
    r"|emploi etudiant"
    r"|job d['’ ]?ete|france|\d+\s?(?:ans?|mois|semaines?|jours?|h)\b.*|[\d\s.,%]+|(?:trois|deux|une) saisons?.*"
    r"|(?:cdd|cdi|interim)\s(?:puis|ou|et|de)\s.*|(?:depuis|de|du|a|au|en|et|puis|le|periode|dates?|duree|poste"
    r"|fonction"
    r"|employeur|entreprise|societe|lieu|intitule|missions?))"
)
_LABEL = re.compile(
    r"^(?P<label>poste|fonction|intitule|metier|emploi|employeur|entreprise|societe)s?(?: occupee?)?\s*:\s*"
)
# Where a title ends and its circumstances begin: "agente d'entretien dans une école et une salle des fêtes".
_CIRCUMSTANCE = re.compile(
    r"\s(?:dans|chez|au sein|auprès|en charge|pour le compte|à mi-temps|en (?:cdi|cdd|intérim))\b", re.I
)
# Who employs, or that nobody does: no title begins so, whatever else it names ("cabinet de trois médecins").
_ORGANISATION = re.compile(
    r"(?:cabinet|centre|societe|entreprise|atelier|garage|ehpad|hopital|clinique|ecole|college|lycee|mairie"
    r"|magasin|groupe"
    r"|association|restaurant|hotel|auberge|boulangerie|travail temporaire|interim|agence|usine|institut"
    r"|universite|chez)\b"
)
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_NO_JOB = re.compile(r"\b(?:arret|conge|chomage|sans emploi|recherche d['’]emploi|sabbatique|convalescence)\b")
_LONGEST_TITLE, _LONGEST_EMPLOYER = 80, 60
_LONGEST_HEAD = 110
_BESIDE_SECTIONS = frozenset([EDUCATION, LEISURE, LANGUAGES, SKILLS, OTHER])
_SCHOOLING = re.compile(
    r"\b(?:cap|bep|bac|bts|dut|but|licence|master|diplome|titre professionnel|brevet|certificat|lycee|universite"
    r"|ecole|ifas"
    r"|college|formation)\b"
)
_MOST = 60


def experiences(
    lines: list[Line], vocabulary: Vocabulary, now: Month, is_place: Callable[[str], bool]
) -> list[Experience]:
    """Return the jobs held that `lines` tell of, the most recent first; `is_place` says what is no employer."""
    found = list(islice(_found(lines, vocabulary, now, is_place), _MOST))
    return sorted(found, key=lambda one: (one.period.until == "", one.period.last, one.period.first), reverse=True)


def _found(
    lines: list[Line], vocabulary: Vocabulary, now: Month, is_place: Callable[[str], bool]
) -> Iterator[Experience]:
    sectioned = any(line.section == EXPERIENCE for line in lines)
    taken: set[int] = set()
    first_style, above = _period_first(lines, now), _title_above(lines, now)
    for number, line in enumerate(lines):
        if line.heading or number in taken or line.section in (EDUCATION, LEISURE, LANGUAGES):
            continue
        period = next(iter(periods(line.plain, now)), None)
        if period is None:
            continue
        if _TOLD.search(line.plain):
            told = [one for one in _told(line, vocabulary, now, is_place) if one.jobs]
            yield from told
            if told:
                continue
        if not _is_head(line, period):
            continue
        inside = line.section == EXPERIENCE
        if not inside and (not period.spans or (line.section in _BESIDE_SECTIONS and sectioned)):
            continue
        head, used = _head(lines, number, period, now, first_style=first_style, above=above)
        one = _experience(head, period, vocabulary, is_place)
        if one.title and not one.employer and not _rest(line, period):
            one = replace(one, employer=_employer_below(lines, number, is_place))
        # Elsewhere than under its heading, a period is that of a job only when the job is known.
        schooling = _SCHOOLING.search(without_accents(" ".join(head)))
        idle = not one.jobs and _NO_JOB.search(line.plain)
        if (inside and not idle and (one.title or one.employer)) or (one.jobs and not schooling):
            taken |= used
            yield one


# "J'ai travaillé comme serveuse chez …", "en tant que cariste": work told in a sentence.
_TOLD = re.compile(r"\b(?:comme|en tant qu(?:e|['’])|en qualite d(?:e|['’])|au poste d(?:e|['’]))\s*(?=\w)")
_BY = re.compile(r"\b(?:chez|au sein (?:de |du |d['’])|pour|a l['’]|a la|au|dans)\s*(?=\S)")


def _told(line: Line, vocabulary: Vocabulary, now: Month, is_place: Callable[[str], bool]) -> Iterator[Experience]:
    """Yield the jobs held that a line of prose tells of: a sentence with a trade after "comme", and a period."""
    reached = 0
    for period in periods(line.plain, now):
        cue = _TOLD.search(line.plain, reached, period.start) if period.spans else None
        if cue:
            said = line.text[cue.end() : period.start]
            employed = _BY.search(without_accents(said))
            title = said[: employed.start()] if employed else said
            employer = said[employed.end() :] if employed else ""
            yield _experience([title, f"employeur : {employer}"], period, vocabulary, is_place)
        reached = period.end


def _is_head(line: Line, period: Period) -> bool:
    """Say whether a period heads a job and is not told of in passing: near an edge of a line that is no prose."""
    if period.start <= 12 and not line.bullet:
        return True
    after = len(line.text) - period.end
    return (
        len(line.text) <= _LONGEST_HEAD
        and (after <= 30 or "   " in line.text or "\t" in line.text)
        and (period.spans or not line.bullet)
    )


def _period_first(lines: list[Line], now: Month) -> bool:
    """Say whether periods stand above their titles: the first line under the heading is one by itself."""
    first = _first_of_jobs(lines)
    period = next(iter(periods(first.plain, now)), None) if first else None
    return bool(first and period and not _rest(first, period))


def _title_above(lines: list[Line], now: Month) -> bool:
    """Say whether something stands above the first period of the jobs held: then so do the other titles."""
    first = _first_of_jobs(lines)
    return first is not None and next(iter(periods(first.plain, now)), None) is None


def _first_of_jobs(lines: list[Line]) -> Line | None:
    """Return the line under the first heading of the jobs held."""
    under = (below for above, below in pairwise(lines) if above.heading and above.section == EXPERIENCE)
    return next(under, None)


def _employer_below(lines: list[Line], number: int, is_place: Callable[[str], bool]) -> str:
    """Return the employer on the line below a period, where a place beside or below it, or its kind, says it is one."""
    below = [one for one in lines[number + 1 : number + 3] if not one.heading and not one.bullet]
    if not below or len(below[0].text) > _LONGEST_EMPLOYER:
        return ""
    cells = [cell for cell, _ in _cells(below[0].text)]
    if not cells or not cells[0][0].isupper() or is_place(cells[0]):
        return ""
    placed = any(map(is_place, cells[1:])) or (len(below) > 1 and is_place(below[1].text.strip()))
    return cells[0] if placed or _ORGANISATION.match(below[0].plain) else ""


def _rest(line: Line, period: Period) -> str:
    """Return what a line says beside its period, if that is more than a contract or a duration."""
    cells = _SEPARATOR.split(f"{line.plain[: period.start]} | {line.plain[period.end :]}")
    return " ".join(cell for cell in cells if _is_said(cell.strip(" .-–—*#>_[]…")))


@cache
def _countries() -> frozenset[str]:
    return frozenset(Path(__file__).with_name("countries.txt").read_text(encoding="utf-8").split("\n"))


def _is_said(cell: str) -> bool:
    return (
        len(cell) > 1
        and not _NOISE.fullmatch(cell)
        and cell not in _countries()
        and any(letter.isalpha() for letter in cell)
    )


def _head(
    lines: list[Line], number: int, period: Period, now: Month, *, first_style: bool, above: bool
) -> tuple[list[str], set[int]]:
    """Return the texts in which title and employer stand, the surest first, and the numbers of their lines."""
    line = lines[number]
    own = f"{line.text[: period.start]} | {line.text[period.end :]}"
    after = _beside(lines, number, +1, now)
    if _rest(line, period):
        over = _beside(lines, number, -1, now)[:1] if above else []
        return [own, *(lines[each].text for each in [*over, *after[:1]])], {number, *over, *after[:1]}
    before = [] if first_style else _beside(lines, number, -1, now)
    labelled = [each for each in after if _LABEL.match(lines[each].plain)]
    chosen = [*before[:2][::-1], *labelled] if before else after[:2]
    return [*(lines[each].text for each in chosen), own], {number, *chosen}


def _beside(lines: list[Line], number: int, step: int, now: Month) -> list[int]:
    """Return the short lines next to one, of its own block: no bullet, no sentence, no other period."""
    found: list[int] = []
    at = number + step
    while 0 <= at < len(lines) and len(found) < 2:
        line = lines[at]
        cut = lines[at + 1].after_blank if step < 0 else line.after_blank
        if line.heading or line.section != lines[number].section or (cut and (found or step < 0)):
            break
        # Where the period itself is a bullet ("Serveuse / • Hôtel du Port / • 2019 - 2021"), so is what is beside it.
        bullet = line.bullet and not (step < 0 and lines[number].bullet)
        prose = len(line.text) > 90 or line.text.endswith((".", ";")) or line.text.count(",") > 2 or bullet
        if prose or next(iter(periods(line.plain, now)), None):
            break
        found.append(at)
        if step < 0 and lines[number].bullet and not line.bullet:
            break
        at += step
    return found


def _experience(head: list[str], period: Period, vocabulary: Vocabulary, is_place: Callable[[str], bool]) -> Experience:
    cells = [cell for text in head for cell in _cells(text)]
    at, jobs = _title_among(cells, vocabulary)
    if at < 0 and len(head) > 2 and cells:
        # Two lines above their period, neither known: the title comes first.
        at = 0
        jobs = understand_title(cells[0][0], vocabulary)
    if at < 0:
        # "Employée polyvalente": which job it is nobody knows, but that it is one.
        begin = (number for number, (cell, _) in enumerate(cells) if _begins_as_trade(cell, vocabulary))
        at = next(begin, -1)
    if at < 0 and cells and cells[0][0][0].islower():
        # "Nov 2025 - mars 2026 : taille de la vigne, … EARL Ogarel": work named as it is done.
        at = 0
    title = _titled(cells[at][0]) if at >= 0 else ""
    others = [
        (cell, label)
        for number, (cell, label) in enumerate(cells)
        if number != at and not (cell[0].isupper() and is_place(cell))
    ]
    employer = _employer(others)
    if not employer and at >= 0 and cells[at][0].isupper():
        title, employer = _parted(title, vocabulary)
    if (written := _IN_TOWN.match(employer)) and is_place(written["town"]):
        employer = written["name"]
    return Experience(title[:_LONGEST_TITLE], employer[:_LONGEST_EMPLOYER], period, jobs)


def _begins_as_trade(cell: str, vocabulary: Vocabulary) -> bool:
    return bool(vocabulary.trade_words.intersection(folded_words(cell)[:1])) and not _ORGANISATION.match(
        without_accents(cell)
    )


def _parted(title: str, vocabulary: Vocabulary) -> tuple[str, str]:
    """Return the title and the employer of one line in capitals, as Europass writes it: "MAÇON BÂTISSEURS DE L'ISLE".

    The known title goes on with the trades that follow it ("MAÇON COFFREUR"); what follows those is the employer.
    """
    found = vocabulary.job_finder.find(tokens(title))
    if not title.isupper() or not found:
        return title, ""
    for word in _WORD.finditer(title, found[0].end):
        rest = without_accents(title[word.start() :])
        folded = folded_words(word.group())
        # Several of a trade are a company: "BÂTISSEURS DE L'ISLE".
        several = word.group().casefold().endswith("s")
        if _ORGANISATION.match(rest) or several or not folded or not vocabulary.trade_words.issuperset(folded):
            return title[: word.start()].strip(" -–,"), title[word.start() :]
    return title, ""


def _cells(text: str) -> Iterator[tuple[str, str]]:
    """Yield what stands between separators, with what is said of it: "employeur", or "chez" before it."""
    labelled = _LABEL.match(without_accents(text))
    label = labelled["label"] if labelled else ""
    text = text[labelled.end() :] if labelled else text
    reached, at = 0, ""
    for match in [*_SEPARATOR.finditer(text), None]:
        cell = text[reached : match.start() if match else len(text)].strip(" .-–—*#>_•→'’\"«»")
        cell = _ARTICLE.sub("", cell) if at == "employeur" else cell
        if _is_said(without_accents(cell)) and REMOVED not in cell:
            yield cell, at or label
        if match:
            at = "employeur" if _AT.search(match.group()) else "(" if match.group().endswith("(") else ""
            reached = match.end()


def _title_among(cells: list[tuple[str, str]], vocabulary: Vocabulary) -> tuple[int, tuple[str, ...]]:
    """Return which cell is the title, and its jobs: one labelled so, one that begins with a title, one that holds one.

    -1 when none is. An employer's name is never guessed at: "Papeterie Coustelor" sounds like a trade.
    """
    inside: tuple[int, tuple[str, ...]] = (-1, ())
    for number, (cell, label) in enumerate(cells):
        if label in _EMPLOYERS or _ORGANISATION.match(without_accents(cell)):
            continue
        found = vocabulary.job_finder.find(tokens(cell))
        jobs = tuple(dict.fromkeys(code for one in found for code in one.identifiers))
        if label in _TITLES or (found and found[0].start <= _NEAR_START):
            return number, jobs
        if found and inside[0] < 0:
            inside = number, jobs
    return inside


_EMPLOYERS, _TITLES = ("employeur", "entreprise", "societe"), ("poste", "fonction", "intitule", "metier", "emploi")
# "Un", "apprenti", "aide" may stand before.
_NEAR_START = 3


def _titled(cell: str) -> str:
    cut = _CIRCUMSTANCE.search(cell)
    return (cell[: cut.start()] if cut and cut.start() > 2 else cell).strip()


def _employer(cells: list[tuple[str, str]]) -> str:
    for cell, label in cells:
        if label in _EMPLOYERS:
            return cell
    # In brackets stands a place more often than who employs: "(Corrèze et Haute-Vienne)".
    proper = (
        cell
        for cell, label in cells
        if cell[0].isupper() and len(cell.split()) <= 8 and (label != "(" or _ORGANISATION.match(without_accents(cell)))
    )
    return next(proper, "")
