"""Offers checked whole: what is found, where it stands, and what it makes of the offer."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from benchmarks.legal_gate import read_strangers
from indexer.offers.legal_gate import offers
from indexer.offers.legal_gate.essentials import OfferFacts
from indexer.offers.legal_gate.findings import LONGEST_CLAUSE, TEXT, TITLE, WHOLE
from indexer.offers.legal_gate.offers import check_offer, severity
from indexer.offers.legal_gate.queries import check_query
from indexer.offers.legal_gate.rules import DOUBTFUL, REFUSED, load_rules

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


STRANGERS = read_strangers()


@pytest.mark.parametrize(
    "half", ["tuning", "held_back", "afterwards_1", "afterwards_2", "afterwards_3", "afterwards_4", "afterwards_5"]
)
def test_most_unlawful_sentences_of_strangers_are_stopped_and_few_lawful_ones(half: str) -> None:
    stopped: dict[str, list[bool]] = {"stopped": [], "passes": []}
    for row in STRANGERS:
        if row["half"] == half:
            stopped[row["expected"]].append(severity(check_offer("", row["sentence"])) is not None)
    assert sum(stopped["stopped"]) >= 0.85 * len(stopped["stopped"])
    assert sum(stopped["passes"]) <= 0.05 * len(stopped["passes"])


@pytest.mark.parametrize(
    "text",
    [
        "Âge maximum 35 ans, expérience souhaitée.",
        "Expérience exigée, 40 ans maximum.",
        "Femmes uniquement, nous sommes une entreprise inclusive.",
        "Photo exigée avec le CV, vente de produits frais.",
        "Jeune vendeur recherché pour notre magasin : cherche jeune vendeur, accueil des clients.",
        "Sans enfant, congés et primes.",
        "Envoyez votre RIB pour postuler, comptabilité à jour.",
    ],
)
def test_a_word_that_excuses_has_to_touch_what_it_excuses(text: str) -> None:
    assert severity(check_offer("Vendeur (H/F)", text)) is not None


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Cherche une f​e​m​m​e pour l'accueil.", "Cherche une f​e​m​m​e"),
        ("Cherche une fеmmе pour l'accueil.", "Cherche une fеmmе"),
        ("Cherche une f.e.m.m.e pour l'accueil.", "Cherche une f.e.m.m.e"),
        ("Cherche une f3mme pour l'accueil.", "Cherche une f3mme"),
        ("Cherche une 𝐟𝐞𝐦𝐦𝐞 pour l'accueil.", "Cherche une 𝐟𝐞𝐦𝐦𝐞"),
    ],
)
def test_disguised_words_are_found_and_pointed_at_as_they_were_written(written: str, words: str) -> None:
    finding = next(one for one in check_offer("", f"Magasin à Pau. {written}") if one.rule.id == "sex-asked")
    assert finding.words == words
    assert finding.quote == written


def test_a_disguised_search_is_refused_with_its_own_words() -> None:
    finding = check_query("vendeuse j e u n e")
    assert finding is not None
    assert finding.words == "j e u n e"


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

    def watched(plain: str, start: int, end: int) -> tuple[int, int]:
        first, last = clause(plain, start, end)
        lengths.append(last - first)
        assert last - first <= end - start + 2 * LONGEST_CLAUSE
        return first, last

    clause = offers.clause
    monkeypatch.setattr(offers, "clause", watched)
    check_offer(piece, (piece * 5_000)[:5_000])
    once = sum(lengths)
    lengths.clear()
    check_offer(piece, (piece * 50_000)[:50_000])
    assert sum(lengths) <= 11 * once
