"""Words that look like a label and are none, each from a real offer."""

from __future__ import annotations

import pytest

from indexer.language.normalisation import tokens, without_accents
from indexer.language.phrases import PhraseFinder
from indexer.language.plausible import plausible

FINDER = PhraseFinder(
    [
        ("Son", "skill:119516"),
        ("C", "skill:125903"),
        ("TRE", "skill:126469"),
        ("SQL", "skill:sql"),
        ("Technologie", "skill:511060"),
        ("garde d'enfants", "skill:gard-enfant"),
        ("garde enfant", "skill:gard-enfant"),
        ("personnes en situation de handicap", "skill:person-handicap"),
        ("recrutement", "skill:497153"),
        ("vente", "skill:vent"),
        ("allemand", "language:allemand"),
        ("Allemand", "skill:118475"),
        ("français", "language:français"),
        ("planification maintenance", "skill:480227"),
    ]
)


def meant(text: str) -> list[str]:
    kept = plausible(text, without_accents(text), FINDER.find(tokens(text)))
    return [identifier for one in kept for identifier in one.identifiers]


@pytest.mark.parametrize(
    "text",
    [
        "réseaux pour agrandir son équipe",
        "accompagne de très nombreuses entreprises",
        "Merci de communiquer votre C.V.",
        "agent technique, catégorie C territoriale",
        "travailler avec des technologies de pointe",
        "(mutuelle, logement, garde enfant, déplacement...)",
        "location de voiture, garde d'enfants, logement, solutions de financement",
        "Nous étudions toutes les candidatures dont celles des personnes en situation de handicap",
        "le cabinet de recrutement recherche",
        "les différents points de vente",
        "Marque haut de gamme allemande de l'automobile",
        "d'expérimentateurs français et européens",
        "vous participerez à la planification, à la maintenance",
    ],
)
def test_not_meant(text: str) -> None:
    assert meant(text) == []


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("Ingénieur du Son", "skill:119516"),
        ("langages C, C++", "skill:125903"),
        ("requêtes sql", "skill:sql"),
        ("garde d'enfants à domicile", "skill:gard-enfant"),
        ("accompagner des personnes en situation de handicap", "skill:person-handicap"),
        ("chargé du recrutement des saisonniers", "skill:497153"),
        ("vente en magasin", "skill:vent"),
        ("maîtrise de la langue allemande", "language:allemand"),
        ("allemand courant", "language:allemand"),
        ("planification de la maintenance", "skill:480227"),
    ],
)
def test_meant(text: str, item: str) -> None:
    assert meant(text) == [item]
