"""What resembles unlawful sentences waits for the operator, in words that no rule holds; what is ordinary does not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.legal_gate import read_strangers
from indexer.offers.legal_gate.findings import TEXT, TITLE
from indexer.offers.legal_gate.offers import check_offer, severity
from indexer.offers.legal_gate.resemblance import resembling, sentences_of
from indexer.offers.legal_gate.rules import DOUBTFUL

LEAST_STOPPED, MOST_STOPPED_WRONGLY = 0.85, 0.05
"""Goals of issue 18, on sentences held back from rules and networks alike."""


def strangers(batch: str) -> list[dict[str, str]]:
    return [row for row in read_strangers() if batch in row["half"]]


def stopped(text: str) -> bool:
    return severity(check_offer("", text)) is not None or bool(resembling("", text))


@pytest.mark.parametrize(
    "text",
    [
        "Papas et maris bricoleurs bienvenus, mamans non.",
        "Les Sarcellois, merci de passer votre tour.",
        "Pas plus de huit ans de vie professionnelle derrière vous.",
        "Trois journées de test au fournil, non rémunérées, puis on voit.",
    ],
)
def test_what_no_rule_has_words_for_is_held(text: str) -> None:
    assert severity(check_offer("", text)) is None
    [found] = resembling("Boulanger", f"Vous préparez le pain. {text} Repos le dimanche.")
    assert (found.part, found.quote, found.rule.severity) == (TEXT, text, DOUBTFUL)


def test_titles_are_read_too() -> None:
    [found] = resembling("Secrétaire, mamans s’abstenir svp", "")
    assert found.part == TITLE


@pytest.mark.parametrize(
    "text",
    [
        "Vous accueillez des enfants de 3 à 6 ans et leurs parents.",
        "Poste ouvert aux personnes en situation de handicap.",
        "CDI, 35 heures, du lundi au vendredi, 1 900 € brut par mois.",
        "Vous préparez les colis et les remettez au transporteur.",
        "Envoyez votre CV et quelques lignes sur vous.",
    ],
)
def test_what_is_ordinary_is_not_held(text: str) -> None:
    assert resembling("Agent polyvalent", text) == []


def test_of_sentences_held_back_most_unlawful_ones_and_few_lawful_ones_are_stopped() -> None:
    rows = strangers("held_back")
    unlawful = [stopped(row["sentence"]) for row in rows if row["expected"] == "stopped"]
    lawful = [stopped(row["sentence"]) for row in rows if row["expected"] != "stopped"]
    assert sum(unlawful) / len(unlawful) >= LEAST_STOPPED
    assert sum(lawful) / len(lawful) <= MOST_STOPPED_WRONGLY


def test_what_a_rule_found_is_not_said_twice() -> None:
    text = "Recherche une femme de 25 à 35 ans pour le ménage."
    found = check_offer("", text)
    assert found
    assert resembling("", text, found) == []


@settings(max_examples=20, deadline=None)
@given(st.text(max_size=60))
def test_any_text_can_be_looked_at(text: str) -> None:
    for one in resembling("", text):
        assert one.quote == text[one.start : one.end]
    assert all(len(sentence.split()) >= 1 for sentence in sentences_of(text))
