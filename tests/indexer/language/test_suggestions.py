"""Completing what a person begins to type."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.language.suggestions import MOST, Suggestion, best_first
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


def test_hyphens_and_apostrophes_need_not_be_typed() -> None:
    assert "job:J1501" in [suggestion.trait for suggestion in SUGGESTIONS.complete("aide soi")]
    assert labels("aide-soi") == labels("aide soi")


def test_of_those_it_begins_the_most_wanted_come_first() -> None:
    few, many = Suggestion("maçon", "job:F1703"), Suggestion("maçonnerie d'art", "job:F1612")
    assert best_first("maç", [few, many]) == [few, many]
    assert best_first("maç", [few, many], {"job:F1612": 3}) == [many, few]


def test_one_letter_and_nonsense_complete_to_nothing() -> None:
    assert labels("s") == labels("") == labels("zzxqj") == []


@given(st.text(max_size=12))
def test_a_trait_comes_once_and_there_are_few(typed: str) -> None:
    traits = [suggestion.trait for suggestion in SUGGESTIONS.complete(typed)]
    assert len(traits) == len(set(traits)) <= MOST
