"""What the gate reads where a word is disguised, and the way back to what was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.offers.legal_gate.legible import legible


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Célibataire", "celibataire"),
        ("j​e​u​n​e", "jeune"),
        ("fem\u00admes", "femmes"),
        ("ho\u202emme\ufe0f", "homme"),
        ("јеunе", "jeune"),
        ("ϳеυne hοmmе", "jeune homme"),
        ("ＦＥＭＭＥ 𝒉𝒐𝒎𝒎𝒆 Ⓕille", "femme homme fille"),
        ("🅵🅴🅼🅼🅴", "femme"),
        ("f.e.m.m.e", "femme"),
        ("j e u n e h o m m e", "jeune homme"),
        ("h-o-m-m-e-s", "hommes"),
        ("fem me", "femme"),
        ("f3mme, h0mme, c€libataire", "femme, homme, celibataire"),
        ("f*mmes", "femmes"),
        ("jeuuuune", "jeune"),
        ("retraité·e·s, salarié(e)s, vendeur/se, homme·s", "retraite, salaries, vendeur, homme"),
        ("moins de 35 ans", "moins de 35 ans"),
    ],
)
def test_a_disguise_is_taken_off(written: str, read: str) -> None:
    assert legible(written).plain == read


@pytest.mark.parametrize(
    "written", ["B2B, 3x8, R489, CO2", "emploi@exemple.fr", "www.exemple.fr", "CDI 35h, 12€/h", "le jeu ne dure pas"]
)
def test_what_is_no_disguise_is_left(written: str) -> None:
    assert legible(written).plain == written.lower()


@pytest.mark.parametrize("written", ["une f​e​m​m​e ici", "une ﬁlle ici", "une f.i.l.l.e ici", "une f1lle ici"])
def test_words_are_found_again_where_they_were_written(written: str) -> None:
    read = legible(written)
    start = read.plain.index(" f") + 1
    first, last = read.span(start, read.plain.index(" ici"))
    assert written[first:last] == written.removeprefix("une ").removesuffix(" ici")


@given(st.text(st.one_of(st.characters(), st.sampled_from("femhoj.- *3@€·()/​е♀")), max_size=120))
def test_every_letter_read_was_written_in_the_same_order(text: str) -> None:
    read = legible(text)
    places = [read.span(at, at + 1) for at in range(len(read.plain))]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert places == sorted(places)
