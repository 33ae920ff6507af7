"""Contracts to learn by: read in titles of offers and in what people ask for."""

from __future__ import annotations

import pytest

from indexer.language.learning import learning_contract, learning_wanted


@pytest.mark.parametrize(
    ("title", "contract"),
    [
        ("Apprenti boucher", "ALT"),
        ("BOULANGER EN ALTERNANCE (H/F)", "ALT"),
        ("Comptable - alternance", "ALT"),
        ("Couvreur apprentissage", "ALT"),
        ("Assistante RH (contrat d'apprentissage)", "ALT"),
        ("Technicien, contrat de professionnalisation", "ALT"),
        ("Stage - chargé de communication", "STA"),
        ("Stagiaire juriste H/F", "STA"),
        ("Ingénieur H/F en stage", "STA"),
        ("Formateur d'apprentis", None),
        ("Chargé de mission alternance et stages", None),
        ("Responsable des stages", None),
        ("Maître d'apprentissage boucher", None),
        ("Conseiller relations alternance", None),
        ("Boulanger", None),
    ],
)
def test_a_title_says_that_it_is_one_to_learn_by(title: str, contract: str | None) -> None:
    assert learning_contract(title) == contract


@pytest.mark.parametrize(
    ("titles", "text", "asked"),
    [
        (["apprenti cuisinier"], "", ["ALT"]),
        (["cuisinier"], "Je recherche un contrat en alternance pour mon BTS.", ["ALT"]),
        (["juriste"], "Objectif : effectuer un stage de six mois", ["STA"]),
        (["cuisinier"], "2019 : apprentissage à Pau. 2021 : stage à Dax.", []),
        (["cuisinier"], "", []),
    ],
)
def test_a_person_asks_for_them_in_a_title_or_in_so_many_words(titles: list[str], text: str, asked: list[str]) -> None:
    assert learning_wanted(titles, text) == asked
