"""How a person is told of to a recruiter in a mail or a list: what they can do, where, why they fit. Pure functions.

Nothing here says who they are, whatever they chose: that is on the page of their CV (`indexer.candidates.shown`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from indexer.alerts.offer_lines import Reason, reasons
from indexer.language.vocabulary import Vocabulary
from indexer.matching.explanation import missing
from indexer.matching.matches import WITH_TRAINING
from indexer.matching.traits import shared_points
from indexer.profiles.document import words_of
from indexer.profiles.read import experiences_of, held_jobs

Document = dict[str, Any]

MOST_CVS = 10
"""In one mail; the others are behind its link."""
NAMED = "named"
DIPLOMAS = {
    3: "niveau 3 (CAP, BEP)",
    4: "niveau 4 (bac)",
    5: "niveau 5 (bac+2)",
    6: "niveau 6 (bac+3 ou 4)",
    7: "niveau 7 (bac+5)",
    8: "niveau 8 (doctorat)",
}
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
    answer: str = ""
    contact: str = ""
    reasons: list[Reason] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def cv_line(
    match: Document, profile: Document, offer: Document, vocabulary: Vocabulary, url: str, answer_url: str
) -> CvLine:
    """Return what to tell of a person for an offer; the points are those the engine counts, as both stand now."""
    if match["kind"] == WITH_TRAINING:
        shared = shared_points(profile.get("trained_wants") or [], offer.get("traits") or [])
    else:
        shared = shared_points(offer.get("asks") or [], profile.get("traits") or [])
    lacking = missing(set(words_of(profile).items), offer, vocabulary)
    return CvLine(
        identifier=match["id"],
        publication=match["publication"],
        offer_title=offer["title"],
        heading=heading_of(profile, vocabulary),
        area=area_of(profile),
        experience=experience_of(profile),
        diploma=DIPLOMAS.get(profile.get("diploma_level") or 0, ""),
        named=profile.get("visibility") == NAMED,
        points=sum(shared.values()),
        kind=match["kind"],
        url=url,
        answer_url=answer_url,
        answer=match.get("answer") or "",
        contact=match.get("contact") or "",
        reasons=reasons(shared, vocabulary, offer["title"]),
        missing=[vocabulary.label(trait) for trait in lacking],
    )


def heading_of(profile: Document, vocabulary: Vocabulary) -> str:
    """Return the jobs a person looks for in words, else those they held."""
    words = words_of(profile)
    wanted = [*words.wanted, *(vocabulary.label(f"job:{code}") for code in words.chosen)]
    held = [vocabulary.label(f"job:{code}") for code in held_jobs(profile)]
    titles = [title[:1].upper() + title[1:] for title in (wanted or held)[:_MOST_JOBS] if title]
    return ", ".join(titles) or "Profil sans métier indiqué"


def area_of(profile: Document) -> str:
    """Return where a person looks for work, never where they live: "Pau (64), 30 km autour"."""
    return f"{profile['place_label']}, {profile['radius_km']}\u00a0km autour"


def experience_of(profile: Document) -> str:
    """Return how long a person worked, in words; nothing when no job held is known."""
    months = int(profile.get("experience_months") or 0)
    if not months and not experiences_of(profile):
        return ""
    years = months // 12
    if not years:
        return "moins d’un an"
    return f"{years}\u00a0an{'s' if years > 1 else ''}"


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
