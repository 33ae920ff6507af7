"""Jobs held: title, employer, from, to. Each begins where a period is said; title and employer stand around it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from indexer.language.cv.lines import EDUCATION, EXPERIENCE, LANGUAGES, LEISURE, OTHER, SKILLS, Line
from indexer.language.cv.names import REMOVED
from indexer.language.cv.periods import Month, Period, periods
from indexer.language.normalisation import tokens, without_accents
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
)
_AT = re.compile(r"(?:\bchez|\bau sein (?:de|du|d['’])|@)\s*$")
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
    first_style = _period_first(lines, now)
    for number, line in enumerate(lines):
        if line.heading or number in taken or line.section in (EDUCATION, LEISURE, LANGUAGES):
            continue
        period = next(iter(periods(line.plain, now)), None)
        if period is None or not _is_head(line, period):
            continue
        inside = line.section == EXPERIENCE
        if not inside and (not period.spans or (line.section in _BESIDE_SECTIONS and sectioned)):
            continue
        head, used = _head(lines, number, period, now, first_style=first_style)
        one = _experience(head, period, vocabulary, is_place)
        # Elsewhere than under its heading, a period is that of a job only when the job is known.
        schooling = _SCHOOLING.search(without_accents(" ".join(head)))
        idle = not one.jobs and _NO_JOB.search(line.plain)
        if (inside and not idle and (one.title or one.employer)) or (one.jobs and not schooling):
            taken |= used
            yield one


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
    for number, line in enumerate(lines[:-1]):
        if line.heading and line.section == EXPERIENCE:
            following = lines[number + 1]
            period = next(iter(periods(following.plain, now)), None)
            return period is not None and not _rest(following, period)
    return False


def _rest(line: Line, period: Period) -> str:
    """Return what a line says beside its period, if that is more than a contract or a duration."""
    cells = _SEPARATOR.split(f"{line.plain[: period.start]} | {line.plain[period.end :]}")
    return " ".join(cell for cell in cells if _is_said(cell.strip(" .-–—*#>_[]…")))


def _is_said(cell: str) -> bool:
    return len(cell) > 1 and not _NOISE.fullmatch(cell) and any(letter.isalpha() for letter in cell)


def _head(
    lines: list[Line], number: int, period: Period, now: Month, *, first_style: bool
) -> tuple[list[str], set[int]]:
    """Return the texts in which title and employer stand, the surest first, and the numbers of their lines."""
    line = lines[number]
    own = f"{line.text[: period.start]} | {line.text[period.end :]}"
    after = _beside(lines, number, +1, now)
    if _rest(line, period):
        return [own, *(lines[each].text for each in after[:1])], {number, *after[:1]}
    before = [] if first_style else _beside(lines, number, -1, now)
    chosen = before[:2][::-1] if before else after[:2]
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
        prose = len(line.text) > 90 or line.text.endswith((".", ";")) or line.text.count(",") > 2 or line.bullet
        if prose or next(iter(periods(line.plain, now)), None):
            break
        found.append(at)
        at += step
    return found


def _experience(head: list[str], period: Period, vocabulary: Vocabulary, is_place: Callable[[str], bool]) -> Experience:
    cells = [cell for text in head for cell in _cells(text)]
    at, jobs = _title_among(cells, vocabulary)
    if at < 0 and len(head) > 2 and cells:
        # Two lines above their period, neither known: the title comes first.
        at = 0
        jobs = understand_title(cells[0][0], vocabulary)
    if at < 0 and cells and cells[0][0][0].islower():
        # "Nov 2025 - mars 2026 : taille de la vigne, … EARL Ogarel": work named as it is done.
        at = 0
    title = _titled(cells[at][0]) if at >= 0 else ""
    others = [
        (cell, label)
        for number, (cell, label) in enumerate(cells)
        if number != at and not (cell[0].isupper() and is_place(cell))
    ]
    return Experience(title[:_LONGEST_TITLE], _employer(others)[:_LONGEST_EMPLOYER], period, jobs)


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
