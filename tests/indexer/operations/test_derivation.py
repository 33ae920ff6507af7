"""Documents derived anew: what follows the data in force, and what stays as it was. No server."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from indexer.language.vocabulary import Item, Job, Vocabulary
from indexer.offers.document import PlaceGiven
from indexer.operations.derivation import offer_anew, profile_anew
from indexer.places.communes import Commune, Gazetteer
from tests.factories.offers import make_offer
from tests.factories.profiles import make_profile

PAU = Commune("64445", "Pau", ("64000",), "64", "Pyrénées-Atlantiques", 79000, (43.3, -0.35))
PUCES = Commune("64999", "Les Puces", ("64999",), "64", "Pyrénées-Atlantiques", 10, (43.4, -0.4))
COMMUNES = Gazetteer([PAU, PUCES])
WORDS = Vocabulary(
    jobs={"N4444": Job("N4444", "dressage de puces", ("dompteur de puces",), (), ("7",))},
    skills={"7": Item("7", "saut périlleux")},
    licences={},
    languages={},
    renamed={"skill:saut": "skill:7"},
)
TAMER: dict[str, Any] = {"title": "Dompteur de puces", "description": "Saut périlleux"}


def test_an_offer_understood_with_other_words_is_to_be_matched_again() -> None:
    before = {**make_offer("o", **TAMER), "stage": "matched"}
    anew = offer_anew(before, WORDS, COMMUNES)
    assert anew["jobs"] == ["N4444"]
    assert {"job:N4444#1", "skill:7#1"} <= set(anew["traits"])
    assert anew["stage"] == "parsed"
    assert offer_anew({**anew, "stage": "matched"}, WORDS, COMMUNES) == {**anew, "stage": "matched"}


@pytest.mark.parametrize("stage", ["received", "failed"])
def test_an_offer_that_was_not_understood_is_left_to_its_turn(stage: str) -> None:
    before = {**make_offer("o", **TAMER), "stage": stage}
    assert offer_anew(before, WORDS, COMMUNES) == before


def test_an_unread_file_has_no_title_and_is_left_to_its_turn() -> None:
    before = {"id": "o", "stage": "received", "status": "unread", "source": "s"}
    assert offer_anew(before, WORDS, COMMUNES) == before


def test_an_offer_gets_the_place_it_lacked_and_keeps_the_point_it_has() -> None:
    nowhere = make_offer("o", place=PlaceGiven())
    unplaced = {**nowhere, "commune": "64999", "place_label": "64 - LES PUCES", "stage": "matched"}
    anew = offer_anew(unplaced, WORDS, COMMUNES)
    assert (anew["location"], anew["departement"]) == ({"lat": 43.4, "lon": -0.4}, "64")
    exact = {**unplaced, "location": {"lat": 43.41, "lon": -0.41}}
    assert offer_anew(exact, WORDS, COMMUNES)["location"] == exact["location"]


def test_a_profile_is_understood_anew_from_its_text() -> None:
    before = {**make_profile("p", held=["H2913"]), "text": "Dompteur de puces, saut périlleux", "stage": "matched"}
    before["understood"]["language"] = "fr"
    anew = profile_anew(before, WORDS, COMMUNES)
    read = {name: anew["understood"][name] for name in ("jobs", "items", "language", "wanted")}
    assert read == {"jobs": ["N4444"], "items": ["skill:7"], "language": "fr", "wanted": ["Dompteur de puces"]}
    assert "job:N4444#6" in anew["wants"]
    assert anew["stage"] == "parsed"
    again = {**anew, "stage": "matched"}
    assert profile_anew(again, WORDS, COMMUNES) == again, "derived twice is derived once"


def test_what_the_person_corrected_is_followed_to_its_other_identifier() -> None:
    corrections = {"added": ["language:en"], "removed": ["skill:saut"]}
    before = {**make_profile("p", corrections=corrections), "text": "saut périlleux", "stage": "matched"}
    anew = profile_anew(before, WORDS, COMMUNES)
    assert anew["corrections"] == {"added": ["language:en"], "removed": ["skill:7"]}
    assert not any(slot.startswith("skill:7") for slot in anew["wants"])


def test_the_area_follows_the_communes_and_an_unknown_commune_changes_nothing() -> None:
    before = {**make_profile("p"), "stage": "matched"}
    assert profile_anew(before, WORDS, COMMUNES)["circles"] != before["circles"]
    elsewhere = Gazetteer([replace(PAU, insee="1")])
    assert profile_anew(before, WORDS, elsewhere)["circles"] == before["circles"]


def test_a_profile_whose_file_is_not_read_yet_keeps_its_stage() -> None:
    before = {**make_profile("p"), "stage": "received"}
    assert profile_anew(before, WORDS, COMMUNES)["stage"] == "received"
