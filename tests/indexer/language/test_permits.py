"""Driving licences named together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.language.understanding import understand_cv, understand_items
from indexer.reference.in_force import vocabulary


def permits(text: str) -> list[str]:
    items = understand_items(text, vocabulary())
    return [item.removeprefix("licence:PERMIS-") for item in items if item.startswith("licence:PERMIS-")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Permis B, C, CE. FIMO marchandises 2014", ["B", "C", "CE"]),
        ("PERMIS : B - C - EC", ["B", "C", "CE"]),
        ("Permis de conduire B et C", ["B", "C"]),
        ("Permis B/BE/D", ["B", "BE", "D"]),
        ("Permis B et permis C", ["B", "C"]),
        ("Permis B, à jour", ["B"]),
        ("Permis b c'est tout", ["B"]),
        ("permis B a jour", ["B"]),
        ("Permis C, déplacements dans le département", ["C"]),
    ],
)
def test_every_licence_of_a_list_is_read_and_nothing_else(text: str, expected: list[str]) -> None:
    assert permits(text) == expected


@given(st.text(alphabet="permisBCDEA ,/+-et:'à", max_size=40))
def test_no_text_is_too_odd(text: str) -> None:
    permits(text)


def test_a_licence_one_would_take_if_it_were_paid_is_not_held() -> None:
    text = "Permis B. Les cars scolaires peuvent m'intéresser si le permis D est financé."
    assert understand_cv(text, vocabulary()).items == ("licence:PERMIS-B",)
