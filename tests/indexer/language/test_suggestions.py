"""Completing what a person begins to type."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.language.suggestions import MOST
from indexer.reference.in_force import vocabulary

SUGGESTIONS = vocabulary().suggestions


def labels(typed: str) -> list[str]:
    return [suggestion.label for suggestion in SUGGESTIONS.complete(typed)]


def test_a_beginning_finds_titles_and_skills_with_their_traits() -> None:
    assert "job:H2913" in [suggestion.trait for suggestion in SUGGESTIONS.complete("soud")]
    assert "soudage TIG" in labels("soudage t")


def test_accents_and_capitals_do_not_matter() -> None:
    assert labels("MACON") == labels("maçon") != []


def test_any_word_of_a_label_may_be_typed_but_those_it_begins_come_first() -> None:
    found = labels("grimpeur")
    assert any(label.startswith("élagueur grimpeur") for label in found) or any("grimpeur" in label for label in found)
    assert found[0].startswith("grimpeur")


def test_one_letter_and_nonsense_complete_to_nothing() -> None:
    assert labels("s") == labels("") == labels("zzxqj") == []


@given(st.text(max_size=12))
def test_a_trait_comes_once_and_there_are_few(typed: str) -> None:
    traits = [suggestion.trait for suggestion in SUGGESTIONS.complete(typed)]
    assert len(traits) == len(set(traits)) <= MOST
