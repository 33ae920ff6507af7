"""Circles around chosen places: their fields, and that a point and a circle find each other exactly."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.places.circles import RADII_KM, circle_fields, circles_around, circles_of, radius_step, within_circles
from indexer.settings import MAPPINGS

CENTRES = st.tuples(st.floats(41.3, 51.1), st.floats(-5.2, 9.6))


@given(st.integers(1, 200))
def test_a_distance_is_rounded_up_to_the_next_that_is_counted(radius_km: int) -> None:
    step = radius_step(radius_km)
    assert step in RADII_KM
    assert step >= radius_km
    assert not [other for other in RADII_KM if radius_km <= other < step]


def test_beyond_the_largest_is_the_largest() -> None:
    assert radius_step(500) == 200


@given(st.lists(st.tuples(CENTRES, st.sampled_from(RADII_KM)), max_size=6))
def test_the_circles_stored_are_those_given(circles: list[tuple[tuple[float, float], int]]) -> None:
    fields = circle_fields(circles)
    assert sorted(circles_of(fields)) == sorted(circles)
    assert fields["radii"] == sorted({radius_km for _, radius_km in circles})
    assert len(within_circles(fields)) == len(circles)


@pytest.mark.parametrize("kind", ["profiles", "searches"])
def test_the_mapping_has_a_field_for_each_radius_asked_for(kind: str) -> None:
    mapping = json.loads((MAPPINGS / f"{kind}.json").read_text(encoding="utf-8"))["properties"]
    stored = {f"circles.{name}" for name in mapping["circles"]["properties"]}
    asked = {field for clause in circles_around((44.8, -0.58)) for field in clause["geo_distance"]} - {"distance"}
    assert asked == stored
