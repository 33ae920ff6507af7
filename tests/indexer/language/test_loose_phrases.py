"""Labels found in other words, with the real texts that asked for each rule."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.language.loose_phrases import LoosePhraseFinder, same_words, stems_of
from indexer.language.normalisation import tokens

WORDS = st.sampled_from(
    ["souder", "soudage", "lire", "plans", "TIG", "de", "les", "réseau", "gérer", "stocks", "et", ","]
)
TEXTS = st.lists(WORDS, max_size=25).map(" ".join)
LABELS = st.lists(st.lists(WORDS, min_size=2, max_size=4).map(" ".join), min_size=1, max_size=8, unique=True)


def found(text: str, *labels: str) -> list[str]:
    finder = LoosePhraseFinder((label, label, 1) for label in labels)
    return [identifier for one in finder.find(text, tokens(text)) for identifier in one.identifiers]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Etre capable de lire les plans et les documents", "Lecture de plans, de schémas"),
        ("TIG soudage sur inox", "Soudage TIG"),
        ("soudage à l'arc TIG", "Souder à l'arc TIG"),
        ("Préparer et régler les machines", "Monter et régler une installation, une machine"),
        ("- Trier les différents types de déchets", "Evacuer et trier des déchets, des produits"),
        ("Analyser les performances du système d'information", "Analyser les performances d'un système d'information"),
        ("- pilotage et gestion des sauvegardes", "Gérer les sauvegardes"),
        ("Déployer les outils de supervision réseau", "Déploiement d'outils de supervision"),
        ("Travaux d'élagage en hauteur", "Techniques d'élagage"),
        ("Vérification de la conformité des livraisons", "Vérifier la conformité de la livraison"),
    ],
)
def test_a_label_is_found_in_other_words(text: str, label: str) -> None:
    assert found(text, label) == [label]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        # Turned round across a preposition, it is something else.
        ("Intégrer l'équipe de gestion courante", "Gestion d'équipe"),
        ("en charge de la planification, à la maintenance", "Planification de la maintenance"),
        ("promouvoir l'offre après vente et contrats de maintenance", "Vente de contrats"),
        ("Gérer les stocks. Suivre les commandes", "Suivre les stocks"),
        # Of a row, the one object has to be more than a word that is everywhere.
        ("Mise en place du projet", "Mettre en place ou rafraîchir l'étal, disposer les produits"),
        ("dans le respect des règles de sécurité", "Respect des règles de sécurité de pyrotechnie, de sécurité"),
        ("Prise de poste : janvier", "Réaliser une prise de poste"),
        ("BTS gestion commerciale", "BTS gestion commerciale, assistance"),
        ("Licence pro logistique", "Licence pro mention logistique"),
        ("rénover l'usine de pièces", "Usiner des pièces"),
    ],
)
def test_what_only_looks_alike_is_not_found(text: str, label: str) -> None:
    assert found(text, label) == []


def test_of_labels_said_alike_the_one_most_jobs_ask_for_is_meant() -> None:
    finder = LoosePhraseFinder([("Gérer les stocks", "few", 1), ("Gestion des stocks", "many", 9)])
    [one] = finder.find("gestion du stock", tokens("gestion du stock"))
    assert one.identifiers == ("many",)


def test_the_longer_of_two_that_begin_together_is_taken() -> None:
    assert found("gérer la sécurité du réseau", "gérer la sécurité", "gestion sécurité réseau") == [
        "gestion sécurité réseau"
    ]


def test_nothing_is_found_in_nothing() -> None:
    assert found("", "Soudage TIG") == []
    assert found("soudage TIG") == []


@given(LABELS, TEXTS)
def test_what_is_found_holds_every_stem_of_its_label_and_none_is_inside_another(labels: list[str], text: str) -> None:
    finder = LoosePhraseFinder((label, label, 1) for label in labels)
    spans = finder.find(text, tokens(text))
    for one in spans:
        held = set(stems_of(text[one.start : one.end]))
        assert all(any(set(stems_of(part)) <= held for part in [label, *label.split(",")]) for label in one.identifiers)
        assert not any(other is not one and other.start <= one.start and one.end <= other.end for other in spans), (
            "one inside another"
        )


@pytest.mark.parametrize(
    ("everyday", "official"),
    [
        ("palettisation", "Techniques de palettisation"),
        ("mise en rayon", "Réaliser la mise en rayon"),
        ("rédaction de contrats", "Rédiger un contrat"),
        ("gestion des risques", "Gestion des risques (Risk Management)"),
    ],
)
def test_an_everyday_label_and_an_official_one_are_one_skill(everyday: str, official: str) -> None:
    assert same_words(everyday) == same_words(official) != frozenset()


@pytest.mark.parametrize(
    ("everyday", "official"),
    [
        ("transmissions", "Techniques de transmissions (guerre électronique, ...)"),
        ("taille de haies", "Caractéristiques des taille-haies"),
        ("qualité de service", "Assurance qualité des services techniques"),
        ("gestion comptable", "BTS gestion comptable"),
    ],
)
def test_labels_that_only_share_words_are_not(everyday: str, official: str) -> None:
    assert same_words(everyday) != same_words(official)
