"""A person and their profile, by the secret link alone: seen, changed, paused, erased, and closed to everybody else."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import requests

from tests.client import Client, Person, welder_offer
from tests.cv_files import WELDER, scan_like_pdf
from tests.search_api.asking import BAYONNE, LIMOGES, leave, problems, wait_for_stage

# What is in the CV and nowhere else.
CV_WORDS = ["Camille", "camille", "Exemple", "rue des Essais", "Lacq", "chaudronnerie industrielle", "atelier naval"]

WISH = {
    "commune": "64102",
    "radius_km": 50,
    "wanted": ["chaudronnier", "soudeuse"],
    "contracts": ["CDI", "MIS"],
    "frequency": "weekly",
    "hour": 18,
    "open_to_training": True,
    "available_from": (date.today() + timedelta(60)).isoformat(),
    "visibility": "anonymous",
}

BAD_CHANGES: list[tuple[Any, str, str]] = [
    ({"commune": "Trifouillis"}, "commune", "commune_unknown"),
    ({"commune": None}, "commune", "commune_missing"),
    ({"radius_km": 0}, "radius_km", "radius_invalid"),
    ({"radius_km": True}, "radius_km", "radius_invalid"),
    ({"radius_km": None}, "radius_km", "radius_invalid"),
    ({"contracts": "CDI"}, "contracts", "contract_invalid"),
    ({"contracts": [1]}, "contracts", "contract_invalid"),
    ({"contracts": None}, "contracts", "contract_invalid"),
    ({"wanted": ["   "]}, "wanted", "wanted_invalid"),
    ({"wanted": ["\x00\x01"]}, "wanted", "wanted_invalid"),
    ({"wanted": ["soudeur"] * 11}, "wanted", "wanted_too_many"),
    ({"frequency": ["daily"]}, "frequency", "frequency_invalid"),
    ({"hour": 24}, "hour", "hour_invalid"),
    ({"hour": "soir"}, "hour", "hour_invalid"),
    ({"available_from": "bientôt"}, "available_from", "available_invalid"),
    ({"available_from": "2999-01-01"}, "available_from", "available_far"),
    ({"visibility": {}}, "visibility", "visibility_invalid"),
    ({"open_to_training": "peut-être"}, "open_to_training", "boolean_invalid"),
    ({"email": "other@example.org"}, "email", "field_unknown"),
    ({"stage": "matched"}, "stage", "field_unknown"),
    ([], "", "json_invalid"),
]

BROKEN_BODIES = {
    "half a document": (b'{"radius_km": ', "application/json"),
    "no UTF-8": (b'{"commune": "P\xe9rigueux"}', "application/json"),
    "nested thousands deep": (b"[" * 100_000, "application/json"),
    "a form": (b"radius_km=5", "application/x-www-form-urlencoded"),
    "JSON said to be text": (b'{"radius_km": 5}', "text/plain"),
}


def change(person: Person, wish: Any) -> requests.Response:
    return requests.patch(person.api_url, json=wish, timeout=30)


def pause(person: Person, paused: Any) -> requests.Response:
    return requests.put(f"{person.api_url}/pause", json={"paused": paused}, timeout=30)


def test_before_confirming_a_person_already_sees_and_changes_their_profile(client: Client) -> None:
    person = leave(client)
    seen = wait_for_stage(person.api_url, "matched")
    assert (seen["confirmed"], seen["paused"], seen["unsubscribed"]) == (False, False, False)
    assert (seen["frequency"], seen["visibility"], seen["open_to_training"]) == ("at_once", "hidden", False)
    assert {"trait": "skill:soudag-tig", "kind": "compétence"}.items() <= next(
        trait for trait in seen["understood"] if trait["trait"] == "skill:soudag-tig"
    ).items()
    assert change(person, {"radius_km": 12}).json()["radius_km"] == 12


def test_each_wish_can_be_changed_and_the_others_stay(client: Client) -> None:
    person = leave(client, wanted="soudeur")
    before = wait_for_stage(person.api_url, "matched")
    for name, value in WISH.items():
        answer = change(person, {name: value})
        assert answer.status_code == 200
        before |= {name: value, "stage": answer.json()["stage"], "offers_total": answer.json()["offers_total"]}
        before |= {"place_label": "Bayonne (64)"} if name == "commune" else {}
        assert answer.json() == before
    seen = wait_for_stage(person.api_url, "matched")
    assert {name: seen[name] for name in WISH} == WISH


def test_changing_the_place_changes_the_offers_that_fit(client: Client, tmp_path: Path) -> None:
    person = leave(client, commune="Saint-Denis (974)", radius_km=20, wanted="soudeur")
    on_the_island = wait_for_stage(person.api_url, "matched")["offers_total"]
    client.import_offers(tmp_path, welder_offer(uuid4().hex, lieuTravail=BAYONNE))
    assert person.view()["offers_total"] == on_the_island
    in_bayonne = change(person, {"commune": "Bayonne"}).json()["offers_total"]
    assert in_bayonne >= 1
    client.import_offers(tmp_path, welder_offer(uuid4().hex, lieuTravail=BAYONNE))
    assert person.view()["offers_total"] == in_bayonne + 1


def test_a_job_title_becomes_one_line_without_control_characters(client: Client) -> None:
    person = leave(client)
    body = b'{"wanted": ["Soudeur\\u0000 \\n TIG \\ud800 "]}'
    answer = requests.patch(person.api_url, data=body, headers={"Content-Type": "application/json"}, timeout=30)
    assert answer.json()["wanted"] == ["Soudeur TIG"]
    client.settle()
    assert requests.get(person.follow_url, timeout=30).status_code == 200


@pytest.mark.parametrize(("wish", "field", "code"), BAD_CHANGES, ids=str)
def test_a_change_that_cannot_be_made_is_refused_for_its_own_reason(
    client: Client, limousin: Person, wish: Any, field: str, code: str
) -> None:
    before = limousin.view()
    answer = change(limousin, wish)
    assert (answer.status_code, problems(answer)) == (422, [(field, code)])
    assert limousin.view() == before


@pytest.mark.parametrize("what", BROKEN_BODIES)
def test_a_body_that_is_no_json_object_changes_nothing(client: Client, limousin: Person, what: str) -> None:
    body, kind = BROKEN_BODIES[what]
    before = limousin.view()
    answer = requests.patch(limousin.api_url, data=body, headers={"Content-Type": kind}, timeout=30)
    assert answer.status_code == 422
    assert [code for _, code in problems(answer)] == ["json_invalid"]
    assert limousin.view() == before


@pytest.mark.parametrize("paused", ["maybe", None, []])
def test_pausing_is_true_or_false(client: Client, limousin: Person, paused: Any) -> None:
    assert problems(pause(limousin, paused)) == [("paused", "boolean_invalid")]
    assert limousin.view()["paused"] is False


def test_a_paused_person_hears_nothing_until_they_resume(client: Client, tmp_path: Path) -> None:
    employer = f"Forge {uuid4().hex[:8]}"
    person = leave(client, wanted="soudeur")
    client.confirm(person)
    client.send_alerts()
    before = len(client.alerts(person.email))
    assert pause(person, True).json()["paused"] is True
    client.import_offers(tmp_path, welder_offer(uuid4().hex, lieuTravail=LIMOGES, entreprise={"nom": employer}))
    client.send_alerts()
    assert len(client.alerts(person.email)) == before
    assert pause(person, False).json()["paused"] is False
    client.settle()
    client.send_alerts()
    assert [employer in mail["text"] for mail in client.alerts(person.email)[before:]] == [True]


def test_who_erases_their_profile_finds_nothing_there_any_more(client: Client) -> None:
    person = leave(client, content=scan_like_pdf())
    wait_for_stage(person.api_url, "failed")
    assert requests.delete(person.api_url, timeout=30).status_code == 204
    for method, url in [("GET", ""), ("PATCH", ""), ("DELETE", ""), ("PUT", "/pause")]:
        body = {"paused": True} if url else {}
        answer = requests.request(method, person.api_url + url, json=body, timeout=30)
        assert answer.status_code == 404, (method, url)
    assert list((client.stack.home / "files").rglob(f"*{person.identifier}*")) == []


def test_nothing_of_the_address_or_the_cv_is_in_any_answer(client: Client) -> None:
    deposited = client.post_deposit(
        "camille-exemple.txt", WELDER.encode(), commune="Limoges",
        email="camille.private@example.org", consent="true",
    )  # fmt: skip
    person = Person(deposited.json()["id"], "", deposited.json()["follow_url"], deposited.json()["api_url"])
    wait_for_stage(person.api_url, "matched")
    answers = [deposited, requests.get(person.api_url, timeout=30), change(person, WISH), pause(person, True)]
    for answer in answers:
        assert answer.status_code in (200, 202)
        for word in [*CV_WORDS, "private", "example.org", "CV", "file"]:
            assert word not in re.sub(r"https?://[^\"]+", "", answer.text), (answer.request.method, word)
        assert "camille" not in answer.text
