"""The facets of the CV base: what may be chosen of each, what a choice lets through. Pure functions.

All are of what a person can do or wishes; none is of who they are (Code du travail L1132-1). What they do not say of
their wishes (contract, working time, when they can begin) excludes them from nothing.
"""

from __future__ import annotations

from datetime import date

from indexer.searching.choices import Chosen
from indexer.searching.kinds import NOT_SAID, AtLeast, Bins, Clause, DaysAhead, FacetKind, Values, Yes

EXPERIENCE = {"0": (0, 11), "12": (12, 35), "36": (36, 59), "60": (60, 119), "plus": (120, 10_000)}
"""Months of experience, both ends included."""
MOBILITY_KM = (10, 20, 30, 50, 100)
AVAILABLE_DAYS = (0, 31, 92)
"""Days from today within which a person can begin: now, within a month, within three."""
_AVAILABLE = DaysAhead("available_from", AVAILABLE_DAYS)

FACETS: dict[str, FacetKind] = {
    "job": Values("cv.jobs", lets_through=False, most=12, several=True, unsaid=False),
    "skill": Values("cv.skills", lets_through=False, most=15, several=True, unsaid=False),
    "experience": Bins("experience_months", EXPERIENCE, lets_through=False),
    "diploma": Values("diploma_level", lets_through=False, numbers=True),
    "licence": Values("cv.licences", lets_through=False, most=15, several=True, unsaid=False),
    "language": Values("cv.languages", lets_through=False, most=12, several=True, unsaid=False),
    "available": _AVAILABLE,
    "contract": Values("contracts", several=True),
    "working_time": Values("working_times", several=True),
    "remote": Yes({"term": {"remote_anywhere": True}}, "remote_anywhere", when=True),
    "mobility": AtLeast("radius_km", MOBILITY_KM, lets_through=False),
    "training": Yes({"term": {"open_to_training": True}}, "open_to_training", when=True),
}
ONE_ONLY = ("available", "mobility")
"""Facets of which one value is chosen at most: each step holds others."""


def come_since(chosen: Chosen, day: date) -> list[Clause]:
    """Return the filters on people whom time alone brought among those chosen since `day`: they changed nothing."""
    days = [value for value in chosen.get("available", ()) if value != NOT_SAID]
    return [_AVAILABLE.come_since(days, day)] if days else []
