"""Outlines drawn from the points of communes."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.places.communes import Gazetteer
from indexer.places.outlines import border, outlines, with_neighbours
from indexer.reference.communes import COLUMNS, read_communes
from tests.indexer.reference.official_files import SMALL_COMMUNES
from tests.starter import starter_communes

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
    drawn = outlines(starter_communes())
    gironde = drawn["33"]
    assert (gironde.name, gironde.towns[0][0]) == ("Gironde", "Bordeaux")
    assert gironde.lines
    around = with_neighbours(["33", "none"], drawn)
    assert {"33", "40", "17", "47"} <= set(around)
    assert "59" not in around


def in_the_official_form(points: list[tuple[float, float]], path: Path) -> Path:
    """An invented département, the twentieth, with a commune at each point."""
    rows = [
        f"20{number:03},Village {number},20{number:03},20,Ailleurs,99,Nulle-Part,{number},{lat:.4f},{lon:.4f}"
        for number, (lat, lon) in enumerate(points)
    ]
    path.write_text("\n".join([",".join(COLUMNS), *rows, ""]), encoding="utf-8")
    return path


@pytest.mark.parametrize("seed", range(3))
def test_an_official_list_draws_a_departement_in_a_few_lines(tmp_path: Path, seed: int) -> None:
    """Communes lie as they do in a real one: at no regular distance, with a gulf and an island off the coast."""
    shaken = Random(seed)  # noqa: S311 - the same communes each time
    land = [(44 + lat / 20, lon / 15) for lat in range(15) for lon in range(15) if not (lat > 9 and 5 < lon < 10)]
    island = [(44 + lat / 20, 1.4 + lon / 15) for lat in range(3) for lon in range(3)]
    points = [(lat + shaken.uniform(-0.01, 0.01), lon + shaken.uniform(-0.01, 0.01)) for lat, lon in land + island]
    listed, tally = read_communes(in_the_official_form(points, tmp_path / "communes.csv"))
    drawn = outlines(Gazetteer(listed.communes))["20"]
    assert not tally.refused
    assert len(drawn.lines) == 2
    assert all(line[0] == line[-1] for line in drawn.lines)
    assert max(len(line) for line in drawn.lines) < len(points) / 2
    mainland = max(drawn.lines, key=len)
    shores = [(lat, lon) for lat, lon in mainland if 44.52 < lat < 44.68 and 0.3 < lon < 0.7]
    assert shores, "the gulf is not filled"


def test_the_communes_of_a_region_draw_each_departement_in_one_line() -> None:
    """For all of France, with the official list: `python -m benchmarks.communes FILE`."""
    drawn = outlines(Gazetteer(read_communes(SMALL_COMMUNES)[0].communes))
    bordered = [drawn[code] for code in ("16", "17", "19", "23", "24", "33", "40", "47", "79", "86", "87")]
    assert [len(each.lines) for each in bordered] == [1] * len(bordered)
    assert drawn["33"].towns[0][0] == "Bordeaux"
