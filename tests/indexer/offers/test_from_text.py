"""Offers that arrive as plain text: only what is plainly said is taken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.offers.from_text import guess_contract, guess_place, guess_title, offer_from_text
from indexer.reference.in_force import gazetteer, vocabulary

TEXT = """Offre d’emploi

Atelier de l’Exemple recherche :
Soudeur TIG (H/F)
Contrat : CDI, temps plein
Lieu de travail : 64000 Pau
Soudage TIG sur inox."""


def test_title_contract_and_place_are_read() -> None:
    offer = offer_from_text(TEXT, "", "api", "1", vocabulary(), gazetteer())
    assert offer.title == "Soudeur TIG (H/F)"
    assert offer.contract == "CDI"
    assert offer.place.insee == "64445"
    assert offer.description == TEXT


def test_the_title_given_wins() -> None:
    assert offer_from_text(TEXT, "Chaudronnier", "api", "1", vocabulary(), gazetteer()).title == "Chaudronnier"


def test_without_a_known_job_the_first_line_that_is_no_heading_is_the_title() -> None:
    assert guess_title("Recrutement\n – \n• Dresseur d’ours\nPau", vocabulary()) == "Dresseur d’ours"
    assert guess_title("Annonce", vocabulary()) == "Annonce"
    assert guess_title(" \n ", vocabulary()) == "Offre d’emploi"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("CDD d'apprentissage de 2 ans", "ALT"),
        ("Contrat à durée indéterminée", "CDI"),
        ("CDD de 6 mois", "CDD"),
        ("Mission d'intérim", "MIS"),
        ("Emploi saisonnier", "SAI"),
        ("Emploi saisonnière", "SAI"),
        ("Contrat à définir", ""),
        ("le CDILABS recrute", ""),
    ],
)
def test_the_contract_named_is_taken(text: str, code: str) -> None:
    assert guess_contract(text) == code


@pytest.mark.parametrize(
    ("text", "insee"),
    [
        ("Rendez-vous au 3 rue X, 33000 Bordeaux.", "33063"),
        ("64000 PAU CEDEX", "64445"),
        ("Lieu : La Rochelle", "17300"),
        ("Localisation : Mont-de-Marsan, Landes", "40192"),
        ("Poste basé à Dax", "40088"),
        ("Réf. 12345 Contrat, 64000 Pau", "64445"),
        ("Salaire 24000 euros", ""),
        ("Lieu : à définir", ""),
    ],
)
def test_only_a_place_that_is_known_is_taken(text: str, insee: str) -> None:
    assert guess_place(text, gazetteer()).insee == insee


@given(st.text(st.characters(), max_size=300))
def test_no_text_is_too_strange(text: str) -> None:
    offer = offer_from_text(text, "", "api", "1", vocabulary(), gazetteer())
    assert offer.title
    assert len(offer.title) <= 150
