"""A licence is required when the text says so, and not when it is only named or wished for."""

from __future__ import annotations

import pytest

from indexer.language.understanding import understand_demands
from indexer.reference.in_force import vocabulary


def demanded(text: str) -> tuple[str, ...]:
    return understand_demands(text, vocabulary())[1]


@pytest.mark.parametrize(
    ("text", "licence"),
    [
        ("Permis C obligatoire.", "licence:PERMIS-C"),
        ("Vous êtes titulaire du CACES R489 catégorie 3", "licence:CACES-R489-3"),
        ("Le CACES R486 B est exigé pour ce poste", "licence:CACES-R486-B"),
        ("Vous possédez le permis CE et la FIMO marchandises", "licence:PERMIS-CE"),
        ("FIMO marchandises à jour", "licence:FIMO-MARCHANDISES"),
    ],
)
def test_a_word_of_demand_beside_it_makes_a_requirement(text: str, licence: str) -> None:
    assert licence in demanded(text)


@pytest.mark.parametrize(
    "text",
    [
        "Permis C souhaité",
        "CACES R489 apprécié",
        "Le CACES R489 serait un plus",
        "Conduite de chariot (CACES R489)",
        "Vous possédez idéalement le CACES R489",
        "Expérience exigée. Permis C souhaité.",
        "Le permis C n'est pas obligatoire",
        "Rigueur indispensable ; CACES R489",
    ],
)
def test_what_is_named_or_wished_for_is_no_requirement(text: str) -> None:
    assert demanded(text) == ()
