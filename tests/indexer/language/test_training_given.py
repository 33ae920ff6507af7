"""Whether an offer trains whoever is taken; the wordings are those of real offers, their names left out."""

from __future__ import annotations

import pytest

from indexer.language.training_given import trains


@pytest.mark.parametrize(
    "text",
    [
        "Vous serez formé(e) aux produits et accompagné(e) pour réussir !",
        "Tu seras formé(e) en interne pour devenir autonome.",
        "La personne sélectionnée sera formée à la caisse.",
        "Une formation est assurée.",
        "Grâce à une formation assurée par l’entreprise.",
        "Formation en interne assurée",
        "Vous travaillez en autonomie après une période de formation en interne.",
        "Une formation complète à nos méthodes et outils",
        "Rattaché au chef d’équipe qui assure votre formation",
        "Mise en place d’une POE administrateur support",
        "400 h indemnisées par France Travail (dispositif AFPR)",
        "lorsqu’un essai sera maîtrisé, nous vous formerons sur le suivant",
    ],
)
def test_an_offer_that_trains(text: str) -> None:
    assert trains(text)


@pytest.mark.parametrize(
    "text",
    [
        "Opportunités de formation continue.",
        "Des parcours de formation et nos académies internes",
        "Issu d’une formation bac+2 à bac+5 en informatique",
        "Gère les compétences dans son périmètre (recrutement, formation initiale et continue)",
        "Nous formons des équipes soudées",
        "Participer à la formation des nouveaux salariés",
        "Salaire en fonction de votre formation et de votre expérience",
        "Aucune formation prévue : vous êtes opérationnel",
        "Création de supports de formation et dispense de formation",
        "Formateur, vous assurez la formation des agents",
    ],
)
def test_an_offer_that_does_not_say_so(text: str) -> None:
    assert not trains(text)
