"""What is denied, promised or still to come is not a trait. Every example has the form of a real one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.language.understanding import understand_cv, understand_items
from tests.starter import starter_words

WORDS = starter_words()


def licences(text: str) -> list[str]:
    return [item.removeprefix("licence:") for item in understand_items(text, WORDS) if item.startswith("licence:")]


def held(text: str) -> list[str]:
    items = understand_cv(text, WORDS).items
    return [item.removeprefix("licence:") for item in items if item.startswith("licence:")]


@pytest.mark.parametrize(
    "text",
    [
        # From offers of France Travail, in other words.
        "Pas besoin d'habilitation électrique.",
        "un poste sans obligation de formation certibiocide",
        "monter en hauteur (CACES R486) (pas obligatoire)",
        "petites réparations ne nécessitant pas de soudure",
        "Gestion de projet : NON",
        # From the specification.
        "pas de permis B",
        "sans permis B",
        "avec ou sans permis B",
        "Permis B non exigé",
        "Le permis B n'est pas obligatoire",
        "aucun CACES R489 demandé",
        "Non titulaire du permis B",
        "anglais facultatif",
        "ni permis B ni CACES R489",
        "Sans permis B ou CACES R489",
        "Permis B et CACES R489 non exigés",
    ],
)
def test_what_is_denied_is_neither_asked_nor_held(text: str) -> None:
    assert understand_items(text, WORDS) == ()
    assert understand_cv(text, WORDS).items == ()


@pytest.mark.parametrize(
    "text",
    [
        "formation CACES assurée",
        "formation CACES 3 prise en charge",
        "Formation SST possible",
        "CACES 1-3-5 fournis par nos soins",
        "possibilité de passer le CACES R489",
        "Nous finançons votre permis C",
        "prise en charge du permis D",
    ],
)
def test_what_the_employer_gives_is_not_asked(text: str) -> None:
    assert understand_items(text, WORDS) == ()


def test_a_person_whose_training_was_paid_for_has_it_all_the_same() -> None:
    assert held("Formation CACES 3 financée") == ["CACES-R489-3"]


@pytest.mark.parametrize("text", ["Permis B en cours", "Permis B (en cours d'obtention)", "permis B prévu en mars"])
def test_what_a_person_is_on_the_way_to_is_not_held(text: str) -> None:
    assert held(text) == []
    assert licences(text) == ["PERMIS-B"]


@pytest.mark.parametrize(
    "text",
    [
        # From offers of France Travail, in other words: none of these denies anything.
        "CACES R489 3 en cours de validité",
        "un permis B : un véhicule vous sera fourni",
        "Permis B obligatoire (véhicule fourni)",
        "Permis B (Optionnel)",
        "Permis B souhaité",
        "N'hésitez pas. Permis B",
        "Débutant accepté sans expérience, permis B",
        "Permis B, sans CACES R486",
        "pas de télétravail mais permis B",
    ],
)
def test_other_words_around_a_licence_deny_nothing(text: str) -> None:
    assert len(licences(text)) == 1
    assert licences(text) == held(text)


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("le travail en hauteur n'est pas un obstacle pour vous", "skill:travail-hauteur"),
        ("l'anglais ne vous fait pas peur", "language:anglais"),
        ("anglais non négociable", "language:anglais"),
        ("l'anglais est apprécié sans être une obligation", "language:anglais"),
        ("Formation à la soudure assurée", "skill:soudag"),
        ("la formation des utilisateurs internes", "skill:formation-utilisateur"),
    ],
)
def test_a_skill_or_a_language_stays_when_only_something_else_is_denied(text: str, item: str) -> None:
    assert item in understand_items(text, WORDS)


def test_denied_once_and_asked_elsewhere_is_asked() -> None:
    assert licences("Sans permis B au début.\nPermis B exigé ensuite.") == ["PERMIS-B"]


@pytest.mark.parametrize(
    ("text", "categories"),
    [
        ("CACES 1-3-5", ["R489-1A", "R489-3", "R489-5"]),
        ("CACES R489 cat. 1, 3 et 5", ["R489-1A", "R489-3", "R489-5"]),
        ("CACES Logistique 1 3", ["R489-1A", "R489-3"]),
        ("CACES R482 Cat : A / B1 / F", ["R482-A", "R482-B1", "R482-F"]),
        ("R489 1A/1B", ["R489-1A", "R489-1B"]),
        ("CACES R389 1-3 / CACES R489 1A ou 1B", ["R489-1A", "R489-3", "R489-1B"]),
        ("CACES 5 R489/R389", ["R489-5"]),
        ("CACES catégorie A (R482)", ["R482-A"]),
        ("CACES engin de chantier niveau 1", ["R482-A"]),
        ("CACES R372 1, 2 et 9", ["R482-A", "R482-B1", "R482-F"]),
        ("CACES R386 1A et 3B", ["R486-A", "R486-B"]),
        # The old category 2 became 2A or 2B: it leads to neither.
        ("CACES R389 cat 1, 2 et 3", ["R489-1A", "R489-3"]),
        ("CACES R389 cat 2", ["R489"]),
        ("CACES 3, 2 ans d'expérience", ["R489-3"]),
        ("CACES 3 et 5 ans de métier", ["R489-3"]),
        ("CACES R482 A JOUR", ["R482"]),
        ("CACES R482 à jour", ["R482"]),
    ],
)
def test_each_category_of_a_list_is_a_licence(text: str, categories: list[str]) -> None:
    assert licences(text) == [f"CACES-{category}" for category in categories]


CUES = [
    "permis B",
    "CACES 1-3",
    "R489",
    "pas",
    "sans",
    "non exigé",
    "et",
    "formation",
    "assurée",
    "cat",
    "A",
    "à",
    "\n",
    "(",
    ".",
]


@given(st.lists(st.sampled_from(CUES) | st.text(st.characters(), max_size=6), max_size=12).map(" ".join))
def test_no_text_is_too_strange(text: str) -> None:
    assert len(set(licences(text))) == len(licences(text))
    held(text)
