"""What sources write for the place of an offer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.places.communes import Commune, Gazetteer
from indexer.places.labels import ReadPlace, read_label
from indexer.places.regions import departements_of_region


def commune(insee: str, name: str, departement: str, population: int, point: tuple[float, float]) -> Commune:
    return Commune(insee, name, (f"{departement}000",), departement, NAMES[departement], population, point)


NAMES = {
    "33": "Gironde",
    "47": "Lot-et-Garonne",
    "64": "Pyrénées-Atlantiques",
    "71": "Saône-et-Loire",
    "75": "Paris",
    "77": "Seine-et-Marne",
    "89": "Yonne",
    "91": "Essonne",
    "93": "Seine-Saint-Denis",
    "974": "La Réunion",
}
COMMUNES = Gazetteer(
    [
        commune("33063", "Bordeaux", "33", 260_000, (44.84, -0.58)),
        commune("33281", "Mérignac", "33", 75_000, (44.84, -0.65)),
        commune("64445", "Pau", "64", 77_000, (43.3, -0.37)),
        commune("47219", "La Réunion", "47", 500, (44.28, 0.12)),
        commune("97411", "Saint-Denis", "974", 150_000, (-20.88, 55.45)),
        commune("93066", "Saint-Denis", "93", 113_000, (48.94, 2.36)),
        commune("93070", "Saint-Ouen-sur-Seine", "93", 52_000, (48.91, 2.33)),
        commune("71540", "Torcy", "71", 3_000, (46.77, 4.45)),
        commune("77468", "Torcy", "77", 22_000, (48.85, 2.65)),
        commune("77258", "Lognes", "77", 14_000, (48.84, 2.63)),
        commune("89164", "Évry", "89", 300, (48.3, 3.2)),
        commune("91228", "Évry-Courcouronnes", "91", 66_000, (48.63, 2.44)),
        commune("75118", "Paris 18e Arrondissement", "75", 190_000, (48.89, 2.35)),
        commune("75056", "Paris", "75", 2_100_000, (48.86, 2.34)),
    ]
)


@pytest.mark.parametrize(
    ("label", "insee"),
    [
        # The kind that large sites write: town, region, country, in whatever order and signs.
        ("Pau, Nouvelle-Aquitaine, France", "64445"),
        ("France / Pau", "64445"),
        ("FR-64-Pau", "64445"),
        ("Mérignac (Gironde), France", "33281"),
        # A town, and the arrondissement or the town beside.
        ("Lognes, Torcy", "77258"),
        ("Torcy, Lognes", "77468"),
        ("Saint-Ouen, Saint-Denis", "93070"),
        ("18ème Arrondissement, Paris", "75118"),
        # A part of a town, or what lies around it.
        ("Evry-Sud, Evry", "91228"),
        ("Pau et sa région", "64445"),
        ("Secteur de Mérignac", "33281"),
        ("Bordeaux rive gauche", "33063"),
        ("Bordeaux ou Pau", "33063"),
    ],
)
def test_the_most_exact_part_that_is_known_is_the_commune(label: str, insee: str) -> None:
    read = read_label(label, COMMUNES)
    assert read.commune is not None
    assert read.commune.insee == insee
    assert read.departement == read.commune.departement


@pytest.mark.parametrize(
    ("label", "departement"),
    [
        ("Gironde", "33"),
        ("33 - Gironde", "33"),
        ("Essonne, Ile-de-France", "91"),
        ("La Réunion", "974"),
        ("Roissy, Essonne", "91"),
    ],
)
def test_a_departement_is_what_is_known_where_no_commune_is(label: str, departement: str) -> None:
    assert read_label(label, COMMUNES) == ReadPlace(departement=departement)


@pytest.mark.parametrize("label", ["France", "Nouvelle-Aquitaine", "Ile de France", "Aquitaine, France", "Région PACA"])
def test_a_region_or_a_country_is_wide(label: str) -> None:
    assert read_label(label, COMMUNES) == ReadPlace(wide=True)


@pytest.mark.parametrize(
    "label", ["", "Luxembourg (Frontalier)", "Québec Canada", "Saint-Denis", "Quelque Part, France"]
)
def test_what_is_not_known_or_may_be_several_is_not_guessed(label: str) -> None:
    assert read_label(label, COMMUNES) == ReadPlace()


@given(st.text(max_size=60))
def test_whatever_is_written_is_read_or_not(label: str) -> None:
    read = read_label(label, COMMUNES)
    assert read.commune is None or read.departement == read.commune.departement
    assert not (read.wide and read.commune)


def test_regions_are_known_by_their_names_of_today_and_before() -> None:
    assert "64" in departements_of_region("nouvelle aquitaine")
    assert list(departements_of_region("Nord-Pas-de-Calais")) == ["59", "62"]
    assert "75" in departements_of_region("région Île-de-France")
    assert not departements_of_region("Gironde")
