"""What an offer must say, and what it says in another language or below the minimum wage."""

from __future__ import annotations

from dataclasses import replace

import pytest

from indexer.offers.legal_gate.essentials import OfferFacts
from indexer.offers.legal_gate.french import foreign_part
from indexer.offers.legal_gate.minimum_wage import monthly_minimum
from indexer.offers.legal_gate.offers import check_offer

TITLE = "Menuisier (H/F)"
TEXT = "Vous fabriquez et posez des escaliers et des portes chez nos clients, avec un collègue, du lundi au vendredi."
FACTS = OfferFacts(date="2026-11-24", place="Pau", contract="CDI", pay="Mensuel de 2 100 euros brut")
ENGLISH = (
    "You will join our team of engineers and you will design the tools that our customers need for their work. "
    "We are looking for someone who has experience with large systems and who is able to lead projects of this kind."
)


def missing(title: str = TITLE, text: str = TEXT, facts: OfferFacts = FACTS) -> list[str]:
    return [one.rule.id for one in check_offer(title, text, facts)]


def test_an_offer_that_says_it_all_lacks_nothing() -> None:
    assert missing() == []


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        (replace(FACTS, date=""), "no-date"),
        (replace(FACTS, place=""), "no-place"),
        (replace(FACTS, contract=""), "no-contract"),
        (replace(FACTS, pay=""), "no-pay"),
    ],
)
def test_each_essential_is_missed_where_it_is_not_said(facts: OfferFacts, rule: str) -> None:
    assert missing(facts=facts) == [rule]


def test_what_the_text_says_need_not_be_said_again() -> None:
    said = f"{TEXT} CDI à pourvoir, salaire selon la grille, poste en 100 % télétravail."
    assert missing(text=said, facts=OfferFacts(date="2026-11-24")) == []


@pytest.mark.parametrize("title", ["", "URGENT recrute", "CDI temps plein (H/F)", "Offre d'emploi"])
def test_a_title_without_a_job_is_none(title: str) -> None:
    assert missing(title=title) == ["no-job"]


@pytest.mark.parametrize("title", ["Ingénieur poste de travail", "Agent polyvalent", "Chargé de recherches"])
def test_a_title_that_says_little_is_a_job_all_the_same(title: str) -> None:
    assert missing(title=title) == []


def test_a_text_of_a_few_words_describes_nothing() -> None:
    assert missing(text="Licence de soudage exigée") == ["no-description"]


def test_an_offer_in_english_is_refused_and_one_with_a_paragraph_of_it_waits() -> None:
    assert missing(text=ENGLISH) == ["not-french"]
    assert missing(text=f"{TEXT} {TEXT} {TEXT}\n{ENGLISH}") == ["partly-foreign"]


@pytest.mark.parametrize(
    "text", ["Data engineer, cloud et DevOps", "Great Place to Work", "Feel good and be yourself at work"]
)
def test_trade_names_and_slogans_are_no_foreign_text(text: str) -> None:
    assert foreign_part(f"{TEXT} {text}.").words == 0


def test_pay_below_the_minimum_of_its_day_waits() -> None:
    assert missing(facts=replace(FACTS, pay="Mensuel de 1 700 euros brut")) == ["below-smic"]
    assert missing(facts=replace(FACTS, pay="Mensuel de 1 700 euros brut", date="2022-11-01")) == []


@pytest.mark.parametrize(
    "change", [{"contract": "ALT"}, {"working_time": "part_time"}, {"pay": "poste cadre au forfait-groupe 6"}]
)
def test_pay_that_has_another_minimum_or_is_no_amount_passes(change: dict[str, str]) -> None:
    assert "below-smic" not in missing(facts=replace(FACTS, **({"pay": "Mensuel de 900 euros brut"} | change)))


def test_the_minimum_is_that_of_the_day() -> None:
    assert monthly_minimum("2024-12-01T08:00:00+00:00") == 1801.84
    assert monthly_minimum("2026-11-24") > monthly_minimum("2024-12-01")
    assert monthly_minimum("2020-01-01") == 0.0
