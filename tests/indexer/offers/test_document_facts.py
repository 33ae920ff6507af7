"""The facts of a stored offer: the source's labels first, then the text, else nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from indexer.offers.document import OfferGiven, received, understood
from indexer.offers.france_travail import read_record
from indexer.reference.in_force import gazetteer
from tests.starter import starter_words

WORDS = starter_words()
NOW = "2026-11-23T08:00:00+00:00"
TEXT = """Contrat : CDI, temps plein. Salaire : 30 000 € à 36 000 € par an.
Une expérience d'au moins 2 ans et un BTS sont demandés. 2 jours de télétravail par semaine."""
BARE = OfferGiven("test", "1", "Comptable (H/F)", TEXT)
FACTS = (
    "contract",
    "working_time",
    "pay_monthly_min",
    "pay_monthly_max",
    "experience_months",
    "diploma_level",
    "remote",
)


def stored(given: OfferGiven) -> dict[str, Any]:
    return understood(received(given, gazetteer(), NOW), WORDS)


def facts(given: OfferGiven) -> tuple[Any, ...]:
    return tuple(stored(given).get(name) for name in FACTS)


def test_without_fields_the_text_says_it() -> None:
    assert facts(BARE) == ("CDI", "full_time", 2500, 3000, 24, 5, "partial")


def test_the_labels_of_the_source_win_over_the_text() -> None:
    given = replace(
        BARE,
        contract="CDD",
        working_time_label="24H Horaires normaux",
        pay_label="Mensuel de 2000,00 Euros sur 12 mois",
        experience_label="Débutant accepté",
        diploma_label="CAP, BEP et équivalents",
    )
    assert facts(given) == ("CDD", "part_time", 2000, 2000, 0, 3, "partial")


def test_a_label_without_a_figure_leaves_it_to_the_text() -> None:
    given = replace(BARE, pay_label="selon profil", experience_label="Expérience exigée")
    assert facts(given) == facts(BARE)


def test_what_nobody_says_is_not_stored() -> None:
    offer = stored(OfferGiven("test", "1", "Comptable (H/F)"))
    assert not set(FACTS) & set(offer)


def test_understood_twice_is_understood_once_and_nothing_stale_stays() -> None:
    offer = stored(BARE)
    assert understood(offer, WORDS) == offer
    assert "remote" not in understood({**offer, "description": ""}, WORDS)


def test_the_diploma_asked_is_taken_from_a_record() -> None:
    levels = [{"niveauLibelle": "Bac+2 ou équivalents"}, {"niveauLibelle": "Bac+5 et plus ou équivalents"}]
    given = read_record({"id": "1", "intitule": "Comptable", "formations": [*levels, None]}, "test")
    assert given.diploma_label == "Bac+2 ou équivalents, Bac+5 et plus ou équivalents"
    assert stored(given)["diploma_level"] == 5


def test_every_field_has_its_place_in_the_strict_mapping() -> None:
    mapping = json.loads((Path(__file__).parents[3] / "mappings" / "offers.json").read_text(encoding="utf-8"))
    assert set(stored(replace(BARE, diploma_label="Bac ou équivalent"))) <= set(mapping["properties"])


def test_the_start_is_read_by_the_day_of_publication_and_read_anew() -> None:
    offer = stored(replace(BARE, description="Poste à pourvoir le 1er septembre."))
    assert offer["start"] == "2027-09-01"
    assert stored(replace(BARE, description="À pourvoir dès que possible"))["start"] == "now"
    assert "start" not in understood({**offer, "description": ""}, WORDS)
