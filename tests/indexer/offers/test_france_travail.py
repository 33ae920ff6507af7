"""Records in the France Travail v2 schema: good, odd and refused ones."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.offers.document import OfferGiven, received, understood
from indexer.offers.france_travail import LONGEST_TITLE, RecordRefusedError, read_record
from indexer.reference.in_force import gazetteer, vocabulary
from tests.client import welder_offer

NOW = "2026-11-23T08:00:00+00:00"
FIELDS = (*welder_offer("1"), "competences", "permis", "langues", "salaire", "natureContrat", "origineOffre")
ANY_NUMBER = st.integers(-(10**400), 10**400) | st.floats()
ANY_JSON = st.recursive(
    st.none() | st.booleans() | ANY_NUMBER | st.text(st.characters(), max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
PLACES = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(("libelle", "latitude", "longitude", "codePostal", "commune"), ANY_JSON),
)
ODD_RECORDS = st.dictionaries(st.sampled_from(FIELDS), ANY_JSON, max_size=12) | st.builds(
    lambda place, odd: welder_offer("1", **odd, lieuTravail=place),
    PLACES,
    st.dictionaries(st.sampled_from([name for name in FIELDS if name != "lieuTravail"]), ANY_JSON, max_size=3).map(
        dict
    ),
)


def read(**changes: Any) -> OfferGiven:
    return read_record(welder_offer("1", **changes), "test")


REASONS = {"not_an_object", "no_id", "no_title", "bad_date_dateCreation", "bad_date_dateActualisation"}


def offer_or_reason(record: Any) -> OfferGiven | str:
    try:
        return read_record(record, "test")
    except RecordRefusedError as refusal:
        return refusal.reason


@given(ANY_JSON | ODD_RECORDS)
@example({"id": "1", "intitule": "Soudeur \ud800"})
@example({"id": "1", "intitule": "Soudeur", "lieuTravail": {"latitude": 10**400, "longitude": 0}})
@example({"id": "1", "intitule": "Soudeur", "dateCreation": "9999-12-31T23:59:59-14:00"})
def test_whatever_a_record_holds_it_becomes_an_offer_or_is_refused_with_a_reason(record: Any) -> None:
    given_offer = offer_or_reason(record)
    if isinstance(given_offer, str):
        assert given_offer in REASONS
        return
    offer = understood(received(given_offer, gazetteer(), NOW), vocabulary())
    assert offer["title"]
    assert str(offer).encode("utf-8")
    assert len(offer["id"]) == 24
    for name in ("published_at", "updated_at"):
        assert datetime.fromisoformat(offer[name]).utcoffset() == timedelta(0)
    if "location" in offer:
        assert abs(offer["location"]["lat"]) <= 90
        assert abs(offer["location"]["lon"]) <= 180


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ([], "not_an_object"),
        (None, "not_an_object"),
        ("offre", "not_an_object"),
        ({}, "no_id"),
        ({"id": True, "intitule": "Soudeur"}, "no_id"),
        ({"id": " ", "intitule": "Soudeur"}, "no_id"),
        ({"id": "1"}, "no_title"),
        ({"id": "1", "intitule": "  "}, "no_title"),
        ({"id": "1", "intitule": ["Soudeur"]}, "no_title"),
        ({"id": "1", "intitule": "Soudeur", "dateCreation": "hier"}, "bad_date_dateCreation"),
        ({"id": "1", "intitule": "Soudeur", "dateActualisation": "2026-13-01"}, "bad_date_dateActualisation"),
    ],
)
def test_each_reason_against_a_record_has_its_code(record: Any, reason: str) -> None:
    with pytest.raises(RecordRefusedError) as caught:
        read_record(record, "test")
    assert caught.value.reason == reason


def test_an_id_and_a_title_are_enough() -> None:
    offer = received(read_record({"id": 7, "intitule": "Soudeur"}, "test"), gazetteer(), NOW)
    assert offer["source_id"] == "7"
    assert offer["published_at"] == offer["updated_at"] == NOW
    assert not {"location", "departement", "contract", "given_jobs"} & set(offer)


def test_the_name_of_the_job_stands_in_for_an_empty_title() -> None:
    assert read(intitule="", appellationlibelle="Soudeur / Soudeuse").title == "Soudeur / Soudeuse"
    assert read(intitule=None, romeLibelle="Soudage manuel").title == "Soudage manuel"


def test_a_title_stays_on_one_line_and_is_cut() -> None:
    odd = read(intitule="Soudeur\r\nBcc: a@example.org\u2028fin", entreprise={"nom": "A\nB"})
    assert odd.title == "Soudeur Bcc: a@example.org fin"
    assert odd.employer == "A B"
    assert len(read(intitule="x" * 5000).title) == LONGEST_TITLE


@pytest.mark.parametrize(
    ("fields", "contract"),
    [
        ({"typeContrat": "CDI"}, "CDI"),
        ({"typeContrat": "cdd"}, "CDD"),
        ({"typeContrat": "XYZ"}, ""),
        ({"typeContrat": None}, ""),
        ({"typeContrat": "CDD", "alternance": True}, "ALT"),
        ({"typeContrat": "CDI", "natureContrat": "Contrat apprentissage"}, "ALT"),
        ({"typeContrat": "CDD", "natureContrat": "Cont. professionnalisation"}, "ALT"),
    ],
)
def test_an_apprenticeship_is_one_whatever_its_legal_form(fields: dict[str, Any], contract: str) -> None:
    assert read(**fields).contract == contract


@pytest.mark.parametrize(
    "date", ["2026-11-20", "2026-11-20T08:00:00", "2026-11-20T08:00:00.000Z", "2026-11-20T09:00+01:00"]
)
def test_dates_with_and_without_a_zone_can_be_put_in_order(date: str) -> None:
    published = datetime.fromisoformat(read(dateCreation=date).published_at)
    assert published.utcoffset() == timedelta(0)
    assert published.date().isoformat() == "2026-11-20"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//example.org", "ftp://example.org"])
def test_a_link_that_is_no_web_address_is_left_out(url: str) -> None:
    assert read(origineOffre={"urlOrigine": url}).url == ""
    assert read(origineOffre={"urlOrigine": "https://example.org/1"}).url == "https://example.org/1"


@pytest.mark.parametrize("code", ["soudeur", "Z1234", "H291", "H29133", "H2913 H2902"])
def test_a_code_that_is_none_of_rome_is_left_out(code: str) -> None:
    assert read(romeCode=code).rome == ()
    assert read(romeCode="h2913").rome == ("H2913",)


def test_half_a_point_is_no_point_and_zero_zero_is_none() -> None:
    for place in ({"latitude": 43.3}, {"latitude": 0, "longitude": 0}, {"latitude": 91, "longitude": 1}):
        assert read(lieuTravail=place).place.latitude is None
    assert read(lieuTravail={"latitude": "43.3", "longitude": "-0.37"}).place.latitude == 43.3


def test_the_skills_licences_and_languages_listed_become_traits() -> None:
    listed = read(
        competences=[{"libelle": "Soudage TIG"}, {"code": "1"}, "odd"],
        permis=[{"libelle": "C - Poids lourd"}],
        langues="x",
    )
    assert listed.skill_labels == ("Soudage TIG", "C - Poids lourd")
    traits = understood(received(listed, gazetteer(), NOW), vocabulary())["traits"]
    assert {"skill:soudag-tig#1", "skill:soudag-tig#2", "licence:PERMIS-C#1", "job:H2913#6"} <= set(traits)
