"""What texts are understood to say."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.language.understanding import title_words, understand_cv, understand_items, understand_title
from indexer.reference.in_force import vocabulary
from tests.cv_files import WELDER


def test_the_jobs_skills_and_licences_of_a_cv_are_found_in_order_and_once() -> None:
    understood = understand_cv(WELDER, vocabulary())
    assert understood.jobs[0] == "H2913"
    assert {"skill:soudag-tig", "licence:PERMIS-B"} <= set(understood.items)
    assert any(item.startswith("licence:CACES") for item in understood.items)
    assert len(understood.items) == len(set(understood.items))


def test_a_driving_licence_is_not_read_as_another() -> None:
    assert understand_items("permis de conduire", vocabulary()) == ()
    assert understand_items("Permis D", vocabulary()) == ("licence:PERMIS-D",)
    assert understand_items("Titulaire du DEAS", vocabulary()) == ("licence:DEAS",)


def test_two_jobs_in_a_title_are_both_understood() -> None:
    assert set(understand_title("Soudeur chaudronnier", vocabulary())) >= {"H2913"}
    assert len(understand_title("Boulanger et serveur", vocabulary())) == 2


def test_words_that_name_no_trade_are_left_out_of_a_title() -> None:
    assert title_words("URGENT recherche Soudeur TIG confirmé (H/F) en CDI") == ("soudeur", "tig")
    assert title_words("Agent polyvalent H/F") == ()


@given(st.text(st.characters(), max_size=200))
def test_no_text_is_too_strange_to_be_read(text: str) -> None:
    understood = understand_cv(text, vocabulary())
    assert set(understood.jobs) <= set(vocabulary().jobs)
    assert set(understand_items(text, vocabulary())) == set(understood.items)
    assert all(len(word) > 2 for word in title_words(text))
