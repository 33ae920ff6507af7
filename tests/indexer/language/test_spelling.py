"""The words of titles as they were meant: words cut short, and typing errors of long words only."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.language.normalisation import folded_words, tokens
from indexer.language.spelling import Spelling, one_edit_apart

KNOWN = [
    "Électricien",
    "Secrétaire comptable",
    "Soudeur",
    "Chauffagiste",
    "Électromécanicien",
    "Moquettiste",
    "moquette",
]
SPELLING = Spelling(KNOWN, ["maquette", "Bordeaux"])


def read(title: str) -> list[str]:
    return [word.fold for word in SPELLING.corrected(title)]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Electricein", "électricien"),
        ("Electrcien", "électricien"),
        ("Elecctricien", "électricien"),
        ("chaufagiste", "chauffagiste"),
        ("Secrétaire compta", "secrétaire comptable"),
        ("Électro-mécanicienne", "électromécanicien"),
    ],
)
def test_a_word_is_read_as_it_was_meant(written: str, meant: str) -> None:
    assert read(written) == folded_words(meant)


@pytest.mark.parametrize(
    "written",
    # Short; two letters off; a word of its own; "Vendée" is no "vend." cut short.
    ["Sondeur", "Elctrcien", "maquette", "Bordeaux", "Vendée", "technico-commercial"],
)
def test_other_words_stay_as_they_are(written: str) -> None:
    assert read(written) == folded_words(written)


@given(st.text("abcde", max_size=9), st.text("abcde", max_size=9))
def test_one_edit_goes_both_ways_and_is_no_more_than_one(one: str, other: str) -> None:
    assert one_edit_apart(one, other) == one_edit_apart(other, one)
    if one_edit_apart(one, other):
        assert abs(len(one) - len(other)) <= 1
        assert sum(a != b for a, b in zip(one, other, strict=False)) <= 2 or len(one) != len(other)


@given(st.sampled_from(["electricien", "chauffagiste", "electromecanicien"]), st.data())
def test_any_one_letter_left_out_or_exchanged_is_forgiven(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(word) - 2))
    assert read(word[:place] + word[place + 1 :]) == folded_words(word)
    assert read(word[:place] + word[place + 1] + word[place] + word[place + 2 :]) == folded_words(word)


@given(st.text(max_size=60))
def test_words_keep_their_places(title: str) -> None:
    starts = {word.start for word in tokens(title)}
    assert {word.start for word in SPELLING.corrected(title)} <= starts
