"""Texts as weighed features."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.language.similarity import Company, Weights, pieces_of, unit_rows, words_of

WORDS = st.lists(st.text("abcdé", min_size=1, max_size=6), max_size=6)


@given(st.lists(WORDS, min_size=1, max_size=8))
def test_a_text_is_as_like_itself_as_can_be_and_no_likeness_exceeds_one(texts: list[list[str]]) -> None:
    vectors = Weights(texts).vectors(texts)
    likeness = (vectors @ vectors.T).toarray()
    for number, text in enumerate(texts):
        assert likeness[number, number] == pytest.approx(1.0 if text else 0.0, abs=1e-5)
    assert likeness.max(initial=0) <= 1 + 1e-5


def test_a_rare_word_counts_more_than_a_common_one() -> None:
    texts = [["agent", "accueil"], ["agent", "entretien"], ["agent", "quai"]]
    weights = Weights(texts)
    first, second = (weights.vectors([text]) for text in (["agent"], ["quai"]))
    against = weights.vectors([["agent", "quai"]])
    assert (second @ against.T)[0, 0] > (first @ against.T)[0, 0]
    assert weights.rarity_of("jamais vu") >= weights.rarity_of("quai")


@given(WORDS)
def test_pieces_are_three_to_five_letters_of_a_marked_word(words: list[str]) -> None:
    whole = [f" {word} " for word in words]
    assert all(any(piece in word for word in whole) for piece in pieces_of(words))
    assert all(3 <= len(piece) <= 5 for piece in pieces_of(words))


def test_a_title_in_both_genders_says_one_thing() -> None:
    assert words_of("Serveur / Serveuse de restaurant") == words_of("Serveuse de restaurant")


def test_words_that_describe_the_same_jobs_keep_company() -> None:
    documents = ["pain four farine"] * 3 + ["pain farine pétrin four"] * 3 + ["mur brique mortier"] * 6
    company, weights = Company(documents), Weights([document.split() for document in documents])
    bread, flour, wall = company.vectors([["pain"], ["farin"], ["mur"]], weights)
    assert bread @ flour > 0.9
    assert abs(bread @ wall) < 0.1


def test_too_few_documents_teach_nothing_and_break_nothing() -> None:
    assert Company(["un seul métier"]).vectors([["métier"]], Weights([])).tolist() == [[0.0]]


def test_a_row_of_nothing_stays_nothing() -> None:
    assert unit_rows(np.array([[0.0, 0.0], [3.0, 4.0]], dtype=np.float32)).tolist() == [
        [0.0, 0.0],
        [0.6000000238418579, 0.800000011920929],
    ]
