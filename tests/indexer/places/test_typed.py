"""Places as people and sources write them. Every example has the form of a real one."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.communes import not_found
from indexer.places.communes import AmbiguousCommuneError, Commune, Gazetteer, UnknownCommuneError, load_communes
from indexer.places.typed import typed
from indexer.reference.in_force import gazetteer
from tests.indexer.reference.official_files import SMALL_COMMUNES

NAMES = {
    "33": "Gironde",
    "17": "Charente-Maritime",
    "70": "Haute-Saône",
    "75": "Paris",
    "69": "Rhône",
    "16": "Charente",
}


def commune(insee: str, name: str, *postcodes: str, population: int = 1000, old: tuple[str, ...] = ()) -> Commune:
    return Commune(insee, name, postcodes, insee[:2], NAMES[insee[:2]], population, (44.0, 0.0), old)


KNOWN = Gazetteer(
    [
        commune("33529", "La Teste-de-Buch", "33115", population=26_000),
        commune("33318", "Pessac", "33600", population=65_000),
        commune("33281", "Mérignac", "33700", population=73_000),
        commune("16216", "Mérignac", "16200"),
        commune("17300", "La Rochelle", "17000", population=79_000),
        commune("70450", "La Rochelle", "70120", population=40),
        commune("75056", "Paris", "75001", "75015", population=2_100_000),
        commune("75101", "Paris 1er Arrondissement", "75001"),
        commune("75115", "Paris 15e Arrondissement", "75015"),
        commune("69123", "Lyon", "69003", population=520_000),
        commune("69383", "Lyon 3e Arrondissement", "69003"),
        commune("17467", "Vergné", "17330"),
        commune("17465", "La Vergne", "17400"),
        commune("33434", "Saint-Martin-de-Laye", "33910"),
        commune("33441", "Saint-Martin-du-Bois", "33910"),
        commune("16046", "Coteaux-du-Blanzacais", "16250", old=("Blanzac-Porcheresse", "Cressac-Saint-Genis")),
    ]
)


@pytest.mark.parametrize(
    ("written", "insee"),
    [
        ("Paris 15", "75115"),
        ("PARIS 15EME", "75115"),
        ("Paris 15e arrondissement", "75115"),
        ("75 - PARIS 15", "75115"),
        ("75015 PARIS", "75115"),
        ("75 - Paris", "75056"),
        ("69 - LYON 03", "69383"),
        ("Lyon 3e", "69383"),
        ("La Teste", "33529"),
        ("La Teste (33)", "33529"),
        ("17026 LA ROCHELLE CEDEX 1", "17300"),
        ("Pessac - Gironde", "33318"),
        ("Pessac, France", "33318"),
        ("Mérignac (Gironde)", "33281"),
        ("Vergné (17)", "17467"),
        ("La Vergne (17)", "17465"),
        ("Blanzac-Porcheresse", "16046"),
        ("INSEE 17300", "17300"),
        ("Saint-Martin-de", "33434"),
    ],
)
def test_a_place_is_found_as_it_is_written(written: str, insee: str) -> None:
    assert KNOWN.resolve(written).insee == insee


def test_a_beginning_of_several_names_is_asked_back_and_one_word_of_several_is_no_beginning() -> None:
    with pytest.raises(AmbiguousCommuneError):
        KNOWN.resolve("Saint-Martin")
    with pytest.raises(UnknownCommuneError):
        KNOWN.resolve("Saint")


def test_one_long_word_is_a_beginning_where_one_commune_alone_begins_so() -> None:
    assert KNOWN.resolve("Teste").insee == "33529"
    with pytest.raises(UnknownCommuneError):
        KNOWN.resolve("Test")


@pytest.mark.parametrize(
    ("written", "labels"),
    [("Merginac", ["Mérignac (33)", "Mérignac (16)"]), ("La Rochele", ["La Rochelle (17)", "La Rochelle (70)"])],
)
def test_a_name_one_letter_off_is_suggested(written: str, labels: list[str]) -> None:
    with pytest.raises(UnknownCommuneError) as caught:
        KNOWN.resolve(written)
    assert [one.label for one in caught.value.suggestions] == labels


def test_nothing_is_suggested_for_a_short_name() -> None:
    with pytest.raises(UnknownCommuneError) as caught:
        KNOWN.resolve("Pesac")
    assert caught.value.suggestions == []


def test_a_district_where_none_is_known_is_the_town() -> None:
    assert gazetteer().resolve("Paris 15").name == "Paris"


def test_the_parts_of_what_is_written() -> None:
    asked = typed("33077 BORDEAUX CEDEX 9")
    assert (asked.name, asked.code, asked.departement) == ("bordeaux", "33077", "")
    assert typed("St-Émilion (33)").name == "saint emilion"
    assert typed("2a - Ajaccio").departement == "2A"


def test_every_commune_of_a_list_is_found_by_label_name_and_postcode_and_insee_code() -> None:
    """For all of France, with the official list: `python -m benchmarks.communes FILE`."""
    known = load_communes(SMALL_COMMUNES)
    assert list(not_found(known)) == []
    assert known.resolve("19100").name == "Brive-la-Gaillarde", "a postcode, though Lascaux has it as its INSEE code"
    assert known.resolve("INSEE 19100").insee == "19100"


def test_what_is_found_by_nothing_is_told(tmp_path: Path) -> None:
    header, *rows = SMALL_COMMUNES.read_text(encoding="utf-8").splitlines()
    paris = next(row for row in rows if row.startswith("75056"))
    path = tmp_path / "communes.csv"
    path.write_text("\n".join([header, paris, paris.replace("75056", "75057"), ""]), encoding="utf-8")
    assert {"Paris (75)", "75001 PARIS"} <= set(not_found(load_communes(path)))
