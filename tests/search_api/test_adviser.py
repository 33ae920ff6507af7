"""The link a person gives to their adviser: whether mails arrive, nothing else, until it is taken back."""

from __future__ import annotations

import html
import re

import pytest
import requests

from indexer.alerts import people
from indexer.alerts.people import MAIL_STOPPED
from indexer.engine.client import engine
from indexer.profiles.document import person_of
from tests.client import Client, Person
from tests.running import RunningStack
from tests.search_api.asking import leave, wait_for_stage


@pytest.fixture
def client(stack: RunningStack) -> Client:
    return Client(stack)


def adviser_link(person: Person) -> str:
    """The address that the person's own page shows them."""
    page = requests.get(person.follow_url, timeout=30).text
    found = re.search(r'href="([^"]+/conseiller/[^"]+)"', page)
    assert found, "the page shows no link"
    return html.unescape(found[1])


def test_an_adviser_sees_whether_mails_arrive_and_nothing_of_who_it_is(client: Client) -> None:
    person = leave(client)
    wait_for_stage(person.api_url, "matched")
    assert "/conseiller/" not in re.sub(r'action="[^"]+"', "", requests.get(person.follow_url, timeout=30).text)
    requests.post(f"{person.follow_url}/conseiller", timeout=30)
    link = adviser_link(person)
    assert "Pas encore confirmée" in requests.get(link, timeout=30).text
    client.confirm(person)
    page = requests.get(link, timeout=30).text
    assert "Confirmée, nos courriels arrivent" in page
    assert [secret for secret in (person.email, "/suivi/", "Limoges", "soud") if secret in page] == []
    people.change(
        engine(),
        person_of(person.email),
        lambda doc: {**doc, "mail_state": MAIL_STOPPED, "mail_reason": "no_such_address"},
    )
    stopped = requests.get(link, timeout=30).text
    assert "Elle n’existe pas, ou n’existe plus" in stopped
    assert "Aucune pour l’instant" in stopped


def test_the_link_is_one_until_it_is_taken_back_and_another_afterwards(client: Client) -> None:
    person = leave(client)
    wait_for_stage(person.api_url, "matched")
    for _ in range(2):
        requests.post(f"{person.follow_url}/conseiller", timeout=30)
    first = adviser_link(person)
    requests.post(f"{person.follow_url}/conseiller", timeout=30)
    assert adviser_link(person) == first, "what was given to somebody stays good"
    for _ in range(2):
        assert requests.post(f"{person.follow_url}/conseiller/retirer", timeout=30).status_code == 200
    assert requests.get(first, timeout=30).status_code == 404
    requests.post(f"{person.follow_url}/conseiller", timeout=30)
    second = adviser_link(person)
    assert (second != first, requests.get(second, timeout=30).status_code) == (True, 200)
    requests.delete(person.api_url, timeout=30)
    assert requests.get(second, timeout=30).status_code == 404, "erased with the person"
