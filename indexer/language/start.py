"""When a job starts, from what an offer says: an ISO date, or NOW. What is not said is None."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from indexer.language.dates import MONTHS
from indexer.language.normalisation import without_accents

NOW = "now"
"""As soon as possible."""

_MONTHS = [without_accents(month) for month in MONTHS]
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})"
_SOON = (
    r"(?P<soon>des (?:que possible|maintenant|a present|aujourd['’]hui)|immediat(?:e|ement)?\b|sans delai\b"
    r"|tout de suite|(?:au|le) plus (?:vite|tot)\b|(?:le )?plus (?:rapidement|vite|tot) possible|rapidement\b|asap\b)"
)
_DATE = (
    rf"(?:(?P<day>\d{{1,2}})(?:er)?(?:\s{_MONTH}|\s?[/.\-]\s?(?P<number>\d{{1,2}})(?!\d))"
    r"(?:(?:\s|\s?[/.\-]\s?)(?P<year>20\d\d|\d\d)(?!\d))?"
    rf"|(?P<part>debut|mi|fin)?[\s\-]?(?:(?:du )?mois (?:de |d['’]))?{_MONTH.replace('month', 'month2')}"
    r"(?:\s(?P<year2>20\d\d)(?!\d))?"
    r"|(?P<number3>0?[1-9]|1[0-2])\s?[/\-]\s?(?P<year3>20\d\d)\b"
    r"|debut (?P<year4>20\d\d)\b"
    r"|(?P<quarter>[1-4])(?:er|e|eme)? trimestre (?P<year5>20\d\d)\b)"
)
# What says that the date is that of the job, and what may stand between: "à pourvoir en CDI dès que possible".
_POST = (
    r"(?:a pour?voir|prise de (?:poste|fonctions?)|entree en (?:poste|fonctions?)"
    r"|date (?:de |d['’])?(?:debut|demarrage|embauche)"
    r"|debut (?:du |de )?(?:contrat|mission|poste)|debut prevue?|(?:avec un |^)demarrage|date de prise de poste"
    r"|poste (?:est )?disponible|disponibilite\s?:)"
)
_BETWEEN = r"(?:[^.\n;!?\d]|\b\d+ ?h\b|\d+ (?:mois|ans)\b){0,40}?"
_STARTS = re.compile(rf"{_POST}{_BETWEEN}\b(?:{_SOON}|{_DATE})", re.MULTILINE)
# Said at once before: "démarrage : mars 2027", "à compter du 17 janvier 2025", "Début : 03/2027".
_AT_ONCE = re.compile(
    rf"\b(?:demarrage|debut|a (?:partir|compter) (?:du|de|d['’]))\s?:?\s?(?:le |en |courant )?(?:{_SOON}|{_DATE})"
)
# On one line: `\W` alone would run over thousands of empty ones, from each of them anew.
_ALONE = re.compile(rf"^[^\w\n]*{_SOON}[^\w\n]*$", re.MULTILINE)
# "Postulez dès que possible", "les candidatures sont à envoyer à partir du 3 mars": what starts is something else.
_OTHER = re.compile(r"(?:candidature|postule|candidate|entretien|formation|depuis|cree|jusqu)[^.\n;]{0,30}$")
# An earlier date was never brought up to date, or is another one.
_PAST = timedelta(days=62)
_YEARS = range(2000, 2100)


def start_of(text: str, published: str = "") -> str | None:
    """Return the start of the job that `text` says: an ISO date, or NOW; None when it says none that can be known.

    `published` (ISO 8601) tells which year "le 1er septembre" means; without it a date has to name its year. A month
    alone is its first day.
    """
    plain = without_accents(text)
    reference = _day_of(published)
    for pattern in (_STARTS, _AT_ONCE, _ALONE):
        for match in pattern.finditer(plain):
            if _OTHER.search(plain[max(0, match.start() - 60) : match.start()]):
                continue
            said = match.groupdict()
            if said.get("soon"):
                return NOW
            found = _date(said, plain[match.end() : match.end() + 20], reference)
            if found and (reference is None or found >= reference - _PAST):
                return found.isoformat()
    return None


def _date(said: dict[str, str | None], after: str, reference: date | None) -> date | None:
    year = next((said[key] for key in ("year", "year2", "year3", "year4", "year5") if said.get(key)), None)
    if year is None and (later := re.match(r"\s?(?:au|jusqu).{0,12}?(20\d\d)", after)):
        # "du 02/12 au 20/12/2024"
        year = later[1]
    month = _month(said)
    if month is None:
        return None
    if year is not None:
        whole = int(year) if len(year) == 4 else 2000 + int(year)
        return _in_year(whole, month, said) if whole in _YEARS else None
    if reference is None:
        return None
    candidates = [_in_year(reference.year + more, month, said) for more in (0, 1)]
    return next((day for day in candidates if day and day >= reference - _PAST), None)


def _month(said: dict[str, str | None]) -> int | None:
    name = said.get("month") or said.get("month2")
    if name:
        return _MONTHS.index(name) + 1
    if quarter := said.get("quarter"):
        return 3 * int(quarter) - 2
    number = said.get("number") or said.get("number3") or ("1" if said.get("year4") else None)
    return int(number) if number and 1 <= int(number) <= 12 else None


def _in_year(year: int, month: int, said: dict[str, str | None]) -> date | None:
    last = calendar.monthrange(year, month)[1]
    part = {"mi": 15, "fin": last}.get(said.get("part") or "", 1)
    day = int(said.get("day") or part)
    return date(year, month, day) if 1 <= day <= last else None


def _day_of(published: str) -> date | None:
    try:
        return date.fromisoformat(published[:10])
    except ValueError:
        return None
