"""Outlines drawn from the points of communes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.places.communes import STARTER, Gazetteer, load_communes
from indexer.places.outlines import border, outlines, with_neighbours
from indexer.reference.communes import read_communes

OFFICIAL = Path(__file__).parents[3] / "../shared/data/geo/communes_fr.csv"
degrees = st.integers(0, 40).map(lambda number: number / 10)
ACROSS = [(lat / 10, lon / 10) for lat in range(12) for lon in range(12)]


def test_a_field_of_communes_has_one_closed_border_that_follows_its_edge() -> None:
    [line] = border(ACROSS)
    assert line[0] == line[-1]
    assert {point for point in line if 0 < point[0] < 1.1 and 0 < point[1] < 1.1} == set()
    assert {(0.0, 0.0), (1.1, 1.1), (0.0, 1.1), (1.1, 0.0)} <= set(line)


def test_an_island_is_apart_and_a_bay_is_not_filled() -> None:
    island = [(3.0, 3.0), (3.1, 3.0), (3.0, 3.1), (3.1, 3.1)]
    bay = [point for point in ACROSS if not (point[0] > 0.6 and 0.3 < point[1] < 0.8)]
    assert len(border(ACROSS + island)) == 2
    assert len(border(bay)[0]) > len(border(ACROSS)[0])


@pytest.mark.parametrize("points", [[], [(1.0, 1.0)], [(1.0, 1.0), (2.0, 2.0)], [(0.1 * n, 0.0) for n in range(5)]])
def test_too_few_points_or_all_on_one_line_have_none(points: list[tuple[float, float]]) -> None:
    assert border(points) == []


@given(st.lists(st.tuples(degrees, degrees), max_size=40))
def test_every_border_is_closed_and_goes_through_the_points_given(points: list[tuple[float, float]]) -> None:
    for line in border(points):
        assert line[0] == line[-1]
        assert len(line) >= 4
        assert set(line) <= set(points)


def test_the_starter_draws_its_region_and_names_its_towns() -> None:
    drawn = outlines(load_communes(STARTER))
    gironde = drawn["33"]
    assert (gironde.name, gironde.towns[0][0]) == ("Gironde", "Bordeaux")
    assert gironde.lines
    around = with_neighbours(["33", "none"], drawn)
    assert {"33", "40", "17", "47"} <= set(around)
    assert "59" not in around


@pytest.mark.skipif(not OFFICIAL.exists(), reason="the official communes (shared/data) are not here")
def test_the_official_communes_draw_each_departement_in_a_few_lines() -> None:
    drawn = outlines(Gazetteer(read_communes(OFFICIAL)[0].communes))
    mainland = [each for code, each in drawn.items() if code.isdecimal() and int(code) < 96 and code != "75"]
    assert all(1 <= len(each.lines) <= 12 for each in mainland), [e.code for e in mainland if not 0 < len(e.lines) < 13]
    assert max(len(line) for each in mainland for line in each.lines) < 200
