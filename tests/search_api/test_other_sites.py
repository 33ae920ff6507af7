"""Forms are ours: another site's are refused, and what no browser sends is let through. No answer sets a cookie."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest
import requests

from tests.client import Client, Person, welder_offer
from tests.search_api.asking import LIMOGES, leave

REFUSED = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "https://evil.example"},
    {"Origin": "https://evil.example", "Referer": "http://127.0.0.1/"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "null"},
]
FORMS = [
    *("/deposer", "/deposer/{}/recherche", "/deposer/{}/effacer", "/alerte", "/confirm/{}"),
    *("/suivi/{}/pause", "/suivi/{}/supprimer", "/suivi/{}/modifier"),
]


@pytest.mark.parametrize("headers", REFUSED, ids=str)
@pytest.mark.parametrize("path", FORMS)
def test_a_form_of_another_site_is_refused_and_changes_nothing(
    client: Client, limousin: Person, path: str, headers: dict[str, str]
) -> None:
    before = limousin.view()
    address = client.stack.url + path.format(limousin.follow_url.rpartition("/")[2])
    answer = requests.post(address, headers=headers, timeout=30, allow_redirects=False)
    assert answer.status_code == 403
    assert "envoyé depuis un autre site" in answer.text
    assert limousin.view() == before


def test_our_own_forms_old_browsers_and_programs_are_let_through(client: Client) -> None:
    person = leave(client)
    own = client.stack.url
    for headers in (
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": own},
        {"Origin": "null"},
        {},
    ):
        answer = requests.post(f"{person.follow_url}/pause", headers=headers, timeout=30, allow_redirects=False)
        assert answer.status_code == 303, headers


def test_one_click_unsubscription_comes_from_anywhere(client: Client, tmp_path: Path) -> None:
    person = leave(client, wanted="soudeur")
    client.confirm(person)
    client.import_offers(tmp_path, welder_offer(uuid4().hex, lieuTravail=LIMOGES))
    client.send_alerts()
    [alert] = client.alerts(person.email)
    link = alert["headers"]["List-Unsubscribe"].strip("<>").split(">")[0]
    said = {"Sec-Fetch-Site": "cross-site", "Origin": "https://mail.example"}
    for _ in range(2):
        answer = requests.post(link, data="List-Unsubscribe=One-Click", headers=said, timeout=30, allow_redirects=False)
        assert answer.status_code == 200
    assert person.view()["unsubscribed"]


def test_no_answer_sets_a_cookie_and_every_one_is_framed_by_nobody(client: Client, limousin: Person) -> None:
    paths = [
        "/",
        "/deposer",
        "/docs",
        "/mailbox",
        "/nowhere",
        "/api/offers",
        "/api/nowhere",
        "/openapi.json",
        "/static/estey.css",
    ]
    for address in [*(client.stack.url + path for path in paths), limousin.follow_url, limousin.api_url]:
        answer = requests.get(address, timeout=30)
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        policy = answer.headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy
        assert ("unsafe-inline" in policy) == address.endswith("/docs"), address
        assert "unsafe-eval" not in policy
