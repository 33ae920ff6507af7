"""Offers checked whole: what is found, where it stands, and what it makes of the offer."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from indexer.language.normalisation import without_accents
from indexer.offers.legal_gate import offers
from indexer.offers.legal_gate.essentials import OfferFacts
from indexer.offers.legal_gate.findings import LONGEST_CLAUSE, TEXT, TITLE, WHOLE
from indexer.offers.legal_gate.offers import check_offer, severity
from indexer.offers.legal_gate.queries import check_query
from indexer.offers.legal_gate.rules import DOUBTFUL, REFUSED, load_rules
from indexer.offers.legal_gate.wording import NEVER

SENTENCES = Path(__file__).parents[3] / "data" / "legal_gate_sentences.tsv"
with SENTENCES.open(encoding="utf-8", newline="") as lines:
    WRITTEN = [(row["sentence"], row["expected"]) for row in csv.DictReader(lines, delimiter="\t")]

ANY_TEXT = st.text(st.characters(), max_size=200)
PIECES = [text for rule in load_rules().values() for text in (*rule.caught, *rule.passes)]
OFFERS = st.lists(st.one_of(st.sampled_from(PIECES), ANY_TEXT), max_size=6).map("\n".join)
"""Unicode of any kind, halves of surrogate pairs included, between sentences that rules find."""


@pytest.mark.parametrize(("sentence", "expected"), WRITTEN)
def test_sentences_of_offers_are_judged_as_a_person_would(sentence: str, expected: str) -> None:
    assert (severity(check_offer("", sentence)) or "fine") == expected


def test_the_authors_own_sentence_is_quoted_with_its_words() -> None:
    text = "Atelier de menuiserie à Pau. Nous cherchons une personne de moins de 35 ans, motivée. CDI."
    (one,) = check_offer("Menuisier (H/F)", text)
    assert one.quote == "Nous cherchons une personne de moins de 35 ans, motivée."
    assert one.words == "moins de 35 ans"
    assert text[one.start : one.end] == one.words
    assert one.rule.article == "L5331-2, L1132-1"


def test_the_gravest_comes_first() -> None:
    found = check_offer("Vendeuse", "Rejoignez une équipe jeune. Bonne présentation exigée. Sans enfant.")
    assert [one.rule.id for one in found] == ["sex-in-title", "family", "presentation", "young-team"]
    assert severity(found) == REFUSED
    assert severity(found[2:]) == DOUBTFUL
    assert severity(found[3:]) is None


def test_a_title_open_to_all_in_the_text_is_open_to_all() -> None:
    assert check_offer("Femme de ménage", "Poste H/F. Entretien des bureaux.") == []


def test_apprentices_may_be_limited_by_age() -> None:
    text = "Contrat d'apprentissage en boulangerie. Vous avez entre 16 et 29 ans."
    assert check_offer("Apprenti boulanger (H/F)", text) == []
    assert check_offer("Boulanger (H/F)", "Contrat : CDI. Vous avez entre 16 et 29 ans.") != []


@settings(deadline=None)
@given(ANY_TEXT, OFFERS)
@example("İ", "İİİ Photo exigée")
@example("", "ﬁnition œuvre 𝐏hoto exigée 𝐂élibataire")
def test_any_text_is_checked_and_spans_lie_in_it(title: str, text: str) -> None:
    for one in check_offer(title, text, OfferFacts()):
        if one.part == WHOLE:
            assert one.quote == ""
            continue
        given_part = {TITLE: title, TEXT: text}[one.part]
        quoted = given_part[one.quote_start : one.quote_start + len(one.quote)]
        assert one.quote == quoted
        assert one.quote_start <= one.start < one.end <= one.quote_start + len(one.quote)
        # Folding moved nothing: the words as they were written are what the rule finds.
        assert one.rule.wordings is NEVER or one.rule.wordings.search(without_accents(one.words))


@settings(deadline=None)
@given(ANY_TEXT)
def test_any_search_is_checked_and_its_words_lie_in_it(words: str) -> None:
    finding = check_query(words)
    assert finding is None or words[finding.start : finding.end] == finding.words != ""


PIECES_REPEATED = ["recherche une jeune ", "photo ", "sans ", "20 ans ", "envoyer votre ", "a", "(", "é"]


# What backtracks without end takes hours: the limit of every test stops it. How long a text takes is measured
# (`estey bench long-texts`), not asserted.
@pytest.mark.parametrize("piece", PIECES_REPEATED)
def test_ten_times_the_text_is_ten_times_what_is_looked_at(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    lengths: list[int] = []

    def watched(plain: str, start: int, end: int) -> str:
        around = clause(plain, start, end)
        lengths.append(len(around))
        assert len(around) <= end - start + 2 * LONGEST_CLAUSE
        return around

    clause = offers.clause
    monkeypatch.setattr(offers, "clause", watched)
    check_offer(piece, (piece * 5_000)[:5_000])
    once = sum(lengths)
    lengths.clear()
    check_offer(piece, (piece * 50_000)[:50_000])
    assert sum(lengths) <= 11 * once
