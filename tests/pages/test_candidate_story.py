"""From an offer to somebody who accepts to be contacted: mail, answer links, letters, pages, in a real browser."""

from __future__ import annotations

import re
from uuid import uuid4

import requests
from playwright.sync_api import Page, expect

from indexer.candidates.finding import cv_match_of
from indexer.engine.client import engine
from indexer.profiles.document import person_of
from indexer.publications import lifecycle as publications
from search_api.roles import KNOWN, VOUCHED
from tests.client import Client, Person
from tests.cv_files import WELDER, as_pdf
from tests.pages.depositing import press
from tests.pages.readable import assert_everybody_can_read
from tests.running import RunningStack
from tests.search_api.recruiting import Recruiting, recruiting

# Nobody else of the tests looks for work there.
GUERET = "23096"
FACTS = {
    "title": "Soudeur TIG (H/F)",
    "job": "H2913",
    "description": "Dans un petit atelier, vous soudez l’inox au procédé TIG, lisez les plans, contrôlez vos pièces et"
    " les préparez pour le montage, avec une équipe de quatre personnes qui aime le travail bien fait.",
    "commune": GUERET,
    "contract": "CDI",
    "working_time": "full_time",
    "pay_from": 2100,
    "pay_to": 2400,
}


def somebody(client: Client, visibility: str, **fields: object) -> Person:
    email = f"{visibility}-{uuid4().hex[:8]}@example.org"
    given = {"commune": "Guéret", "wanted": "soudeur", "visibility": visibility, **fields}
    person = client.deposit("cv.pdf", as_pdf(WELDER), email, **given)
    client.confirm(person)
    return person


def publish(recruiter: Recruiting) -> str:
    begun = publications.begin(engine(), recruiter.organisation, recruiter.recruiter, FACTS)
    published = publications.publish(engine(), begun["id"])
    assert published is not None
    assert published[0]["state"] == "published", published[1]
    return str(begun["id"])


def letter(client: Client, email: str, part: str) -> str:
    """The text of the one mail to this address that holds these words."""
    client.settle()
    [text] = [mail["text"] for mail in client.mails(email) if part in mail["text"]]
    return str(text)


def link(text: str, path: str) -> str:
    return str(re.findall(rf"http\S*/{path}/\S+", text)[0])


def test_from_an_offer_to_somebody_who_accepts_to_be_contacted(stack: RunningStack, page: Page) -> None:
    client, recruiter = Client(stack), recruiting(stack, VOUCHED)
    named, anonymous = somebody(client, "named"), somebody(client, "anonymous")
    somebody(client, "hidden")
    somebody(client, "named", avoided_employers="Atelier de l'Exemple")
    publication = publish(recruiter)
    client.settle()
    client.send_alerts()
    mail = letter(client, str(recruiter.stored()["email"]), "/reponse/")
    assert mail.count("/reponse/") == 2, "neither the hidden one nor who excludes this employer"
    assert "@example.org" not in mail
    asked = link(mail.partition("CV sans nom")[2], "reponse")
    other = next(found for found in re.findall(r"http\S*/reponse/\S+", mail) if found != asked)

    # The recruiter answers without an account: asks somebody whose name they do not know.
    page.goto(asked)
    assert_everybody_can_read(page)
    page.get_by_label("Je veux rencontrer cette personne").check()
    page.get_by_label("Votre message").fill("Pouvons-nous nous appeler mardi ?")
    press(page, "Envoyer ma réponse")
    expect(page.get_by_text("Nous demandons à la personne")).to_be_visible()
    assert_everybody_can_read(page)

    # And declines another, at first with words that the law forbids.
    page.goto(other)
    page.get_by_label("Je ne retiens pas ce CV").check()
    page.get_by_label("pourquoi").select_option("skills")
    page.get_by_label("Votre message").fill("Nous cherchons quelqu’un de moins de 30 ans.")
    press(page, "Envoyer ma réponse")
    expect(page.get_by_role("alert")).to_contain_text("ne peut pas être envoyé")
    assert_everybody_can_read(page)
    page.get_by_label("Votre message").fill("Merci, et bonne chance.")
    press(page, "Envoyer ma réponse")
    expect(page.get_by_text("Merci d’avoir répondu")).to_be_visible()
    assert "Merci, et bonne chance." in letter(client, named.email, "n’a pas été retenu")

    # The person is asked, and accepts.
    page.goto(link(letter(client, anonymous.email, "/contact/"), "contact"))
    assert_everybody_can_read(page)
    page.get_by_label("Votre nom").fill("Camille Exemple")
    press(page, "Accepter d’être contacté·e")
    expect(page.get_by_role("heading", name="C’est transmis")).to_be_visible()
    told = letter(client, str(recruiter.stored()["email"]), "accepte")
    assert f"Camille Exemple, {anonymous.email}" in told

    # Signed in, the recruiter reads both CVs, and of the anonymous one no file.
    cookies = [{"name": one.name, "value": one.value or "", "url": stack.url} for one in recruiter.browser.cookies]
    page.context.add_cookies(cookies)  # type: ignore[arg-type]
    page.goto(f"/recruteurs/offres/{publication}/cv")
    expect(page.get_by_text("2 personnes correspondent")).to_be_visible()
    assert_everybody_can_read(page)
    matches = {one: cv_match_of(publication, person_of(one.email)) for one in (named, anonymous)}
    for person in (named, anonymous):
        page.goto(f"/recruteurs/cv/{matches[person]}")
        expect(page.get_by_role("link", name=person.email)).to_be_visible()
        assert_everybody_can_read(page)
    # One found by the search is taken up for an offer: here, one that was told for it already.
    page.goto(f"/recruteurs/cv/{named.identifier}")
    assert_everybody_can_read(page)
    press(page, "Continuer")
    page.wait_for_url(f"**/recruteurs/cv/{matches[named]}*")
    addresses = {one: f"{stack.url}/recruteurs/cv/{match}/fichier" for one, match in matches.items()}
    files = {one: recruiter.browser.get(address, timeout=60) for one, address in addresses.items()}
    assert (files[named].status_code, files[anonymous].status_code) == (200, 404)
    assert files[named].content.startswith(b"%PDF")
    stranger = recruiting(stack, VOUCHED)
    assert stranger.browser.get(f"{stack.url}/recruteurs/cv/{matches[named]}", timeout=60).status_code == 404
    unknown = recruiting(stack, KNOWN)
    assert unknown.browser.get(f"{stack.url}/recruteurs/cv/{matches[named]}", timeout=60).status_code == 403

    # The person knows who saw their CV; erased, they are nowhere.
    page.goto(named.follow_url)
    expect(page.get_by_role("heading", name="Qui a vu mon CV")).to_be_visible()
    expect(page.get_by_text("a téléchargé votre CV")).to_be_visible()
    requests.post(f"{anonymous.follow_url}/supprimer", timeout=60).raise_for_status()
    page.goto(asked)
    expect(page.get_by_role("heading", name="Ce CV n’est plus là")).to_be_visible()
    assert_everybody_can_read(page)
    page.goto(f"/recruteurs/offres/{publication}/cv")
    expect(page.get_by_text("1 personne correspond")).to_be_visible()
