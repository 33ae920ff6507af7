"""What the form says is read back from the offer as it was meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.language.facts import diploma_label_of, experience_of, hours_of, remote_of
from indexer.language.pay import HOURS_A_MONTH, WIDEST, pay_of
from indexer.offers.document import received, understood
from indexer.publications.facts import (
    DIPLOMAS,
    EMPTY,
    REMOTE,
    contract_label,
    experience_label,
    offer_given,
    pay_label,
    working_time_label,
)
from tests.factories.publications import ORGANISATION, facts
from tests.starter import starter_communes, starter_words

NOW = "2026-11-24T08:00:00+00:00"
A_MONTH = {"hour": HOURS_A_MONTH, "month": 1, "year": 1 / 12}
AMOUNTS = {"hour": st.integers(1202, 5000).map(lambda cents: cents / 100), "month": st.integers(1830, 9000)}


@given(st.data())
def test_a_pay_that_is_written_is_the_pay_that_is_read(data: st.DataObject) -> None:
    period = data.draw(st.sampled_from(["hour", "month", "year"]))
    amounts = AMOUNTS.get(period, st.integers(22_000, 90_000))
    least, most = sorted((data.draw(amounts), data.draw(amounts)))
    # The form refuses a wider range.
    most = min(most, WIDEST * least)
    read = pay_of(pay_label({**EMPTY, "pay_from": least, "pay_to": most, "pay_period": period}), label=True)
    assert read.least == pytest.approx(least * A_MONTH[period], abs=0.02)
    assert read.most == pytest.approx(most * A_MONTH[period], abs=0.02)


@pytest.mark.parametrize("least", [12.02, 12.05, 12.11])
def test_the_widest_range_that_the_form_takes_is_read(least: float) -> None:
    read = pay_of(pay_label({**EMPTY, "pay_from": least, "pay_to": WIDEST * least, "pay_period": "hour"}), label=True)
    assert (read.least, read.most) == pytest.approx((least * HOURS_A_MONTH, WIDEST * least * HOURS_A_MONTH), abs=0.02)


def test_one_bound_alone_stays_alone() -> None:
    assert pay_of(pay_label({**EMPTY, "pay_from": 1900}), label=True) == (1900, None)
    assert pay_of(pay_label({**EMPTY, "pay_to": 32_000, "pay_period": "year"}), label=True) == (None, 2666.67)


def test_what_is_chosen_is_read_as_it_was_chosen() -> None:
    for months in (0, 6, 12, 18, 24, 60, 120):
        assert experience_of(experience_label(months), label=True) == months
    for level, label in DIPLOMAS.items():
        assert diploma_label_of(label) == level
    for remote in REMOTE:
        label = working_time_label({**EMPTY, "working_time": "part_time", "hours": 24.5, "remote": remote})
        assert (remote_of(label), hours_of(label)) == (remote, 24.5)
    assert contract_label({**EMPTY, "contract": "CDD", "contract_months": 6}) == "CDD de 6\u00a0mois"
    assert contract_label({**EMPTY, "contract": "CDI", "contract_months": 6}) == "CDI"


def test_a_publication_makes_an_offer_that_says_whose_it_is() -> None:
    vocabulary, communes = starter_words(), starter_communes()
    skill = vocabulary.jobs["H2913"].skills[0]
    written = facts(required=[skill], licences=["CACES-R489-3"], remote="partial", experience=24)
    given_offer = offer_given({"id": "pub1", "published_at": NOW}, written, ORGANISATION, vocabulary, communes)
    offer = understood(received(given_offer, communes, NOW), vocabulary)
    assert (offer["source"], offer["publication"], offer["organisation"]) == ("estey", "pub1", "org1")
    assert (offer["siren"], offer["employer"], offer["apply"]) == (
        "732829320",
        "Atelier de l'Exemple",
        "atelier@example.org",
    )
    assert offer["jobs"][0] == "H2913"
    assert offer["licences_required"] == ["CACES-R489"]
    assert (offer["pay_monthly_min"], offer["pay_monthly_max"], offer["experience_months"]) == (2100, 2300, 24)
    assert (offer["remote"], offer["commune"], offer["contract"]) == ("partial", "64445", "CDI")
    assert f"skill:{skill}#1" in offer["asks"]
    assert "url" not in offer


def test_an_address_of_a_page_becomes_the_link_of_the_offer() -> None:
    vocabulary, communes = starter_words(), starter_communes()
    written = facts(apply="https://emploi.example.org/postuler?id=3")
    offer = offer_given({"id": "pub1"}, written, ORGANISATION, vocabulary, communes)
    assert (offer.url, offer.apply) == ("https://emploi.example.org/postuler?id=3", "")
    words = facts(apply="Sur https://emploi.example.org ou au 05 59 00 00 00")
    assert offer_given({"id": "pub1"}, words, ORGANISATION, vocabulary, communes).url == ""
