"""The pay of an offer in plain words: real wordings of records, and what must stay as it was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.language.pay import pay_of
from indexer.offers.pay_words import plain_pay


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("Mensuel de 1900,00 Euros à 2100,00 Euros sur 12 mois", "1 900 € à 2 100 € par mois"),
        ("Mensuel de 1801.8 Euros sur 12.0 mois", "1 801,80 € par mois"),
        ("Annuel de 30000.0 Euros à 36000.0 Euros sur 13.0 mois", "30 000 € à 36 000 € par an (sur 13 mois)"),
        ("Horaire de 12,31 Euros à 12,60 Euros sur 12 mois", "12,31 € à 12,60 € de l’heure"),
        ("Horaire de 12,60 Euros à 12,60 Euros", "12,60 € de l’heure"),
        ("Annuel de", ""),
        ("2 100 € à 2 400 € brut par mois", "2 100 € à 2 400 € brut par mois"),
        ("Autre de 100,00 Euros à 200,00 Euros", "Autre de 100,00 Euros à 200,00 Euros"),
        ("Selon expérience", "Selon expérience"),
        ("", ""),
    ],
)
def test_records_are_said_plainly_and_the_rest_is_left(label: str, words: str) -> None:
    assert plain_pay(label).replace("\u202f", " ").replace("\u00a0", " ") == words


@given(
    st.sampled_from(["Mensuel", "Annuel", "Horaire"]),
    st.decimals(min_value=1, max_value=99_999, places=2),
    st.decimals(min_value=1, max_value=99_999, places=2),
)
def test_the_words_say_the_same_pay_as_the_record(period: str, least: object, most: object) -> None:
    label = f"{period} de {least} Euros à {most} Euros"
    assert pay_of(plain_pay(label), label=True) == pay_of(label, label=True)
