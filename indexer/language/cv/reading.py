"""A CV, read: from Tika's text to what is stored of it. Pure functions; the person is taken out before all else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from indexer.language.cv.diplomas import Diploma, diplomas, highest
from indexer.language.cv.experiences import Experience, experiences
from indexer.language.cv.lines import LEISURE, Line, lines_of
from indexer.language.cv.periods import Month, months_covered
from indexer.language.cv.personal import towns, without_person
from indexer.language.cv.spoken import BEGINNERS, Spoken, spoken
from indexer.language.cv.wishes import wanted
from indexer.language.understanding import understand_cv, understand_title
from indexer.language.vocabulary import Vocabulary
from indexer.places.communes import Gazetteer


@dataclass(frozen=True, slots=True)
class Cv:
    """What a CV says that may be used. `text` is without the person; all the rest is read of it, save `place`."""

    text: str
    jobs: tuple[str, ...] = ()
    """ROME codes of the jobs held, the most recent first; where no job held was read, of every job named."""
    items: tuple[str, ...] = ()
    experiences: tuple[Experience, ...] = ()
    wanted: tuple[str, ...] = ()
    """Titles as the CV writes them."""
    diplomas: tuple[Diploma, ...] = ()
    languages: tuple[Spoken, ...] = ()
    place: str = ""
    """INSEE code of the commune the person says they live in."""

    @property
    def experience_months(self) -> int:
        """Return the months worked, each once."""
        return months_covered([(one.period.first, one.period.last) for one in self.experiences])

    @property
    def diploma_level(self) -> int | None:
        """Return the level of the highest diploma held."""
        return highest(list(self.diplomas))


def read_cv(text: str, vocabulary: Vocabulary, communes: Gazetteer, now: Month, emails: Iterable[str] = ()) -> Cv:
    """Read a CV. Never raises; reading the `text` of the result gives the same, without the place.

    `now`: the month in which it was received, up to which "depuis 2019" is counted; `emails`: the person's.
    """
    place = _place(lines_of(text), communes)
    text = without_person(text, emails, vocabulary.job_finder)
    lines = lines_of(text)
    held = experiences(lines, vocabulary, now, communes.is_place)
    asked = wanted(lines, vocabulary.job_finder)
    found = understand_cv(_without_leisure(text, lines), vocabulary)
    known = [code for one in held for code in one.jobs]
    # The title under the name is the last job held as often as the wish.
    named = [code for title in asked for code in understand_title(title, vocabulary)]
    languages = spoken(lines, vocabulary)
    items = [item for item in found.items if not item.startswith("language:")]
    items += [one.trait for one in languages if one.level not in BEGINNERS]
    jobs = tuple(dict.fromkeys([*known, *named])) or found.jobs
    return Cv(text, jobs, tuple(items), tuple(held), tuple(asked), tuple(diplomas(lines)), tuple(languages), place)


def as_stored(cv: Cv, now: Month) -> dict[str, Any]:
    """Return what is stored of a CV as `understood`: lists and objects of plain values."""
    return {
        "jobs": list(cv.jobs),
        "items": list(cv.items),
        "experiences": [
            {
                "title": one.title,
                "employer": one.employer,
                "since": one.period.since,
                "until": one.period.until,
                "months": one.months,
                "first": one.period.first,
                "jobs": list(one.jobs),
            }
            for one in cv.experiences
        ],
        "wanted": list(cv.wanted),
        "diplomas": [
            {"label": one.label, "level": one.level, "year": one.year, "held": one.held} for one in cv.diplomas
        ],
        "languages": [{"trait": one.trait, "level": one.level} for one in cv.languages],
        "place": cv.place,
        "read_in": now,
    }


def _place(lines: list[Line], communes: Gazetteer) -> str:
    for town, _ in towns(lines):
        if commune := communes.find(town):
            return commune.insee
    return ""


def _without_leisure(text: str, lines: list[Line]) -> str:
    """Return `text` with what is done for pleasure blanked: nobody is a photographer for liking photography."""
    kept = list(text)
    for line in lines:
        if line.section == LEISURE:
            kept[line.start : line.end] = " " * len(line.text)
    return "".join(kept)
