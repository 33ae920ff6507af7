"""The orders of a search over offers (`indexer.searching.cursors` has its pages). Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from indexer.offers.search_places import Around
from indexer.searching.cursors import DATE, DISTANCE, RELEVANCE

_BY_DATE = [{"published_at": "desc"}, {"id": "asc"}]


def order_of(asked: str, *, words: bool, around: bool) -> str:
    """Return the order that is possible nearest to the one asked: relevance needs words, distance a place."""
    usual = RELEVANCE if words else DATE
    if asked == DISTANCE:
        return DISTANCE if around else usual
    return DATE if asked == DATE else usual


def sorting(order: str, around: Sequence[Around]) -> list[dict[str, Any]]:
    """Return the engine's sort; each ends with the id, so that no two offers are equal."""
    if order == DISTANCE:
        points = [{"lat": place.point[0], "lon": place.point[1]} for place in around]
        # The nearest of several places counts; an offer without a point comes last.
        distance = {"location": points, "order": "asc", "unit": "km", "mode": "min", "distance_type": "arc"}
        return [{"_geo_distance": distance}, *_BY_DATE]
    return [{"_score": "desc"}, *_BY_DATE] if order == RELEVANCE else list(_BY_DATE)
