"""What else is tried when little is found, and how it is counted, without an engine."""

from __future__ import annotations

from functools import cache

import pytest

from indexer.language.nearby_words import NearbyWords, suggested
from indexer.language.searched import understand_search
from indexer.language.vocabulary import Vocabulary
from indexer.offers.search import Search
from indexer.offers.search_hints import alternatives, counting_body
from indexer.offers.search_places import Around
from tests.starter import starter_words

PAU = (Around((43.3, -0.37), "64"),)


@cache
def starter() -> Vocabulary:
    return starter_words()


def tried(wish: Search) -> dict[tuple[str, str], Search]:
    return alternatives(wish, understand_search(wish.words, starter()), starter())


def test_greater_distances_everywhere_without_filters_and_each_part_alone_are_tried() -> None:
    wish = Search("soudeur TIG", PAU, 75, chosen={"contract": ("CDI",)})
    found = tried(wish)
    assert list(found) == [
        ("radius", "100"),
        ("radius", "150"),
        ("radius", "200"),
        ("everywhere", ""),
        ("unfiltered", ""),
        ("part", "TIG"),
        ("part", "soudeur"),
    ]
    assert found["radius", "100"].chosen == wish.chosen
    assert found["unfiltered", ""].around == PAU
    assert tried(Search("soudeur")) == {}
    assert len(counting_body(found, starter())["aggs"]["searches"]["filters"]["filters"]) == 7


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("soudeurr", "soudeur"),
        ("sodeur", "soudeur"),
        ("sodeur TIG", "soudeur TIG"),
        ("soudeuse", ""),
        ("soudeurs", ""),
        ("boulangr pau", "boulanger pau"),
        ('"sodeur"', ""),
        ("pau", ""),
        ("xyzxyzxyz", ""),
        ("", ""),
    ],
)
def test_a_word_nobody_knows_is_suggested_as_one_that_is_near(words: str, meant: str) -> None:
    assert suggested(words, understand_search(words, starter()), starter()) == meant


def test_of_several_words_near_the_one_used_most_is_meant_with_its_accents() -> None:
    words = NearbyWords(["maçon", "maçon coffreur", "macor"])
    assert words.nearest("macon") is None
    assert words.nearest("macom") is None or words.nearest("macom") == "maçon"
    assert words.nearest("maconn") == "maçon"
