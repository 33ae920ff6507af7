from __future__ import annotations

from benchmarks.communes import touching, written
from indexer.places.neighbours import NEIGHBOURS, with_neighbours
from indexer.reference.communes import read_communes
from tests.indexer.reference.official_files import SMALL_COMMUNES

# The small list has the communes of their borders; of other départements it has one or two.
BORDERED = {"16", "17", "19", "23", "24", "33", "40", "47", "64", "79", "86", "87", "2A", "2B"}


def test_those_that_are_named_come_first_and_each_once() -> None:
    assert with_neighbours(["33"]) == ("33", "17", "24", "40", "47")
    assert with_neighbours(["64", "40"])[:2] == ("64", "40")
    assert set(with_neighbours(["64", "40"])) == {"64", "40", "32", "33", "47", "65"}
    assert with_neighbours(["974"]) == ("974",)
    assert all(one in NEIGHBOURS[other] for one, others in NEIGHBOURS.items() for other in others)


def test_the_table_is_what_the_communes_say() -> None:
    """For all of France, with the official list: `python -m benchmarks.communes FILE`."""
    communes = read_communes(SMALL_COMMUNES)[0].communes
    assert touching(communes) == {pair for pair in written() if set(pair) <= BORDERED}


def test_one_commune_alone_makes_no_neighbour_of_its_departement() -> None:
    communes = read_communes(SMALL_COMMUNES)[0].communes
    without = [one for one in communes if one.name != "Mano"]
    assert touching(communes) - touching(without) == {("33", "40")}
