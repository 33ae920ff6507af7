"""A link opens what it was made for, and nothing else: cut, altered, or made for another purpose, it is unknown."""

from __future__ import annotations

import re
from pathlib import Path
from uuid import uuid4

import pytest
import requests

from tests.client import Client, Person, welder_offer
from tests.running import RunningStack
from tests.search_api.asking import LIMOGES, leave


class Links:
    """The three tokens one person holds."""

    def __init__(self, client: Client, folder: Path) -> None:
        self.client = client
        self.person = leave(client, wanted="soudeur")
        client.confirm(self.person)
        client.import_offers(folder, welder_offer(uuid4().hex, lieuTravail=LIMOGES))
        client.send_alerts()
        texts = " ".join(mail["text"] for mail in client.mails(self.person.email))
        self.follow = self.person.follow_url.rpartition("/")[2]
        self.confirm = re.findall(r"/confirm/(\S+)", texts)[0]
        self.unsubscribe = re.findall(r"/desabonnement/(\S+)", texts)[0]


@pytest.fixture(scope="module")
def links(stack: RunningStack, tmp_path_factory: pytest.TempPathFactory) -> Links:
    return Links(Client(stack), tmp_path_factory.mktemp("links"))


def answers(client: Client, token: str) -> dict[str, requests.Response]:
    """Everything that takes a token, asked with this one."""
    asked = {}
    for method, path in [
        ("GET", "/api/profiles/{}"),
        ("PATCH", "/api/profiles/{}"),
        ("DELETE", "/api/profiles/{}"),
        ("PUT", "/api/profiles/{}/pause"),
        ("GET", "/suivi/{}"),
        ("POST", "/suivi/{}/modifier"),
        ("POST", "/suivi/{}/corriger"),
        ("POST", "/suivi/{}/cv"),
        ("POST", "/suivi/{}/pause"),
        ("POST", "/suivi/{}/reprendre"),
        ("POST", "/suivi/{}/desabonner"),
        ("POST", "/suivi/{}/renvoyer"),
        ("POST", "/suivi/{}/adresse"),
        ("GET", "/mails/{}"),
        ("GET", "/suivi/{}/supprimer"),
        ("POST", "/suivi/{}/supprimer"),
        ("GET", "/confirm/{}"),
        ("POST", "/confirm/{}"),
        ("GET", "/desabonnement/{}"),
        ("POST", "/desabonnement/{}"),
    ]:
        body = {"json": {"paused": True} if path.endswith("}/pause") else {}} if path.startswith("/api") else {}
        url = client.stack.url + path.format(token)
        asked[f"{method} {path}"] = requests.request(method, url, timeout=30, allow_redirects=False, **body)  # type: ignore[arg-type]
    return asked


def assert_unknown(client: Client, token: str, *but: str) -> None:
    for what, answer in answers(client, token).items():
        if not any(purpose in what for purpose in but):
            assert answer.status_code == 404, (what, token)
            assert ("json" in answer.headers["Content-Type"]) == ("/api/" in what)


@pytest.mark.parametrize("purpose", ["follow", "confirm", "unsubscribe"])
def test_a_token_that_was_cut_or_altered_is_unknown(links: Links, purpose: str) -> None:
    token, before = getattr(links, purpose), links.person.view()
    payload, _, signature = token.rpartition(".")
    middle = len(payload) // 2
    other = "A" if token[middle] != "A" else "B"
    altered = token[:middle] + other + token[middle + 1 :]
    swapped = f"{payload}.{signature[::-1]}"
    for wrong in (token[:-1], token[1:], payload, f"{payload}.", f"{token}A", altered, swapped):
        assert_unknown(links.client, wrong)
    assert links.person.view() == before


def test_a_token_opens_nothing_it_was_not_made_for(links: Links) -> None:
    before = links.person.view()
    assert_unknown(links.client, links.confirm, "/confirm/")
    assert_unknown(links.client, links.unsubscribe, "/desabonnement/")
    for wrong in (links.person.identifier, "null", "0", "é%00", "%2e%2e", "..%2f..", "x" * 3000, "%F0%9F%98%80"):
        assert_unknown(links.client, wrong)
    after = links.person.view()
    assert after["confirmed"]
    assert after["unsubscribed"], "the token made for it, and only that one, ended the alerts"
    assert {**before, "unsubscribed": True, "stage": ""} == {**after, "stage": ""}


def test_the_link_of_one_person_opens_nothing_of_another(links: Links, client: Client) -> None:
    other = leave(client, wanted="cuisinier")
    client.settle()
    before = links.person.view()
    assert requests.delete(other.api_url, timeout=30).status_code == 204
    assert links.person.view() == before


def test_a_confirmation_link_of_an_erased_profile_is_unknown(client: Client) -> None:
    person: Person = leave(client)
    client.settle()
    [link] = re.findall(r"http\S+/confirm/\S+", client.mails(person.email)[0]["text"])
    requests.delete(person.api_url, timeout=30)
    assert requests.get(link, timeout=30).status_code == 404
    assert requests.post(link, timeout=30).status_code == 404


def test_confirming_twice_is_as_good_as_once(client: Client) -> None:
    person = leave(client)
    client.confirm(person)
    [link] = re.findall(r"http\S+/confirm/\S+", client.mails(person.email)[0]["text"])
    assert requests.post(link, timeout=30).status_code == 200
    client.settle()
    assert person.view()["confirmed"] is True
    assert len(client.mails(person.email)) == 1


def test_secret_pages_are_kept_by_no_cache_and_named_to_no_other_site(links: Links) -> None:
    for url in (links.person.api_url, links.person.follow_url):
        answer = requests.get(url, timeout=30)
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
