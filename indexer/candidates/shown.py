"""A CV as a recruiter is shown it. Pure functions.

*Named*: how to reach the person, the file they sent, the text of their CV without what says who they are
(`indexer.language.cv.personal`), beside what was understood. *Anonymous*: what was understood alone, in the words of
the vocabulary (`indexer.candidates.anonymous`); nothing of the text of the CV or of the file. Never age, sex,
nationality, photo or address: none of them is stored but in the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from indexer.candidates.anonymous import diploma_levels, trades
from indexer.candidates.cv_lines import area_of, experience_of, heading_of, wishes_of
from indexer.language.either_gender import job_names
from indexer.language.vocabulary import Vocabulary
from indexer.matching.criteria import NAMED
from indexer.profiles.availability import availability
from indexer.profiles.document import words_of
from indexer.profiles.read import DIPLOMA_LEVELS, diplomas_of, experiences_of, held_jobs, languages_of

Document = dict[str, Any]
_TIMES = {"full_time": "temps plein", "part_time": "temps partiel"}


@dataclass(frozen=True)
class ShownCv:
    """What a recruiter sees of a person; lists are of words."""

    profile: str
    named: bool
    heading: str
    area: str
    experience: str
    diploma: str
    jobs: list[str]
    held: list[tuple[str, str]]
    """Of who is named each job held: its title, and beside it where, when and for how long. Else each trade, and for
    how long in all."""
    diplomas: list[tuple[str, str]]
    """Of who is named each diploma with its level; else the levels alone."""
    skills: list[str]
    licences: list[str]
    languages: list[str]
    wishes: list[str]
    """Contracts, working time, remote work."""
    text: str
    """Of the CV, without who the person is; only of who is named."""
    available: str = ""
    """From when they can begin, in words; empty when they did not say."""
    email: str = ""
    """Only of who is named, or accepted to be contacted."""
    name: str = ""
    file: str = ""
    """The name of the file as it was sent; only of who is named."""


def shown_cv(profile: Document, vocabulary: Vocabulary, today: date, match: Document | None = None) -> ShownCv:
    """Return what is shown of a profile that may be seen; `match`: through which, with what the person agreed to.

    `today`: of `indexer.profiles.availability`.
    """
    named = profile.get("visibility") == NAMED
    accepted = (match or {}).get("contact") == "accepted"
    items = words_of(profile).items
    file = profile.get("file") or {}
    return ShownCv(
        profile=profile["id"],
        named=named,
        heading=heading_of(profile, vocabulary),
        area=area_of(profile),
        experience=experience_of(profile),
        diploma=DIPLOMA_LEVELS.get(profile.get("diploma_level") or 0, ""),
        jobs=job_names(held_jobs(profile), vocabulary),
        held=_held(profile, vocabulary, named=named),
        diplomas=_diplomas(profile, named=named),
        skills=[vocabulary.label(item) for item in items if item.startswith("skill:")],
        licences=[vocabulary.label(item) for item in items if item.startswith("licence:")],
        languages=[_language(one, vocabulary) for one in languages_of(profile)],
        wishes=_wishes(profile),
        text=(profile.get("text") or "") if named else "",
        available=availability(profile, today),
        email=profile["email"] if named or accepted else "",
        name=((match or {}).get("contact_name") or "") if accepted else "",
        file=str(file.get("name") or "") if named and not file.get("written") else "",
    )


def _diplomas(profile: Document, *, named: bool) -> list[tuple[str, str]]:
    if not named:
        return [(level[:1].upper() + level[1:], "") for level in diploma_levels(profile)]
    held = [one for one in diplomas_of(profile) if one["held"]]
    return [(one["label"], DIPLOMA_LEVELS.get(one["level"] or 0, "")) for one in held]


def _held(profile: Document, vocabulary: Vocabulary, *, named: bool) -> list[tuple[str, str]]:
    if not named:
        return [(name[:1].upper() + name[1:], _duration(months)) for name, months in trades(profile, vocabulary)]
    return [_in_full(one) for one in experiences_of(profile)]


def _in_full(one: Document) -> tuple[str, str]:
    when = " – ".join(part for part in (one["since"], one["until"] or "aujourd’hui") if part)
    beside = (one["employer"] if one["title"] else "", when, _duration(int(one["months"])))
    return str(one["title"] or one["employer"]), ", ".join(part for part in beside if part)


def _duration(months: int) -> str:
    years, rest = divmod(months, 12)
    parts = [f"{years}\u00a0an{'s' if years > 1 else ''}"] if years else []
    if rest or not years:
        parts.append(f"{rest}\u00a0mois")
    return " et ".join(parts)


def _language(one: Document, vocabulary: Vocabulary) -> str:
    level = f" ({one['level']})" if one["level"] else ""
    return f"{vocabulary.label(one['trait'])}{level}"


def _wishes(profile: Document) -> list[str]:
    times = [_TIMES[time] for time in profile.get("working_times") or [] if time in _TIMES]
    return wishes_of(profile, times)
