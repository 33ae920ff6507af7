"""A verb and the noun of its action have one stem; a thing keeps its own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.language.normalisation import folded_words
from indexer.language.stems import stem


def stems(text: str) -> list[str]:
    return [stem(word) for word in folded_words(text)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("souder", "soudage"),
        ("souder", "soudures"),
        ("lire", "lecture"),
        ("vérifier", "vérification"),
        ("utiliser", "utilisation"),
        ("charger", "chargement"),
        ("nettoyer", "nettoyage"),
        ("surveiller", "surveillance"),
        ("maintenir", "maintenance"),
        ("fabriquer", "fabrication"),
        ("gérer", "gestion"),
        ("conduire", "conduite"),
        ("analyser", "analyse"),
    ],
)
def test_a_verb_and_its_noun_are_one(one: str, other: str) -> None:
    assert stems(one) == stems(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("usine", "usiner"),
        ("équipe", "équipement"),
        ("règle", "réglage"),
        ("chantier", "chanter"),
        ("page", "paiement"),
        ("plan", "planifier"),
        ("assurance", "assurer"),
    ],
)
def test_a_thing_is_not_the_action_that_sounds_like_it(one: str, other: str) -> None:
    assert stems(one) != stems(other)


@given(st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=30))
def test_a_stem_is_never_empty_and_holds_no_space(word: str) -> None:
    assert stem(word).rstrip("~")
    assert " " not in stem(word)
