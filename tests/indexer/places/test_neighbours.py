from __future__ import annotations

import csv
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from indexer.places.geometry import distance_km
from indexer.places.neighbours import NEIGHBOURS, with_neighbours

COMMUNES = Path(__file__).parents[4] / "shared" / "data" / "geo" / "communes_fr.csv"
BY_HAND = {("05", "73")}
NEAR_KM = 7


def test_those_that_are_named_come_first_and_each_once() -> None:
    assert with_neighbours(["33"]) == ("33", "17", "24", "40", "47")
    assert with_neighbours(["64", "40"])[:2] == ("64", "40")
    assert set(with_neighbours(["64", "40"])) == {"64", "40", "32", "33", "47", "65"}
    assert with_neighbours(["974"]) == ("974",)
    assert all(one in NEIGHBOURS[other] for one, others in NEIGHBOURS.items() for other in others)


@pytest.mark.skipif(not COMMUNES.exists(), reason="the communes of INSEE are not at hand: ../shared/data/geo")
def test_the_table_is_what_the_communes_say() -> None:
    with COMMUNES.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["latitude"] and row["longitude"]]
    cells: dict[tuple[int, int], list[tuple[float, float, str]]] = defaultdict(list)
    for row in rows:
        lat, lon = float(row["latitude"]), float(row["longitude"])
        cells[int(lat * 8), int(lon * 6)].append((lat, lon, row["departement"]))
    met: Counter[tuple[str, str]] = Counter()
    for (x, y), here in cells.items():
        around = [one for dx in (-1, 0, 1) for dy in (-1, 0, 1) for one in cells.get((x + dx, y + dy), ())]
        for lat, lon, code in here:
            beside = {
                other
                for lat2, lon2, other in around
                if other != code and distance_km((lat, lon), (lat2, lon2)) <= NEAR_KM
            }
            met.update((code, other) for other in beside)
    found = {(one, other) for one, other in met if one < other and met[one, other] > 1 and met[other, one] > 1}
    written = {(one, other) for one, others in NEIGHBOURS.items() for other in others if one < other}
    assert written == found | BY_HAND
