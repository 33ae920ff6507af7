"""A CV as a recruiter is shown it. Pure functions.

*Named*: how to reach the person, and the file they sent, beside what was understood. *Anonymous*: what they can do, the
length of what they did, where they look for work and when they can begin; neither employers nor dates of jobs nor
schools, and of the file the text alone, with what says who they are taken out (`indexer.language.cv.personal`). Never
age, sex, nationality, photo or address: none of them is stored but in the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from indexer.candidates.cv_lines import NAMED, area_of, experience_of, heading_of, wishes_of
from indexer.language.either_gender import of_either_sex
from indexer.language.vocabulary import Vocabulary
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
    """Each job held: its title, and beside it for how long (and where and when, of who is named)."""
    diplomas: list[tuple[str, str]]
    skills: list[str]
    licences: list[str]
    languages: list[str]
    wishes: list[str]
    """Contracts, working time, remote work."""
    text: str
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
        jobs=[vocabulary.label(f"job:{code}") for code in held_jobs(profile)],
        held=[_held(one, vocabulary, named=named) for one in experiences_of(profile) if one["title"] or named],
        diplomas=[_diploma(one) for one in diplomas_of(profile) if one["held"]],
        skills=[vocabulary.label(item) for item in items if item.startswith("skill:")],
        licences=[vocabulary.label(item) for item in items if item.startswith("licence:")],
        languages=[_language(one, vocabulary) for one in languages_of(profile)],
        wishes=_wishes(profile),
        text=profile.get("text") or "",
        available=availability(profile, today),
        email=profile["email"] if named or accepted else "",
        name=((match or {}).get("contact_name") or "") if accepted else "",
        file=str(file.get("name") or "") if named and not file.get("written") else "",
    )


def _diploma(one: Document) -> tuple[str, str]:
    return one["label"], DIPLOMA_LEVELS.get(one["level"] or 0, "")


def _held(one: Document, vocabulary: Vocabulary, *, named: bool) -> tuple[str, str]:
    lasted = _duration(int(one["months"]))
    if not named:
        return of_either_sex(str(one["title"]), vocabulary), lasted
    when = " – ".join(part for part in (one["since"], one["until"] or "aujourd’hui") if part)
    beside = (one["employer"] if one["title"] else "", when, lasted)
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
