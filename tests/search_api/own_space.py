"""Somebody with a space of their own, signed in, as the tests of it need them."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import uuid4

import requests

from tests.client import Client, Person, welder_offer
from tests.cv_files import WELDER, as_pdf
from tests.pages.markup import Markup
from tests.search_api.asking import address, unheard_word, wait_for_stage
from tests.signing_in import signed_in

PLACE = {"libelle": "24 - BERGERAC", "latitude": 44.85, "longitude": 0.48, "codePostal": "24100", "commune": "24037"}
# Made once: a PDF says when it was made.
CV = as_pdf(WELDER)


def welder(client: Client, **fields: Any) -> Person:
    """Somebody near Bergerac, where no other test looks, who confirmed their address."""
    given = {"commune": "Bergerac", "radius_km": 10, "email": address(), "wanted": "soudeur", **fields}
    person = client.deposit("mon CV.pdf", CV, **given)
    wait_for_stage(person.api_url, "matched")
    client.confirm(person)
    return person


def told(client: Client, tmp_path: Path, title: str) -> tuple[Person, requests.Session]:
    """A welder who can begin at once, was sent an offer of this title, has an alert as well, and is signed in."""
    person = welder(client, available_from="now")
    asked = {"q": unheard_word(), "lieu": "Bergerac", "email": person.email, "frequency": "weekly", "consent": "true"}
    requests.post(f"{client.stack.url}/alerte", data=asked, timeout=30, allow_redirects=False)
    # Of an employer of its own: a mail shows two of one at most, and other tests have offers here.
    employer = {"nom": f"Ateliers {unheard_word()}"}
    offer = welder_offer(uuid4().hex, intitule=title, lieuTravail=PLACE, entreprise=employer)
    client.import_offers(tmp_path, offer)
    client.send_alerts()
    client.settle()
    return person, signed_in(client, person.email)


def space(browser: requests.Session, client: Client) -> Markup:
    answer = browser.get(f"{client.stack.url}/suivi", timeout=60)
    assert answer.status_code == 200
    shown = Markup(answer.text)
    assert shown.problems() == []
    return shown


def press(browser: requests.Session, client: Client, path: str, **sent: Any) -> requests.Response:
    return browser.post(f"{client.stack.url}{path}", data=sent, timeout=60, allow_redirects=False)
