"""An offer as it is stored: its place as exactly as known, its identity, its jobs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from indexer.offers.document import ELSEWHERE, OfferGiven, PlaceGiven, received, understood
from indexer.reference.in_force import gazetteer, vocabulary

NOW = "2026-11-23T08:00:00+00:00"
WELDER = OfferGiven("test", "1", "Soudeur TIG (H/F)")


def place_of(**given: Any) -> dict[str, Any]:
    offer = received(replace(WELDER, place=PlaceGiven(**given)), gazetteer(), NOW)
    return {name: offer[name] for name in ("commune", "departement", "location", "place_label") if name in offer}


def test_a_known_commune_gives_point_and_departement() -> None:
    pau = {"commune": "64445", "departement": "64"}
    assert place_of(insee="64445").items() >= pau.items()
    assert place_of(label="64 - PAU").items() >= pau.items()
    assert place_of(postcode="64000").items() >= pau.items()
    assert place_of(insee="64445")["location"] == {
        "lat": gazetteer().communes["64445"].point[0],
        "lon": gazetteer().communes["64445"].point[1],
    }


def test_a_point_given_wins_over_the_centre_of_the_commune() -> None:
    assert place_of(insee="64445", latitude=43.31, longitude=-0.4)["location"] == {"lat": 43.31, "lon": -0.4}


@pytest.mark.parametrize(
    ("given", "departement"),
    [
        ({"insee": "33999"}, "33"),
        ({"insee": "2A999"}, "2A"),
        ({"insee": "97499"}, "974"),
        ({"postcode": "79999"}, "79"),
        ({"label": "64 - QUELQUE PART"}, "64"),
        ({"label": "33 - GIRONDE"}, "33"),
    ],
)
def test_an_unknown_place_keeps_at_least_its_departement(given: dict[str, str], departement: str) -> None:
    kept = place_of(**given)
    assert kept["departement"] == departement
    assert "location" not in kept


@pytest.mark.parametrize("given", [{}, {"label": "France"}, {"postcode": "20999"}, {"label": "Télétravail"}])
def test_a_place_that_says_nothing_exact_stays_empty(given: dict[str, str]) -> None:
    assert set(place_of(**given)) <= {"place_label"}


def test_the_same_source_and_id_is_the_same_offer_and_new_facts_show() -> None:
    changed = replace(WELDER, description="Autre")
    assert changed.identifier == WELDER.identifier
    assert changed.fingerprint != WELDER.fingerprint
    assert replace(WELDER).fingerprint == WELDER.fingerprint
    assert replace(WELDER, source="other").identifier != WELDER.identifier
    assert OfferGiven("a", "b\nc", "x").identifier != WELDER.identifier


def test_the_code_given_and_the_job_of_the_title_both_count() -> None:
    offer = understood(received(replace(WELDER, rome=("H2902",)), gazetteer(), NOW), vocabulary())
    assert offer["jobs"] == ["H2913", "H2902"]
    assert offer["family"] == ["H"]
    assert offer["stage"] == "parsed"
    assert understood(offer, vocabulary()) == offer, "understood twice is understood once"


def test_nothing_empty_is_stored_but_false_and_zero_are() -> None:
    offer = received(WELDER, gazetteer(), NOW)
    assert not [name for name, value in offer.items() if value in ("", None, [])]
    assert offer["accessible"] is False
    assert offer["attempts"] == 0


def test_a_code_that_the_title_belies_does_not_count() -> None:
    """A real offer for a systems administrator was filed under home help (K1302)."""
    offer = received(replace(WELDER, title="Administrateur systèmes et réseaux", rome=("K1302",)), gazetteer(), NOW)
    assert understood(offer, vocabulary())["jobs"] == ["M1801"]
    unknown = received(replace(WELDER, title="Poste à pourvoir", rome=("K1302",)), gazetteer(), NOW)
    assert understood(unknown, vocabulary())["jobs"] == ["K1302"]


@pytest.mark.parametrize("label", ["Luxembourg (Frontalier)", "Genève"])
def test_a_place_that_is_said_and_not_known_is_in_nobodys_area(label: str) -> None:
    assert place_of(label=label)["departement"] == ELSEWHERE


@pytest.mark.parametrize("label", ["France", "Nouvelle-Aquitaine", "Île-de-France", "Télétravail"])
def test_a_whole_region_or_country_is_no_place_and_is_let_through(label: str) -> None:
    assert set(place_of(label=label)) == {"place_label"}
