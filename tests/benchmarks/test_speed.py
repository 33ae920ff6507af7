"""The bench of speed measures texts of one length, by the real functions."""

from __future__ import annotations

import pytest

from benchmarks.speed import WORDS, measure, of_length, texts_of
from tests.starter import starter_communes, starter_words


@pytest.mark.parametrize("text", ["un", "Soudeur TIG\n- lire des plans", "mot " * 400])
def test_texts_are_of_one_length(text: str) -> None:
    assert WORDS <= len(of_length(text).split()) <= WORDS + len(text.split("\n"))


def test_without_a_file_the_demonstrations_offers_are_measured() -> None:
    texts = texts_of(None)[:3]
    result = measure(texts, starter_words(), starter_communes())
    assert result["documents"] == 3
    assert result["offers_per_second"] > 0
    assert result["cvs_per_second"] > 0
    assert result["resident_mb"] > 0
