"""What words admit, as clauses: how many have to be held, what is understood, what is left to the page."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.language.searched import understand_search
from indexer.language.vocabulary import Vocabulary
from indexer.offers.search_words import admitted_by_words, words_clauses
from indexer.searching.words import least_of
from tests.starter import starter_words


@cache
def starter() -> Vocabulary:
    return starter_words()


def clause(words: str, **options: Any) -> dict[str, Any]:
    found = admitted_by_words(understand_search(words, starter()), **options)
    assert found is not None
    return dict(found["bool"])


@pytest.mark.parametrize(
    ("words", "least"), [(1, 1), (2, 2), (3, 2), (4, 3), (5, 3), (6, 4), (7, 5), (8, 6), (12, 9), (40, 30)]
)
def test_all_words_up_to_two_all_but_one_to_four_three_quarters_beyond(words: int, least: int) -> None:
    assert least_of(words) == least


@pytest.mark.parametrize(
    ("words", "counted", "least"),
    [
        ("soudeur", 1, 1),
        ("soudeur TIG", 2, 2),
        ("chef de cuisine", 2, 2),
        ("aide-soignant de nuit", 2, 2),
        ("soudeur inox gave", 3, 2),
        ("soudeur soudeur SOUDEUR", 1, 1),
        ("vendeur en prêt à porter à mi-temps", 4, 3),
    ],
)
def test_words_that_say_nothing_are_not_counted(words: str, counted: int, least: int) -> None:
    found = clause(words)
    assert (len(found["should"]), found["minimum_should_match"]) == (counted, least)


@pytest.mark.parametrize("words", ["", "de la", "+ # ?", "à", "«»", '"de"'])
def test_nothing_to_look_for_is_no_clause(words: str) -> None:
    assert admitted_by_words(understand_search(words, starter())) is None
    assert words_clauses(understand_search(words, starter())) == {}


def test_what_is_understood_of_a_description_counts_only_beside_what_the_offer_says_of_itself() -> None:
    found = clause("soudeur TIG")
    [said] = found["filter"]
    assert "traits" not in json.dumps(said)
    assert '"traits": ["skill:soudag-tig#1"]' in json.dumps(found["should"])


def test_between_quotation_marks_a_word_is_only_itself() -> None:
    found = clause('"soudeur" TIG')
    assert "match_phrase" in json.dumps(found["must"])
    assert "H2913" not in json.dumps(found)


@pytest.mark.parametrize(
    ("word", "near"), [("chaudronnier", True), ("chaudron", True), ("soudeur", False), ("r489aaaa", False)]
)
def test_long_words_may_be_one_letter_off_on_the_page_only(word: str, near: bool) -> None:
    assert ("fuzziness" in json.dumps(clause(word, mistyped=True))) is near
    assert "fuzziness" not in json.dumps(clause(word)), "the percolator cannot extract it"


@given(st.text(max_size=200))
def test_a_clause_never_asks_for_more_words_than_there_are(words: str) -> None:
    found = admitted_by_words(understand_search(words, starter()), mistyped=True)
    if found and "should" in found["bool"]:
        assert 1 <= found["bool"]["minimum_should_match"] <= len(found["bool"]["should"])
