"""The points of a person for an offer, from the side of what its recruiter asks. Pure functions."""

from __future__ import annotations

from typing import Any

from indexer.candidates.anonymous import without_words
from indexer.matching.criteria import NAMED
from indexer.matching.matches import DIRECT, WITH_TRAINING
from indexer.matching.traits import shared_points

Document = dict[str, Any]


def shared_with(profile: Document, offer: Document, kind: str = DIRECT) -> dict[str, int]:
    """Return the traits that count and their points: those the recruiter asks for, or that a training would open.

    No word of a title of who is anonymous counts: an offer of that word would tell who wrote it.
    """
    if kind == WITH_TRAINING:
        shared = shared_points(profile.get("wants") or [], offer.get("traits") or [])
        return shared if profile.get("visibility") == NAMED else without_words(shared)
    return shared_points(offer.get("asks") or [], profile.get("traits") or [])


def points_of(profile: Document, offer: Document, kind: str = DIRECT) -> int:
    """Return the points of a person for an offer."""
    return sum(shared_with(profile, offer, kind).values())
