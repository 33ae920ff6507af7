"""When the job starts. Every example has the form of a real offer's sentence."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.language.start import NOW, start_of


@pytest.mark.parametrize(
    "text",
    [
        "Poste à pourvoir dès que possible.",
        "Poste à pouvoir immédiatement et formation assurée",
        "Un contrat en CDI à pourvoir dès maintenant",
        "Date de démarrage : dès que possible Rémunération : 25 K€",
        "*** Prise de poste immédiate ! ***",
        "Démarrage au plus vite",
        "Date de prise de poste : ASAP",
        "Le poste est à pourvoir le plus rapidement possible, en CDI",
        "Le poste est disponible immédiatement",
        "Immédiat",
    ],
)
def test_as_soon_as_possible(text: str) -> None:
    assert start_of(text) == start_of(text, "2026-11-23T08:00:00Z") == NOW


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Date de début prévue : 02/01/2027", "2027-01-02"),
        ("Date de début : courant janvier 2027", "2027-01-01"),
        ("Prise de poste le 09.12.26", "2026-12-09"),
        ("CDD d'un an à compter du 6 janvier 2027", "2027-01-06"),
        ("10 mois à partir du 1er mars 2027", "2027-03-01"),
        ("Début : 03/2027", "2027-03-01"),
        ("Poste à pourvoir début 2027", "2027-01-01"),
        ("à pourvoir à partir de fin janvier 2027", "2027-01-31"),
        ("Prise de poste : 1er trimestre 2027", "2027-01-01"),
        ("Poste à pourvoir du 02/12 au 20/12/2026", "2026-12-02"),
        # The year is that which comes: the offer is of November 2026.
        ("Poste à pourvoir le 1er septembre", "2027-09-01"),
        ("Prise de poste : courant décembre", "2026-12-01"),
        ("poste à pourvoir en CDI 35 h le 15 janvier", "2027-01-15"),
    ],
)
def test_a_day(text: str, day: str) -> None:
    assert start_of(text, "2026-11-23T08:00:00Z") == day


@pytest.mark.parametrize(
    "text",
    [
        "Postulez dès que possible !",
        "Vos compétences seront immédiatement valorisées.",
        "Ce poste est à pourvoir dans le cadre d'une mission d'intérim de 6 mois",
        "La prise de poste est à 05h15 ou 04h du lundi au samedi",
        "Démarrage 4h ou 04h30",
        "Analyser des informations à partir du dossier du patient",
        "Participer aux réunions : démarrage, avancement",
        "Mission : jusqu'à début décembre",
        "Date limite de candidature : 15/12/2026",
        "Poste à pourvoir le 31/02/2027",
        # Never brought up to date.
        "Poste à pourvoir le 1er mars 2024",
        "",
    ],
)
def test_what_says_no_start(text: str) -> None:
    assert start_of(text, "2026-11-23") is None


def test_without_a_year_and_a_day_of_publication_it_is_not_known() -> None:
    assert start_of("Poste à pourvoir le 1er septembre") is None


PARTS = [
    "à pourvoir",
    "début",
    ":",
    "le",
    "1er",
    "31",
    "29 février",
    "2027",
    "/",
    "13",
    "fin",
    "janvier",
    "dès que possible",
]


@given(st.text(max_size=60) | st.lists(st.sampled_from(PARTS), max_size=8).map(" ".join), st.text(max_size=12))
def test_no_text_is_too_strange_and_a_day_is_a_day(text: str, published: str) -> None:
    for reference in (published, "2026-11-23", ""):
        start = start_of(text, reference)
        assert start in (None, NOW) or date.fromisoformat(str(start))
