"""Where a search looks: around several places, and in whole départements. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from indexer.matching.criteria import all_of, any_of, missing
from indexer.places.geometry import Point, distance_km

Clause = dict[str, Any]


@dataclass(frozen=True)
class Around:
    """A place looked around: its point, and its département, since some offers say nothing more exact.

    `radius_km`: its own distance, whatever the search's is; 0: the search's.
    """

    point: Point
    departement: str
    radius_km: int = 0


def place_filter(around: Sequence[Around], radius_km: int, departements: Iterable[str]) -> list[Clause]:
    """Return the filter on the place, none when nothing is asked.

    Around a place, an offer that only says its département is let in when it is the place's. A whole département lets
    in all that is in it.
    """
    choices = [near(place.point, place.radius_km or radius_km) for place in around]
    known = sorted({place.departement for place in around if place.departement})
    if known:
        choices.append(all_of({"terms": {"departement": known}}, missing("location")))
    if whole := sorted(set(departements)):
        choices.append({"terms": {"departement": whole}})
    return [any_of(*choices)] if choices else []


def near(point: Point, radius_km: int) -> Clause:
    """Return the filter on what lies within so many kilometres of a point."""
    return {"geo_distance": {"distance": f"{radius_km}km", "location": {"lat": point[0], "lon": point[1]}}}


def nearest_km(offer: dict[str, Any], around: Sequence[Around]) -> int | None:
    """Return how far an offer is from the nearest of the places, in whole kilometres; None where that is not known."""
    located = offer.get("location")
    if not located or not around:
        return None
    return round(min(distance_km(place.point, (located["lat"], located["lon"])) for place in around))
