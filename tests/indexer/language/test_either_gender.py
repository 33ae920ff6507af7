"""Titles of jobs said of either sex."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.language.either_gender import of_either_sex
from tests.starter import starter_words

WORDS = starter_words()
TITLES = [title for job in WORDS.jobs.values() for title in job.titles]


@pytest.mark.parametrize(
    ("title", "either"),
    [
        ("soudeuse TIG", "soudeur TIG (H/F)"),
        ("soudeur TIG", "soudeur TIG (H/F)"),
        ("Développeuse Full Stack", "Développeur Full Stack (H/F)"),
        ("aide-soignante", "aide-soignant (H/F)"),
        ("Assistante administrative", "Assistant administratif (H/F)"),
        ("INFIRMIÈRE DE NUIT", "INFIRMIER DE NUIT (H/F)"),
        ("Cheffe de cuisine", "Chef de cuisine (H/F)"),
        ("Serveur (H/F)", "Serveur (H/F)"),
        ("secrétaire médicale", "secrétaire médical (H/F)"),
        ("comptable", "comptable"),
        ("chauffeur porte-conteneurs", "chauffeur porte-conteneurs (H/F)"),
        ("soudage", "soudage"),
    ],
)
def test_a_title_says_nothing_of_the_sex(title: str, either: str) -> None:
    assert of_either_sex(title, WORDS) == either


@given(st.sampled_from(TITLES))
def test_saying_it_twice_changes_nothing(title: str) -> None:
    once = of_either_sex(title, WORDS)
    assert of_either_sex(once, WORDS) == once
