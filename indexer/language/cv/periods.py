"""Periods as French CVs write them: "depuis 2019", "03/2015 - 06/2017", "Sept. 2016 – juin 2018", "été 2020"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

Month = int
"""Months since the year 0: year * 12 + month - 1."""


@dataclass(frozen=True, slots=True)
class Period:
    """A time, and where it is said (characters, end excluded).

    `since` and `until` are "2019-03", or "2019" where no month is said; `until` is empty while it lasts. `first` and
    `last` are months, the last one excluded: where only years are said, from the middle of one to that of the other.
    """

    since: str
    until: str
    first: Month
    last: Month
    start: int
    end: int

    @property
    def spans(self) -> bool:
        """Say whether it has a beginning and an end of its own, or lasts: a lone date does not."""
        return self.since != self.until


_MONTHS = {
    "janv": 1, "fev": 2, "mars": 3, "avr": 4, "mai": 5, "juin": 6, "juil": 7, "aout": 8, "sept": 9, "oct": 10,
    "nov": 11, "dec": 12, "jan": 1, "sep": 9,
    # As English CVs write them.
    "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8,
}  # fmt: skip
# A winter is named by the year it begins in.
_SEASONS = {"printemps": (3, 3), "ete": (7, 2), "automne": (9, 3), "hiver": (12, 3)}
_NAME = r"(?:janv(?:ier)?|jan|fevr?(?:ier)?|mars|avr(?:il)?|mai|juin|juil(?:let)?|aout|sept?(?:embre)?"
_NAME += r"|oct(?:obre|ober)?|nov(?:embre|ember)?|dec(?:embre|ember)?"
_NAME += r"|january|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|september)\b\.?"
_YEAR = r"(?:19[5-9]\d|20[0-4]\d)(?!\d)"
_SEASON = r"(?:printemps|ete|automne|hiver)s?"


def _date(group: str) -> str:
    return (
        rf"(?:(?:(?:\d{{1,2}}|1er)\s)?(?P<name{group}>{_NAME})[\s\-/]?(?P<y1{group}>{_YEAR})"
        rf"|(?:\d{{1,2}}[/.])?(?<!\d)(?P<number{group}>0?[1-9]|1[0-2])\s?[/.\-]\s?(?P<y2{group}>{_YEAR})"
        rf"|(?P<season{group}>{_SEASON})\s(?:de\s|l['’]annee\s)?(?P<y3{group}>{_YEAR})"
        rf"|(?:(?P<word{group}>{_NAME})[\s\-/']{{0,2}}|(?:\d{{1,2}}[/.])?(?<!\d)(?P<digits{group}>0[1-9]|1[0-2])[/.\-])"
        rf"(?P<yy{group}>\d\d)(?![\w/.])"
        rf"|(?P<y4{group}>{_YEAR}))"
    )


_TO = r"\s*(?:-+>?|–|—|→|=?>|/|\ba\b|\bau\b|\bjusqu['’ ]?(?:a|au|en)\b|\bto\b)\s*(?:en\s|le\s)?"
_NOW = (
    r"(?:(?:aujourd['’ ]?hui|(?:a )?ce jour|present|actuel(?:lement)?|en cours|en poste|maintenant|nos jours|now|today"
)
_NOW += r"|auj)\b|\.{2,3}|…)"
_PERIOD = re.compile(
    rf"(?<![\w/.,])(?:(?P<open>depuis(?: le| la| l['’])?)\s|(?:de|du|en|des|entre)\s)?"
    rf"(?:(?P<nameB>{_NAME}|{_SEASON})\s?(?:-|–|—|a|au|/)\s?(?=(?:{_NAME}|{_SEASON})\s?{_YEAR}))?"
    rf"{_date('F')}(?:{_TO}(?:(?P<now>{_NOW})|{_date('T')}|(?P<short>\d\d)(?![\w/.])))?"
)
# Half of a year, where nothing more is said.
_UNSAID = 6


def periods(plain: str, now: Month) -> Iterator[Period]:
    """Yield the periods said in a text that `without_accents` gave; `now` is when what lasts is measured.

    What begins after `now` + 1 year, or ends before it begins, is none.
    """
    for match in _PERIOD.finditer(plain):
        period = _period(match, now)
        if period:
            yield period


def _period(match: re.Match[str], now: Month) -> Period | None:
    ranged = match["now"] or match["open"] or any(match[f"{name}T"] for name in _SAID_BY)
    if match["yyF"] and not ranged:
        # "09/21" alone is no date.
        return None
    since, first, least = _point(match, "F")
    if match["nameB"]:
        # "Avril - juillet 2026": the year is said once.
        until, last, length = since, first, least
        name = match["nameB"]
        month = _season(name)[0] if re.fullmatch(_SEASON, name) else _month(name)
        year = last // 12
        first = year * 12 + month - 1
        first -= 12 * (first > last)
        return _checked(match, (_written(first), until, first, last + length), now)
    if match["now"] or match["open"]:
        return _checked(match, (since, "", first, max(now, first) + 1), now)
    if match["short"]:
        year = int(since[:2] + match["short"])
        if len(since) != 4 or not 0 < year - int(since) < 30:
            return _checked(match, (since, since, first, first + least), now)
        return _checked(match, (since, str(year), first, year * 12 + _UNSAID), now)
    if any(match[f"{name}T"] for name in _SAID_BY):
        until, last, length = _point(match, "T")
        if match["seasonF"] and len(until) == 4:
            # "Hiver 2023 - 2024" is one winter.
            until = _written(first + least - 1)
            return _checked(match, (since, until, first, first + least), now)
        if until == since:
            return _checked(match, (since, until, first, first + least), now)
        return _checked(match, (since, until, first, last + (0 if len(until) == 4 else length)), now)
    return _checked(match, (since, since, first, first + least), now)


def _checked(match: re.Match[str], said: tuple[str, str, Month, Month], now: Month) -> Period | None:
    since, until, first, last = said
    if first > now + 12 or last < first or (until and len(since) == len(until) and until < since):
        return None
    return Period(since, until, first, max(last, first + 1), match.start(), match.end())


_SAID_BY = ("name", "number", "season", "yy", "y4")
"""The groups of a date, of which one is said."""


def _point(match: re.Match[str], group: str) -> tuple[str, Month, int]:
    """Return a date as it is written, its first month, and how many months it stands for."""
    if match[f"yy{group}"]:
        # Two figures: nobody's CV tells of 1949, nor of 2050.
        short = int(match[f"yy{group}"])
        year = short + (2000 if short < 50 else 1900)
        month = _month(match[f"word{group}"]) if match[f"word{group}"] else int(match[f"digits{group}"])
        return _written(year * 12 + month - 1), year * 12 + month - 1, 1
    year = int(next(match[f"y{number}{group}"] for number in range(1, 5) if match[f"y{number}{group}"]))
    if match[f"season{group}"]:
        month, length = _season(match[f"season{group}"])
        return _written(year * 12 + month - 1), year * 12 + month - 1, length
    if match[f"name{group}"]:
        month = _month(match[f"name{group}"])
    elif match[f"number{group}"]:
        month = int(match[f"number{group}"])
    else:
        return str(year), year * 12 + _UNSAID, _UNSAID
    return _written(year * 12 + month - 1), year * 12 + month - 1, 1


def _season(name: str) -> tuple[int, int]:
    return next(months for season, months in _SEASONS.items() if name.startswith(season))


def _month(name: str) -> int:
    return next(number for beginning, number in _MONTHS.items() if name.startswith(beginning))


def _written(month: Month) -> str:
    return f"{month // 12}-{month % 12 + 1:02}"


def month_of(written: str) -> Month | None:
    """Return the month of "2019-03", or the middle of "2019"; None for anything else."""
    match = re.fullmatch(r"(\d{4})(?:-(0[1-9]|1[0-2]))?", written)
    if not match:
        return None
    return int(match[1]) * 12 + (int(match[2]) - 1 if match[2] else _UNSAID)


def months_covered(spans: list[tuple[Month, Month]]) -> int:
    """Return how many months these spans cover together, each month once."""
    total, reached = 0, 0
    for first, last in sorted(spans):
        total += max(0, last - max(first, reached))
        reached = max(reached, last)
    return total
