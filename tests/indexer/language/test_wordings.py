"""The several things one official label says (all labels here are of ROME 4.0)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.language.normalisation import folded_words
from indexer.language.wordings import MOST, wordings


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("Lecture de plans, de schémas", ["lecture de plans", "lecture de schémas"]),
        ("Charger des marchandises, des produits", ["charger des marchandises", "charger des produits"]),
        (
            "Contrôler la conformité d'un équipement, d'une machine, d'une installation",
            [
                "contrôler la conformité d'un équipement",
                "contrôler la conformité d'une machine",
                "contrôler la conformité d'une installation",
            ],
        ),
        (
            "Découper, tailler des matières premières",
            ["découper des matières premières", "tailler des matières premières"],
        ),
        (
            "Monter et régler une installation, une machine",
            ["monter une installation", "monter une machine", "régler une installation", "régler une machine"],
        ),
        # What follows two nouns joined by "et" may belong to both.
        ("Contrôler la qualité et la conformité des process", ["contrôler la qualité et la conformité des process"]),
        ("Système réseau (LAN, MAN, WAN)", ["système réseau"]),
        # Another verb further on is another action, of other things.
        (
            "Mettre en place ou rafraîchir l'étal (glace, décoration) , disposer les produits et afficher les prix",
            ["mettre en place"],
        ),
        ("Soudage TIG", ["soudage TIG"]),
    ],
)
def test_each_object_is_said_with_its_verb(label: str, said: list[str]) -> None:
    assert [folded_words(wording) for wording in wordings(label)] == [folded_words(each) for each in said]


@given(st.text(st.characters(), max_size=80))
def test_any_label_gives_few_wordings_made_of_its_own_words(label: str) -> None:
    found = wordings(label)
    assert len(found) <= MOST
    for wording in found:
        # Read apart: of "M/" and its wording "M" together, "M/ M" is a mark of both genders.
        assert set(folded_words(wording)) <= {*folded_words(label), *folded_words(found[0])}
