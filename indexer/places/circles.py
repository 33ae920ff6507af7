"""Circles around chosen places: how they are stored, and how a point and a circle find each other. Pure functions.

A circle is stored as its centre, in a field that only circles of that radius use (`circles.r30`). Which circles hold a
point is then a distance of each radius, checked for the few documents that the rest of a search leaves. Areas stored as
polygons took two thirds of the time of a search (docs/performance.md), for an edge that was less exact.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from indexer.places.geometry import Point

Clause = dict[str, Any]

RADII_KM = (5, 10, 15, 20, 25, 30, 40, 50, 75, 100, 150, 200)
"""The distances people can choose; mappings/profiles.json and mappings/searches.json have a field for each."""


def radius_step(radius_km: int) -> int:
    """Return the least of RADII_KM that is not smaller (the largest beyond it): nobody is left out by rounding."""
    return next((step for step in RADII_KM if step >= radius_km), RADII_KM[-1])


def circle_fields(circles: Iterable[tuple[Point, int]]) -> dict[str, Any]:
    """Return the fields of a document that looks within so many kilometres of each of these points.

    `circles` holds the centres by radius, `radii` the radii there are: a document without any is one without `radii`.
    """
    centres: dict[str, list[dict[str, float]]] = {}
    for (lat, lon), radius_km in circles:
        centres.setdefault(f"r{radius_step(radius_km)}", []).append({"lat": lat, "lon": lon})
    return {"circles": centres, "radii": sorted(int(name[1:]) for name in centres)}


def circles_of(document: dict[str, Any]) -> list[tuple[Point, int]]:
    """Return the circles of a document as `circle_fields` was given them, the radii rounded."""
    return [
        ((centre["lat"], centre["lon"]), int(name[1:]))
        for name, centres in (document.get("circles") or {}).items()
        for centre in centres
    ]


def within_circles(document: dict[str, Any]) -> list[Clause]:
    """Return a filter for each circle of a document, on what has its `location` there (forwards)."""
    return [_within("location", centre, radius_km) for centre, radius_km in circles_of(document)]


def circles_around(point: Point) -> list[Clause]:
    """Return a filter for each radius, on documents with a circle of that radius that holds the point (backwards)."""
    return [_within(f"circles.r{radius_km}", point, radius_km) for radius_km in RADII_KM]


def _within(field: str, point: Point, radius_km: int) -> Clause:
    return {"geo_distance": {"distance": f"{radius_km}km", field: {"lat": point[0], "lon": point[1]}}}
