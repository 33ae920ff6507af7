"""Folding words, and where the folded words stand in the text they came from."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.language.normalisation import STOP_WORDS, fold, folded_words, tokens, without_accents

ANY_TEXT = st.text(st.characters(), max_size=80)
"""Any unicode at all, halves of surrogate pairs included."""


@given(ANY_TEXT)
@example("İSTANBUL soudeur")
@example("ﬁnition ½ œuvre 𝐒oudeur")
@example("soignant·e·s (H/F) l’été à Évreux")
def test_every_token_points_at_the_word_it_was_folded_from(text: str) -> None:
    end = 0
    for token in tokens(text):
        assert end <= token.start < token.end <= len(text)
        end = token.end
        assert fold(without_accents(text[token.start : token.end])) == token.fold


@given(ANY_TEXT)
@example("İ")
@example("ℂ")
def test_taking_accents_off_keeps_the_length_and_does_nothing_the_second_time(text: str) -> None:
    plain = without_accents(text)
    assert len(plain) == len(text)
    assert without_accents(plain) == plain


@given(ANY_TEXT)
def test_capitals_and_accents_make_no_difference(text: str) -> None:
    if len(text.upper()) == len(text) and text.upper().lower() == text.lower():
        assert without_accents(text.upper()) == without_accents(text)


@given(st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=30))
def test_a_fold_is_never_empty_and_holds_no_space(word: str) -> None:
    assert fold(word)
    assert " " not in fold(word)


@given(ANY_TEXT)
def test_stop_words_are_left_out_of_every_text(text: str) -> None:
    words = [text[token.start : token.end].lower() for token in tokens(f"{text} de la soudure en atelier")]
    assert not STOP_WORDS.intersection(words)


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("aide-soignant·e", "aide-soignant"),
        ("aide-soignant·e·s", "aides-soignants"),
        ("AIDE-SOIGNANT.E", "aide-soignante"),
        ("vendeur(se) H/F", "vendeur"),
        ("vendeur/se", "vendeuse"),
        ("Vendeur / Vendeuse (F/H)", "vendeur vendeur"),
        ("infirmier(ère)", "infirmière"),
        ("infirmier•ière", "infirmier"),
        ("serveurs·euses", "serveuses"),
        ("directeur·rice", "directrice"),
        ("employé(e) de rayon", "employée rayon"),
        ("éducateur(trice) spécialisé(e)", "éducatrice spécialisée"),
        ("assistant(e) maternel(le)", "assistante maternelle"),
        ("technicien(ne) M/F/X", "technicienne"),
        ("Cuisinier(h-f)", "cuisinière"),
        ("agent d’entretien", "agent d'entretien"),
        ("soudage à l'arc", "soudage arc"),
        ("chefs de chantier", "chef chantier"),
        ("une employée qualifiée", "un employé qualifié"),
        ("métaux", "métal"),
        ("œuvres", "oeuvre"),
    ],
)
def test_gender_number_and_inclusive_writing_make_no_difference(written: str, plain: str) -> None:
    assert folded_words(written) == folded_words(plain)


@pytest.mark.parametrize(
    ("one", "other"),
    [("DEAS", "DEAES"), ("AEP", "AEPE"), ("C", "C++"), ("C++", "C#"), ("permis C", "permis D"), ("net", "asp.net")],
)
def test_different_things_are_not_folded_together(one: str, other: str) -> None:
    assert folded_words(one) != folded_words(other)


def test_single_letters_stay_because_licences_need_them() -> None:
    assert folded_words("CACES R482 A et permis C") == ["cace", "r482", "a", "permi", "c"]


def test_a_decomposed_text_is_cut_as_its_composed_form_once_composed() -> None:
    decomposed = unicodedata.normalize("NFD", "ingénieur")
    assert folded_words(unicodedata.normalize("NFC", decomposed)) == folded_words("ingénieur")
