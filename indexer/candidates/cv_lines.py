"""How a person is told of to a recruiter in a mail or a list: what they can do, where, why they fit. Pure functions.

Nothing here says who they are, whatever they chose: that is on the page of their CV (`indexer.candidates.shown`). Of
who is anonymous no word they wrote is told (`indexer.candidates.anonymous`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from indexer.alerts.offer_lines import Reason, reasons
from indexer.candidates.anonymous import wanted_jobs, without_words
from indexer.candidates.points import shared_with
from indexer.language.either_gender import job_names
from indexer.language.vocabulary import Vocabulary
from indexer.matching.criteria import NAMED
from indexer.matching.explanation import missing
from indexer.matching.matches import WITH_TRAINING
from indexer.offers.document import CONTRACTS
from indexer.profiles.availability import availability
from indexer.profiles.document import words_of
from indexer.profiles.read import DIPLOMA_LEVELS, experiences_of, held_jobs

Document = dict[str, Any]

MOST_CVS = 10
"""In one mail; the others are behind its link."""
_MOST_JOBS = 3


@dataclass(frozen=True)
class CvLine:
    """What a recruiter is told of a person for one of their offers."""

    identifier: str
    """Of the match."""
    publication: str
    offer_title: str
    heading: str
    area: str
    experience: str
    diploma: str
    named: bool
    points: int
    kind: str
    url: str
    answer_url: str
    available: str = ""
    answer: str = ""
    contact: str = ""
    reasons: list[Reason] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def cv_line(
    match: Document, profile: Document, offer: Document, vocabulary: Vocabulary, url: str, answer_url: str, today: date
) -> CvLine:
    """Return what to tell of a person for an offer; the points are those the engine counts, as both stand now.

    `today`: of `indexer.profiles.availability`, by which a date that has come is not said any more.
    """
    named = profile.get("visibility") == NAMED
    shared = shared_with(profile, offer, match["kind"])
    shared = shared if named else without_words(shared)
    lacking = missing(set(words_of(profile).items), offer, vocabulary)
    return CvLine(
        identifier=match["id"],
        publication=match["publication"],
        offer_title=offer["title"],
        heading=heading_of(profile, vocabulary),
        area=area_of(profile),
        experience=experience_of(profile),
        diploma=DIPLOMA_LEVELS.get(profile.get("diploma_level") or 0, ""),
        named=named,
        points=sum(shared.values()),
        kind=match["kind"],
        url=url,
        answer_url=answer_url,
        available=availability(profile, today),
        answer=match.get("answer") or "",
        contact=match.get("contact") or "",
        reasons=reasons(shared, vocabulary, offer["title"]),
        missing=[vocabulary.label(trait) for trait in lacking],
    )


def heading_of(profile: Document, vocabulary: Vocabulary) -> str:
    """Return the jobs a person looks for in words, else those they held.

    Who is named says it in their own words; of others it is the names of the vocabulary, which say neither sex nor
    employer.
    """
    held = job_names(held_jobs(profile), vocabulary)
    if profile.get("visibility") == NAMED:
        words = words_of(profile)
        wanted = [*words.wanted, *job_names(words.chosen, vocabulary)]
    else:
        wanted = job_names(wanted_jobs(profile, vocabulary), vocabulary)
    titles = [title[:1].upper() + title[1:] for title in (wanted or held)[:_MOST_JOBS] if title]
    return ", ".join(titles) or "Profil sans métier indiqué"


def area_of(profile: Document) -> str:
    """Return where a person looks for work, never where they live: "Pau (64), 30 km autour"."""
    return f"{profile['place_label']}, {profile['radius_km']}\u00a0km autour"


def experience_of(profile: Document) -> str:
    """Return how long a person worked, in words; nothing when no job held is known."""
    months = int(profile.get("experience_months") or 0)
    return years_of(months) if months or experiences_of(profile) else ""


def years_of(months: int) -> str:
    """Return a length of work in whole years, in words."""
    years = months // 12
    return f"{years}\u00a0an{'s' if years > 1 else ''}" if years else "moins d’un an"


def wishes_of(profile: Document, times: Iterable[str] = ()) -> list[str]:
    """Return the contracts a person takes, these working times (in words), and remote work if they do it anywhere."""
    contracts = [CONTRACTS[code] for code in profile.get("contracts") or [] if code in CONTRACTS]
    return [*contracts, *times, *(["télétravail complet"] if profile.get("remote_anywhere") else [])]


def best_cvs_first(lines: Iterable[CvLine]) -> list[CvLine]:
    """Order by direct before training, then points; of equal ones always the same way, whoever asks again."""
    return sorted(lines, key=lambda line: (line.kind == WITH_TRAINING, -line.points, line.identifier))


def by_offer(lines: Iterable[CvLine]) -> list[tuple[str, list[CvLine], list[CvLine]]]:
    """Return lines by the offer they are for: its title, those that fit, those a training would make fit."""
    grouped: dict[str, tuple[str, list[CvLine], list[CvLine]]] = {}
    for line in best_cvs_first(lines):
        _, direct, trained = grouped.setdefault(line.publication, (line.offer_title, [], []))
        (trained if line.kind == WITH_TRAINING else direct).append(line)
    return list(grouped.values())
