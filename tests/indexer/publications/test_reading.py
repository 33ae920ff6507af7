"""What a text, as a recruiter pastes it, fills in the form with."""

from __future__ import annotations

import pytest

from indexer.language.vocabulary import Vocabulary
from indexer.places.communes import Gazetteer
from indexer.publications.reading import facts_of_text, offer_as_matched, reading_of
from tests.factories.publications import ORGANISATION, facts
from tests.starter import starter_communes, starter_words

TEXT = """Offre d'emploi
Cariste (H/F)
Lieu : 64000 PAU
Contrat : CDD, temps plein, 35 h par semaine
Salaire : 12,50 € à 13,20 € brut de l'heure

Vous chargez les camions et préparez les commandes. CACES R489 catégorie 3 obligatoire.
1 an d'expérience exigée. Bac pro apprécié. Écrire à depot@example.org.
"""


@pytest.fixture(scope="module")
def known() -> Vocabulary:
    return starter_words()


@pytest.fixture(scope="module")
def communes() -> Gazetteer:
    return starter_communes()


def test_a_text_fills_in_title_job_place_contract_pay_and_licences(known: Vocabulary, communes: Gazetteer) -> None:
    read = facts_of_text(TEXT, known, communes)
    assert read["title"] == "Cariste (H/F)"
    assert read["job"] in ("N1101", "N1103")
    assert (read["commune"], read["contract"], read["working_time"], read["hours"]) == ("64445", "CDD", "full_time", 35)
    assert (read["pay_from"], read["pay_to"], read["pay_period"]) == (1896, 2002, "month")
    assert "CACES-R489-3" in read["licences"]
    assert (read["experience"], read["diploma"]) == (12, 4)
    assert (read["description"], read["apply"]) == (TEXT, "depot@example.org")


def test_what_is_not_said_stays_for_the_recruiter_to_say(known: Vocabulary, communes: Gazetteer) -> None:
    read = facts_of_text("Nous recrutons un plombier.", known, communes)
    assert (read["commune"], read["contract"], read["pay_from"], read["experience"], read["licences"]) == (
        *("", "", None, None),
        [],
    )


def test_the_reading_is_that_of_the_offer_people_are_compared_with(known: Vocabulary, communes: Gazetteer) -> None:
    written = facts(description="Soudage TIG. Permis C obligatoire.", pay_from=13.0, pay_to=None, pay_period="hour")
    reading = reading_of(written, ORGANISATION, known, communes)
    offer = offer_as_matched(written, ORGANISATION, known, communes)
    assert reading.jobs == tuple(offer["jobs"])
    assert reading.licences_required == ("PERMIS-C",)
    assert reading.pay == (offer["pay_monthly_min"], None)
    assert round(reading.pay[0] or 0) == 1972
