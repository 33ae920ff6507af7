"""Texts of sources are shown as people read them, and their addresses lead where they led."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.offers.france_travail import read_record
from indexer.offers.source_text import read_text


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Pr&amp;eacute;parateur de commandes", "Préparateur de commandes"),
        ("Systèmes &amp; Cloud", "Systèmes & Cloud"),
        ("<![CDATA[Soudeur TIG]]>", "Soudeur TIG"),
        (
            "<p>Vous &ecirc;tes soudeur.</p><ul><li>Soudage</li><li>Contrôle</li></ul>",
            "Vous êtes soudeur.\n\nSoudage\nContrôle",
        ),
        (
            "&lt;p&gt;Entretien des v&eacute;hicules&lt;/p&gt;&lt;p&gt;Freinage&lt;/p&gt;",
            "Entretien des véhicules\n\nFreinage",
        ),
        ("Vendeur Ã©lectromÃ©nager", "Vendeur électroménager"),
        ("lâ€™atelier, l\u00e2\x80\x99usine", "l’atelier, l’usine"),
        ("Moins de < 20 h par semaine, A<B", "Moins de < 20 h par semaine, A<B"),
        ("Âge et ÂTRE", "Âge et ÂTRE"),
    ],
)
def test_a_text_is_read_as_it_was_meant(written: str, read: str) -> None:
    assert read_text(written) == read


@pytest.mark.parametrize(
    "address",
    [
        "https://jobs.example.org/apply?id=12&region=33&section=btp",
        "https://jobs.example.org/a?ref=7&copy=1&times=2&note=3&para=4",
    ],
)
def test_an_address_leads_where_it_led(address: str) -> None:
    record = {"id": "1", "intitule": "Soudeur", "description": f"Postulez : {address}"}
    offer = read_record({**record, "origineOffre": {"urlOrigine": address.replace("&copy", "&amp;copy")}}, "test")
    assert offer.url == address
    assert address in offer.description


def test_a_place_that_is_a_text_is_a_place() -> None:
    record = {"id": "1", "intitule": "Soudeur", "lieuTravail": "33 - BORDEAUX"}
    assert read_record(record, "test").place.label == "33 - BORDEAUX"


@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    assert isinstance(read_text(text), str)
