"""Offers posted by programs, as JSON: with a key only, once each, refused with a reason."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
import requests

from tests.client import Client, welder_offer
from tests.search_api.asking import LIMOGES, found, post_offer, problems, unheard_word, wait_for_stage


def limousin_offer(**changes: Any) -> dict[str, Any]:
    return welder_offer(uuid4().hex, **{"lieuTravail": LIMOGES, **changes})


@pytest.mark.parametrize(
    "headers",
    [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Bearer "}, {"Authorization": "Basic eDp5"},
     {"X-API-Key": "wrong"}, {"Authorization": "Bearer \xe9"}],
    ids=str,
)  # fmt: skip
def test_without_a_known_key_nothing_is_taken(client: Client, headers: dict[str, str]) -> None:
    word = unheard_word()
    url = f"{client.stack.url}/api/offers"
    encoded = {name: value.encode("latin-1") for name, value in headers.items()}
    for body in ({"json": limousin_offer(intitule=word)}, {"files": {"file": ("offer.txt", word.encode() * 40)}}):
        answer = requests.post(url, headers=encoded, timeout=30, **body)  # type: ignore[arg-type]
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert "clé d’API" in answer.json()["message"]
    client.settle()
    assert found(client, q=word)["total"] == 0


@pytest.mark.parametrize("scheme", ["Authorization: Bearer ", "Authorization: bearer ", "X-API-Key: "])
def test_the_key_is_taken_in_each_form(client: Client, scheme: str) -> None:
    name, _, start = scheme.partition(": ")
    headers = {name: start + client.stack.api_key}
    answer = requests.post(f"{client.stack.url}/api/offers", json=limousin_offer(), headers=headers, timeout=30)
    assert answer.status_code == 202


def test_an_offer_is_created_then_unchanged_then_updated(client: Client) -> None:
    offer, word = limousin_offer(), unheard_word()
    first = post_offer(client, offer).json()
    assert first["outcome"] == "created"
    assert post_offer(client, offer).json() == {**first, "outcome": "unchanged"}
    assert post_offer(client, {**offer, "intitule": f"Soudeur {word}"}).json() == {**first, "outcome": "updated"}
    seen = wait_for_stage(f"{client.stack.url}/api/offers/{first['id']}", "matched")
    assert seen["title"] == f"Soudeur {word}"
    assert [offer["id"] for offer in found(client, q=word)["offers"]] == [first["id"]]
    assert requests.get(first["url"], timeout=30).status_code == 200


def test_an_offer_without_an_id_is_one_offer_when_sent_twice(client: Client) -> None:
    offer = limousin_offer(intitule=f"Soudeur {unheard_word()}")
    del offer["id"]
    first, second = post_offer(client, offer).json(), post_offer(client, offer).json()
    assert (first["outcome"], second["outcome"]) == ("created", "unchanged")
    assert first["id"] == second["id"]


def test_what_is_said_of_an_offer_is_read_back(client: Client) -> None:
    offer = limousin_offer(
        dureeTravailLibelleConverti="Temps partiel", salaire={"libelle": "Horaire de 13 Euros"},
        origineOffre={"urlOrigine": "https://offres.example.org/1"}, competences=[{"libelle": "Souder au TIG"}],
        dateCreation="2026-11-20T08:00:00+01:00",
    )  # fmt: skip
    posted = post_offer(client, offer).json()
    seen = wait_for_stage(f"{client.stack.url}/api/offers/{posted['id']}", "matched")
    assert seen["title"] == "Soudeur TIG (H/F)"
    assert seen["description"] == offer["description"]
    assert seen["employer"] == "Atelier de l'Exemple"
    assert (seen["commune"], seen["departement"]) == ("87085", "87")
    assert seen["location"] == {"lat": 45.8336, "lon": 1.2476}
    assert (seen["contract"], seen["working_time"], seen["pay_label"]) == ("CDI", "part_time", "Horaire de 13 Euros")
    assert (seen["url"], seen["skill_labels"]) == ("https://offres.example.org/1", ["Souder au TIG"])
    assert seen["published_at"].startswith("2026-11-20T07:00:00")
    assert "H2913" in seen["jobs"]
    assert {"fingerprint", "traits", "file", "source_id"}.isdisjoint(seen)


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"intitule": ""}, "intitule", "title_missing"),
        ({"intitule": None}, "intitule", "title_missing"),
        ({"intitule": {"fr": "Soudeur"}}, "intitule", "title_missing"),
        ({"intitule": "\x00 \x01"}, "intitule", "title_missing"),
        ({"dateCreation": "hier"}, "dateCreation", "date_invalid"),
        ({"dateCreation": "2026-02-30"}, "dateCreation", "date_invalid"),
        ({"dateActualisation": "20/11/2026"}, "dateActualisation", "date_invalid"),
        ({"lieuTravail": {"commune": "x" * 40_000}}, "json", "field_invalid"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_an_offer_that_cannot_be_used_is_refused_for_its_own_reason(
    client: Client, changes: dict[str, Any], field: str, code: str
) -> None:
    answer = post_offer(client, limousin_offer(**changes))
    assert (answer.status_code, problems(answer)) == (422, [(field, code)])


@pytest.mark.parametrize(
    "body", [b"", b"{", b'{"intitule": "Soudeur \xe9"}', b"[]", b"3", b"null", b"[" * 200_000, b'{"a":' * 200_000],
    ids=lambda body: repr(body[:20]),
)  # fmt: skip
def test_a_body_that_is_no_json_object_is_refused(client: Client, body: bytes) -> None:
    answer = post_offer(client, data=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, problems(answer)) == (422, [("json", "json_invalid")])


def test_a_body_of_another_kind_is_asked_for_a_file(client: Client) -> None:
    answer = post_offer(client, data={"intitule": "Soudeur"})
    assert (answer.status_code, problems(answer)) == (422, [("file", "file_missing")])


def test_strange_values_do_not_stop_an_offer(client: Client) -> None:
    word = unheard_word()
    start = f'{{"id": "{uuid4().hex}", "intitule": "Soudeur \\ud800 \\u0000 {word}\\nTIG", "description": 12, '
    body = start + (
        '"lieuTravail": '
        '{"latitude": 1e999, "longitude": NaN, "commune": ["87085"]}, "entreprise": [], "competences": {"a": 1}, '
        '"typeContrat": "CDX", "romeCode": 7}'
    )
    posted = post_offer(client, data=body, headers={"Content-Type": "application/json"})
    assert posted.status_code == 202, posted.text
    seen = wait_for_stage(f"{client.stack.url}/api/offers/{posted.json()['id']}", "matched")
    assert seen["title"] == f"Soudeur \ufffd {word} TIG"
    assert {"contract", "location", "commune"}.isdisjoint(seen)
    assert requests.get(posted.json()["url"], timeout=30).status_code == 200
    assert found(client, q=word)["total"] == 1


@pytest.mark.parametrize("identifier", ["0" * 24, "x" * 3000, "é" * 600, "a%00b", "%2e%2e", "_search", "%3Fx", "é"])
def test_an_offer_that_does_not_exist_is_not_found(client: Client, identifier: str) -> None:
    answer = requests.get(f"{client.stack.url}/api/offers/{identifier}", timeout=30)
    assert (answer.status_code, answer.json()["code"]) == (404, 404)
    page = requests.get(f"{client.stack.url}/offres/{identifier}", timeout=30)
    assert page.status_code == 404
    assert '<html lang="fr"' in page.text
