"""Parts of the country that people name: `Médoc`, `Pays basque`; and towns by the names they have every day."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from indexer.places import communes, territories
from indexer.places.circles import RADII_KM
from indexer.places.communes import UnknownCommuneError
from indexer.places.labels import read_label
from indexer.places.territories import territory_of
from tests.starter import starter_communes

LISTED = tomllib.loads(Path(territories.__file__).with_name("territories.toml").read_text(encoding="utf-8"))[
    "territory"
]
EVERYDAY = tomllib.loads(Path(communes.__file__).with_name("everyday_names.toml").read_text(encoding="utf-8"))["names"]


@pytest.mark.parametrize("one", LISTED, ids=lambda one: one["names"][0])
def test_every_territory_is_somewhere(one: dict[str, list[str]]) -> None:
    found = territory_of(one["names"][0])
    assert found
    assert found.departements or found.communes(starter_communes())
    assert found.departements or found.km in RADII_KM


@pytest.mark.parametrize(
    "name", ["Médoc", "le Médoc", "MEDOC", "pays basque", "Pays Basque", "bassin d’Arcachon", "l'Île de Ré"]
)
def test_a_territory_is_known_however_it_is_written(name: str) -> None:
    assert territory_of(name)


def test_no_name_is_that_of_two_territories() -> None:
    names = [communes.name_key(name) for one in LISTED for name in one["names"]]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("label", "commune"), [("Pays basque", "Bayonne"), ("Médoc", "Lesparre-Médoc"), ("CUB", "Bordeaux")]
)
def test_an_offer_in_a_territory_is_in_its_main_town(label: str, commune: str) -> None:
    read = read_label(label, starter_communes())
    assert read.commune
    assert read.commune.name == commune


def is_known(official: str) -> bool:
    """Say whether the starter, which has some of the communes, has this one."""
    try:
        return bool(starter_communes().resolve(official))
    except UnknownCommuneError:
        return False


@pytest.mark.parametrize(("said", "official"), [pair for pair in EVERYDAY.items() if is_known(pair[1])])
def test_a_town_is_known_by_its_everyday_name(said: str, official: str) -> None:
    known = starter_communes()
    assert known.resolve(said) == known.resolve(official)


def test_most_everyday_names_are_of_towns_of_the_starter() -> None:
    assert sum(map(is_known, EVERYDAY.values())) > 0.8 * len(EVERYDAY)
