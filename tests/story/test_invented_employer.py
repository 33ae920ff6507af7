"""A stranger with bad intent: a number with a right key, the name of a town hall, an offer for whoever may match."""

from __future__ import annotations

import re
import time
from html import unescape
from uuid import uuid4

import requests

from indexer.publications.carrying import offer_of
from indexer.recruiters.document import organisation_of_siret
from tests.client import PATIENCE_SECONDS, Client
from tests.cv_files import WELDER, as_pdf
from tests.search_api.recruiting import invented_siret
from tests.search_api.unlike import unlike
from tests.signing_in import SUBJECT, enter

NAME = "Mairie de Bordeaux"
TEXT = (
    "Au sein de l'atelier municipal, avec quatre collègues, vous réalisez le soudage TIG de pièces en inox et la"
    " lecture de plans, du lundi au vendredi."
)
FORM = {"description": unlike(TEXT), "commune": "Pau", "contract": "CDI", "pay_from": "2 100"}


def address() -> str:
    return f"employer-{uuid4().hex[:10]}@example.org"


def recruiter(client: Client, siret: str) -> requests.Session:
    """Somebody who signs in as a recruiter by a link of a mail, and says for whom."""
    email = address()
    requests.post(f"{client.stack.url}/recruteurs", data={"email": email, "name": "Camille Exemple"}, timeout=60)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (found := [mail for mail in client.mails(email) if mail["subject"] == SUBJECT]):
        assert time.monotonic() < deadline, "no link was sent"
        time.sleep(0.2)
    browser = enter(re.findall(r"http\S+/connexion/\S+", found[0]["text"])[0])
    given = {"siret": siret, "organisation": NAME, "commune": "Bordeaux", "terms": "true"}
    answer = browser.post(f"{client.stack.url}/recruteurs/organisation", data=given, timeout=60)
    assert NAME in answer.text
    return browser


def test_an_invented_town_hall_is_mailed_to_nobody_until_somebody_vouches_for_it(client: Client) -> None:
    title = f"Soudeur TIG {uuid4().hex[:6]} (H/F)"
    seeker = client.deposit("cv.pdf", as_pdf(WELDER), address(), wanted="soudeur")
    client.confirm(seeker)
    client.send_alerts()
    before = len(client.alerts(seeker.email))

    siret = invented_siret()
    browser = recruiter(client, siret)
    contact = f"{uuid4().hex[:8]}@example.org"
    written = {**FORM, "title": title, "apply": contact}
    draft = browser.post(f"{client.stack.url}/recruteurs/offres/nouvelle", data=written, timeout=60).url
    assert "Une personne relit votre offre" in browser.post(f"{draft}/publier", timeout=60).text
    client.settle()
    [waits] = [one for one in client.estey("publications", "list") if one["title"] == title]
    assert waits["held"] == ["doubted", "first_offers"]
    assert requests.get(page_of(client, waits["id"]), timeout=60).status_code == 404
    [listed] = [one for one in client.estey("organisations", "list") if one["siret"] == siret]
    assert [doubt["code"] for doubt in listed["doubts"]][:1] == ["public_name"]

    # Read and accepted, it is shown, as of an employer nobody vouches for; and mailed to nobody.
    client.estey("publications", "accept", waits["id"])
    client.settle()
    page = requests.get(page_of(client, waits["id"]), timeout=60)
    assert f"{NAME} (employeur non vérifié)" in unescape(page.text)
    client.send_alerts()
    assert len(client.alerts(seeker.email)) == before
    assert all(title not in mail["text"] for mail in client.mails(seeker.email))

    # Somebody who knows it vouches: its open offer is due to whom it fits.
    client.estey("organisations", "vouch", organisation_of_siret(siret), "--by", "Association des maires de l’Exemple")
    client.settle()
    client.send_alerts()
    [told] = [mail for mail in client.alerts(seeker.email) if title in mail["text"]]
    assert "non vérifié" not in told["text"]

    # It was a fraud all the same: blocked, nothing of it can be read, its contact least of all.
    client.estey("organisations", "block", organisation_of_siret(siret), "--reason", "Ce n’est pas la mairie.")
    gone = requests.get(page_of(client, waits["id"]), timeout=60)
    api = requests.get(page_of(client, waits["id"]).replace("/offres/", "/api/offers/"), timeout=60)
    for answer in (gone, api):
        assert (answer.status_code, contact in answer.text, NAME in answer.text) == (410, False, False)

    # Under another number, with the same contact, it waits again.
    other = recruiter(client, invented_siret())
    again = {**written, "title": "Chaudronnier (H/F)", "apply": f"Écrire à {contact}"}
    draft = other.post(f"{client.stack.url}/recruteurs/offres/nouvelle", data=again, timeout=60).url
    other.post(f"{draft}/publier", timeout=60)
    [waits] = [one for one in client.estey("publications", "list") if one["id"] == draft.rpartition("/")[2]]
    assert "refused_before" in waits["held"]


def page_of(client: Client, publication: str) -> str:
    """The address of the page of a publication's offer."""
    return f"{client.stack.url}/offres/{offer_of(publication)}"
