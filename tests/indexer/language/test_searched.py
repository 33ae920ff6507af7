"""What the words of a search are understood as, and how that is undone."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.language.searched import as_written, understand_search, without
from indexer.language.vocabulary import Vocabulary
from tests.starter import starter_words


@cache
def loaded() -> Vocabulary:
    return starter_words()


@pytest.fixture
def starter() -> Vocabulary:
    return loaded()


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("soudeur TIG", [("soudeur", "job:H2913"), ("TIG", "skill:soudag-tig")]),
        ("Soudeuse tig", [("Soudeuse", "job:H2913"), ("tig", "skill:soudag-tig")]),
        ("chef de cuisine", [("chef de cuisine", "job:G1601")]),
        ("aide-soignant de nuit", [("aide-soignant de nuit", "job:J1501")]),
        ("soudage inox anglais", [("soudage", "job:H2913"), ("inox", "skill:ino"), ("anglais", "language:anglais")]),
        ("chaudronier", [("chaudronier", "job:H2902")]),
        ("vendeur anglais", [("vendeur", "job:D1214"), ("anglais", "language:anglais")]),
        ("permis B", [("permis B", "licence:PERMIS-B")]),
        ("Ateliers du Gave", [("Ateliers", ""), ("Gave", "")]),
        ("soudeur, pau", [("soudeur", "job:H2913"), ("pau", "")]),
        ('"soudeur" TIG', [("soudeur", ""), ("TIG", "skill:soudag-tig")]),
        ("« soudeur »", [("soudeur", "")]),
        ("soudeur-TIG", [("soudeur-TIG", "job:H2913")]),
        ("de la", []),
        ("caces", [("caces", "")]),
        ("formateur CACES", [("formateur CACES", "job:K2110")]),
        ("C++", [("C++", "skill:c++")]),
        ('"', []),
    ],
)
def test_each_thing_is_understood_by_itself(starter: Vocabulary, words: str, parts: list[tuple[str, str]]) -> None:
    found = understand_search(words, starter)
    assert [(part.text, part.traits[0] if part.traits else "") for part in found] == parts
    assert all(words[part.start : part.end].strip('"«» ') == part.text for part in found)


def test_a_part_is_removed_or_taken_as_it_is_written(starter: Vocabulary) -> None:
    words = "soudeur TIG"
    job, skill = understand_search(words, starter)
    assert (without(words, job), without(words, skill)) == ("TIG", "soudeur")
    assert as_written(words, job) == '"soudeur" TIG'
    quoted, _ = understand_search(as_written(words, job), starter)
    assert (quoted.quoted, quoted.traits) == (True, ())
    assert without('"soudeur" TIG', quoted) == "TIG"


@given(st.text(max_size=80))
def test_parts_follow_each_other_and_removing_them_all_leaves_nothing_to_look_for(words: str) -> None:
    vocabulary = loaded()
    parts = understand_search(words, vocabulary)
    assert all(one.end <= other.start for one, other in pairwise(parts))
    left = words
    for part in reversed(parts):
        left = f"{left[: part.start]} {left[part.end :]}"
    assert understand_search(left, vocabulary) == ()
