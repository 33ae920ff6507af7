"""Who says they have no driving licence, and who may be taken to have that of a car only."""

from __future__ import annotations

import pytest

from indexer.language.driving import denies_driving, holds_no_more_than_a_car


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("Je n'ai pas le permis, je me déplace en bus", True),
        ("SANS PERMIS", True),
        ("pas de permis de conduire pour l’instant", True),
        ("Permis : non", True),
        ("Permis B : pas encore", True),
        ("Permis B, pas de permis C", False),
        ("sans permis poids lourd", False),
        ("vente de voiture sans permis", False),
        ("Permis B, véhicule", False),
        ("", False),
    ],
)
def test_it_is_said_in_so_many_words(text: str, denied: bool) -> None:
    assert denies_driving(text) is denied


def test_nothing_is_assumed_of_drivers_nor_of_who_left_no_cv() -> None:
    assert holds_no_more_than_a_car("Maçon à Pau", [], ["F1703"])
    assert not holds_no_more_than_a_car("Maçon à Pau, permis C", ["PERMIS-C"], ["F1703"])
    assert not holds_no_more_than_a_car("Conducteur à Pau", [], ["N4101"])
    assert not holds_no_more_than_a_car("", [], ["F1703"])
