"""A person's own space, through HTTP: what is shown and changed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import requests

from indexer.engine.client import engine
from indexer.engine.documents import get
from tests.client import Client
from tests.pages.markup import Markup
from tests.search_api.asking import leave, unheard_word
from tests.search_api.own_space import press, space, told, welder
from tests.signing_in import signed_in


def test_who_is_signed_in_need_not_write_their_address_to_keep_a_search(client: Client) -> None:
    person = welder(client)
    where = f"{client.stack.url}/alerte?q=soudeur&lieu=Bergerac"
    assert person.email in signed_in(client, person.email).get(where, timeout=60).text
    assert person.email not in requests.get(where, timeout=60).text


def test_the_space_tells_the_offers_the_alerts_and_the_agreements(client: Client, tmp_path: Path) -> None:
    title = f"Soudeur TIG {unheard_word()}"
    person, browser = told(client, tmp_path, title)
    text = space(browser, client).text
    assert person.email in text
    assert title in text
    assert "Envoyée par courriel le" in text
    # The words and the points are those of the mail, and of the explanation.
    [mail] = client.alerts(person.email)
    kept = browser.get(f"{client.stack.url}/espace/donnees.json", timeout=60).json()
    [offer] = [offer for offer in kept["offers"] if offer.get("title") == title]
    assert offer["reasons"]
    for reason in offer["reasons"]:
        said = f"{reason['words']} ({reason['points']})"
        assert said in " ".join(text.split())
        assert said in " ".join(mail["text"].split())
    assert "Ces trente derniers jours" in text
    assert "J’accepte qu’Estey garde mon CV et cherche des offres pour moi." in text


def test_what_was_opened_is_said_and_what_is_not_for_them_is_left_out(client: Client, tmp_path: Path) -> None:
    title = f"Soudeur TIG {unheard_word()}"
    person, browser = told(client, tmp_path, title)
    opened = "Vous avez ouvert son lien le"
    assert opened not in space(browser, client).text
    [mail] = client.alerts(person.email)

    def kept() -> dict[str, Any]:
        answer = browser.get(f"{client.stack.url}/espace/donnees.json", timeout=60).json()
        [offer] = [offer for offer in answer["offers"] if offer.get("title") == title]
        return dict(offer)

    offer = kept()
    [link] = {word for word in mail["text"].split() if "/vers/" in word and f"/offres/{offer['offer']}" in word}
    assert title in requests.get(link, timeout=30).text
    assert opened in space(browser, client).text
    assert kept()["followed_at"]
    press(browser, client, f"/offres/{offer['offer']}/pas-pour-moi", reason="pay")
    assert title not in space(browser, client).text
    # It is found again where it can be taken back, which the space leads to.
    assert "/mes-offres" in browser.get(f"{client.stack.url}/suivi", timeout=60).text
    assert title in browser.get(f"{client.stack.url}/mes-offres", timeout=60).text


def test_agreements_are_withdrawn_one_by_one_and_given_again(client: Client) -> None:
    person = welder(client, visibility="named")
    browser = signed_in(client, person.email)
    own = f"/espace/accords/{person.identifier}"

    def profile() -> dict[str, Any]:
        return get(engine(), "profiles", person.identifier) or {}

    def state() -> tuple[bool, bool, str]:
        kept = profile()
        return bool(kept["consent_at"]), not kept.get("unsubscribed_at"), kept["visibility"]

    assert state() == (True, True, "named")
    assert press(browser, client, f"{own}/recherche", accord="non").status_code == 303
    assert state() == (False, True, "named")
    assert profile()["alertable"] is False
    assert "Votre CV reste gardé" in space(browser, client).text
    assert press(browser, client, f"{own}/recherche", accord="oui").status_code == 303
    assert profile()["alertable"] is True
    assert press(browser, client, f"{own}/courriels", accord="non").status_code == 303
    assert state() == (True, False, "named")
    assert press(browser, client, f"{own}/courriels", accord="oui").status_code == 303
    assert press(browser, client, f"{own}/courriels", accord="peut-être").status_code == 400
    seen = press(browser, client, f"{own}/recruteurs", visibility="anonymous", avoided_employers="Atelier Unique, Deux")
    assert seen.status_code == 303
    assert state() == (True, True, "anonymous")
    assert profile()["avoided_employers"] == ["Atelier Unique", "Deux"]
    consents = profile()["consents"]
    assert {name: consents[name]["given"] for name in consents} == {"matching": True, "mail": True, "recruiters": True}
    assert all(one["at"] for one in consents.values())
    refused = press(browser, client, f"{own}/recruteurs", visibility="everybody")
    assert refused.status_code == 422
    assert "Choisissez qui peut voir votre CV" in refused.text
    assert Markup(refused.text).problems() == []


def test_another_persons_profile_is_out_of_reach(client: Client) -> None:
    mine, theirs = leave(client), leave(client)
    browser = signed_in(client, mine.email)
    for path in (f"accords/{theirs.identifier}/recherche", f"accords/{theirs.identifier}/recruteurs"):
        assert press(browser, client, f"/espace/{path}", visibility="named", accord="non").status_code == 404
    assert browser.get(f"{client.stack.url}/espace/cv/{theirs.identifier}", timeout=30).status_code == 404
    assert (get(engine(), "profiles", theirs.identifier) or {})["consent_at"]
    text = json.dumps(browser.get(f"{client.stack.url}/espace/donnees.json", timeout=30).json())
    assert mine.email in text
    assert theirs.email not in text


def test_everything_is_paused_and_resumed_together(client: Client) -> None:
    person = welder(client)
    browser = signed_in(client, person.email)
    assert press(browser, client, "/espace/pause", duration="date", until="hier").status_code == 422
    assert press(browser, client, "/espace/pause", duration="month").status_code == 303
    assert (get(engine(), "profiles", person.identifier) or {})["paused"] is True
    assert "Tout est en pause jusqu’au" in space(browser, client).text
    assert press(browser, client, "/espace/reprendre").status_code == 303
    assert (get(engine(), "profiles", person.identifier) or {})["paused"] is False


@pytest.mark.parametrize("page", ["0", "51", "-1"])
def test_a_page_that_is_not_there_is_missing(client: Client, page: str) -> None:
    browser = signed_in(client, leave(client).email)
    assert browser.get(f"{client.stack.url}/suivi?page={page}", timeout=30).status_code == 404
