"""Finding a commune by what a person types."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.places.communes import AmbiguousCommuneError, Commune, Gazetteer, UnknownCommuneError
from indexer.places.geometry import distance_km
from indexer.reference.in_force import gazetteer


def commune(insee: str, name: str, *postcodes: str, population: int = 1000) -> Commune:
    return Commune(insee, name, postcodes, insee[:2], "Département", population, (44.0, 0.0))


SMALL = Gazetteer(
    [
        commune("40279", "Saint-Paul-lès-Dax", "40990"),
        commune("64445", "Pau", "64000", population=77_000),
        commune("33273", "Saint-Jean", "33127", population=500),
        commune("17345", "Saint-Jean", "17400", population=9000),
        commune("17300", "La Rochelle", "17000", population=79_000),
        commune("17299", "Rochefort", "17300", population=23_000),
        commune("2A004", "Ajaccio", "20000", "20090", population=70_000),
        commune("33063", "Bordeaux", "33000", "33300", population=260_000),
        commune("33529", "Sainte-Foy-la-Grande", "33220"),
        commune("64300", "Laa-Mondrans", "64300", population=400),
        commune("64430", "Orthez", "64300", population=10_000),
    ]
)


@pytest.mark.parametrize(
    ("typed", "insee"),
    [
        ("Pau", "64445"),
        ("  pau ", "64445"),
        ("64000", "64445"),
        ("64445", "64445"),
        ("Pau 64000", "64445"),
        ("64000 PAU", "64445"),
        ("Pau (64)", "64445"),
        ("64 - PAU", "64445"),
        ("Bordeaux Cedex 9", "33063"),
        ("33077 BORDEAUX CEDEX", "33063"),
        ("St Paul les Dax", "40279"),
        ("SAINT-PAUL-LES-DAX", "40279"),
        ("Ste-Foy-la-Grande", "33529"),
        ("Rochelle", "17300"),
        ("la rochelle", "17300"),
        ("2a004", "2A004"),
        ("Ajaccio (2A)", "2A004"),
        ("Saint-Jean (17)", "17345"),
        ("Saint-Jean 33127", "33273"),
        ("64300 Laa Mondrans", "64300"),
    ],
)
def test_a_commune_is_found_by_name_postcode_code_or_several_of_them(typed: str, insee: str) -> None:
    assert SMALL.resolve(typed).insee == insee


def test_a_postcode_of_several_communes_means_the_most_populated() -> None:
    assert SMALL.resolve("64300").insee == "64430"


def test_a_number_that_is_a_postcode_and_a_code_means_the_postcode() -> None:
    assert SMALL.resolve("17300").name == "Rochefort"


def test_a_name_of_several_places_is_asked_about_the_most_populated_first() -> None:
    with pytest.raises(AmbiguousCommuneError) as caught:
        SMALL.resolve("st jean")
    assert [candidate.label for candidate in caught.value.candidates] == ["Saint-Jean (17)", "Saint-Jean (33)"]


@pytest.mark.parametrize("typed", ["", "   ", "Atlantis", "99999", "Pau (33)", "cedex", "()", "64"])
def test_what_is_not_known_is_refused(typed: str) -> None:
    with pytest.raises(UnknownCommuneError):
        SMALL.resolve(typed)


@given(st.text(st.characters(), max_size=40))
@example("²64000")
@example("٦٤٠٠٠")
def test_nothing_typed_ever_crashes(typed: str) -> None:
    with suppress(UnknownCommuneError, AmbiguousCommuneError):
        assert gazetteer().resolve(typed) in gazetteer().communes.values()


def test_every_commune_of_the_starter_is_found_by_its_label_and_by_name_and_postcode() -> None:
    for one in gazetteer().communes.values():
        assert gazetteer().resolve(one.label) == one
        for postcode in one.postcodes:
            assert gazetteer().resolve(f"{one.name} {postcode}") == one
            assert gazetteer().resolve(f"{postcode} {one.name.upper()}") == one


def test_the_starter_is_whole() -> None:
    known = gazetteer().communes
    aquitaine = {"16", "17", "19", "23", "24", "33", "40", "47", "64", "79", "86", "87"}
    assert aquitaine <= {one.departement for one in known.values()}
    for insee, one in known.items():
        assert insee == one.insee
        assert insee.startswith(one.departement)
        assert one.postcodes
        assert all(len(postcode) == 5 for postcode in one.postcodes)
        assert one.point is not None, one.label
        latitude, longitude = one.point
        if len(one.departement) == 2:
            assert 41 < latitude < 51.5, one.label
            assert -5.5 < longitude < 10, one.label


def test_the_communes_around_are_those_within_the_radius() -> None:
    pau = gazetteer().communes["64445"]
    assert pau.point is not None
    near = gazetteer().around(pau.point, 50)
    expected = {
        one.insee for one in gazetteer().communes.values() if one.point and distance_km(one.point, pau.point) <= 50
    }
    assert {one.insee for one in near} == expected
    assert len(expected) > 3
    assert gazetteer().departements_within(pau.point, 1) == ["64"]
    assert {"40", "64"} <= set(gazetteer().departements_within(pau.point, 100))


def test_the_name_of_a_departement_is_no_beginning_of_a_commune() -> None:
    dropt = Commune("33187", "Gironde-sur-Dropt", ("33190",), "33", "Gironde", 1000, (44.6, -0.1))
    with pytest.raises(UnknownCommuneError):
        Gazetteer([dropt]).resolve("Gironde")
    with pytest.raises(UnknownCommuneError):
        Gazetteer([dropt]).resolve("Gironde (33)")
