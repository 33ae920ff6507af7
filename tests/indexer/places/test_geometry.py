"""Distances, and areas that leave nobody out."""

from __future__ import annotations

from itertools import pairwise
from math import asin, atan2, cos, degrees, radians, sin

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.places.geometry import CORNERS, EARTH_RADIUS_KM, Point, circle, distance_km

CENTRES = st.tuples(st.floats(41.3, 51.1), st.floats(-5.2, 9.6))
"""Points of metropolitan France."""
RADII = st.integers(1, 200)
HALF_A_SIDE = 180 / CORNERS


def reached(centre: Point, bearing: float, kilometres: float) -> Point:
    """Where one arrives from `centre`, `bearing` degrees from north."""
    lat, lon, angle, course = *map(radians, centre), kilometres / EARTH_RADIUS_KM, radians(bearing)
    there = asin(sin(lat) * cos(angle) + cos(lat) * sin(angle) * cos(course))
    return degrees(there), degrees(lon + atan2(sin(course) * sin(angle) * cos(lat), cos(angle) - sin(lat) * sin(there)))


def inside(point: Point, ring: list[list[float]]) -> bool:
    """Say whether a point is in a polygon drawn on the map, its sides straight there, as the engine draws them."""
    y, x = point
    crossings = 0
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
            crossings += 1
    return crossings % 2 == 1


@given(CENTRES, RADII, st.floats(0, 360), st.floats(0, 1))
@example((46.0, 0.0), 200, HALF_A_SIDE, 1.0)
@example((51.1, 2.0), 200, HALF_A_SIDE, 1.0)
@example((51.1, 2.0), 1, HALF_A_SIDE, 1.0)
@example((41.3, 9.0), 200, 180 - HALF_A_SIDE, 1.0)
def test_every_point_within_the_radius_is_in_the_area(
    centre: Point, radius_km: int, bearing: float, share: float
) -> None:
    [ring] = circle(centre, radius_km)["coordinates"]
    assert inside(reached(centre, bearing, radius_km * share), ring)


@given(CENTRES, RADII, st.floats(0, 360))
def test_the_area_reaches_hardly_beyond_the_radius(centre: Point, radius_km: int, bearing: float) -> None:
    [ring] = circle(centre, radius_km)["coordinates"]
    assert not inside(reached(centre, bearing, radius_km * 1.003), ring)


@given(CENTRES, RADII)
def test_the_ring_is_closed_and_runs_counter_clockwise(centre: Point, radius_km: int) -> None:
    area = circle(centre, radius_km)
    [ring] = area["coordinates"]
    assert area["type"] == "Polygon"
    assert ring[0] == ring[-1]
    assert len(ring) == CORNERS + 1
    assert sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring)) > 0


@given(CENTRES, CENTRES, CENTRES)
def test_distance_is_a_distance(one: Point, other: Point, third: Point) -> None:
    assert distance_km(one, one) == 0
    assert distance_km(one, other) == pytest.approx(distance_km(other, one))
    assert distance_km(one, third) <= distance_km(one, other) + distance_km(other, third) + 1e-6


@given(CENTRES, st.floats(0, 360), st.floats(0.1, 500))
def test_distance_is_that_travelled(centre: Point, bearing: float, kilometres: float) -> None:
    assert distance_km(centre, reached(centre, bearing, kilometres)) == pytest.approx(kilometres, rel=1e-4)


def test_known_distances_are_right() -> None:
    bordeaux, pau, antipode = (44.8378, -0.5792), (43.2951, -0.3708), (-44.8378, 179.4208)
    assert distance_km(bordeaux, pau) == pytest.approx(172.4, abs=0.5)
    assert distance_km(bordeaux, antipode) == pytest.approx(20015, abs=1)
