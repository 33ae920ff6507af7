"""Signing in from a captured mail and using one's own space, on a telephone, with JavaScript and without."""

from __future__ import annotations

import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from tests.client import Client, welder_offer
from tests.cv_files import WELDER, as_pdf
from tests.pages.depositing import open_from_mailbox, press
from tests.running import RunningStack
from tests.signing_in import SUBJECT

PHONE = {"width": 360, "height": 740}
PLACE = {"libelle": "17 - ROYAN", "latitude": 45.62, "longitude": -1.03, "codePostal": "17200", "commune": "17306"}
# The link is sent by a worker, once the page has answered.
SENT_WITHIN_MS = 60_000


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without"])
def phone(browser: Browser, stack: RunningStack, request: pytest.FixtureRequest) -> Iterator[Page]:
    with browser.new_context(
        base_url=stack.url, locale="fr-FR", viewport=PHONE, java_script_enabled=request.param
    ) as context:
        context.set_default_timeout(SENT_WITHIN_MS)
        yield context.new_page()


def test_a_person_signs_in_sees_their_offers_takes_their_data_and_erases_it_all(
    stack: RunningStack, phone: Page, tmp_path: Path
) -> None:
    client, email, title = Client(stack), f"espace-{uuid4().hex[:10]}@example.org", f"Soudeur TIG {uuid4().hex[:6]}"
    person = client.deposit("cv.pdf", as_pdf(WELDER), email=email, commune="Royan", radius_km=10, wanted="soudeur")
    client.confirm(person)
    client.import_offers(tmp_path, welder_offer(uuid4().hex, intitule=title, lieuTravail=PLACE))

    # The page that was asked for is the one they come back to.
    phone.goto("/espace/effacer")
    expect(phone.get_by_role("heading", name="Se connecter", level=1)).to_be_visible()
    phone.get_by_label("Votre adresse électronique").fill(email)
    press(phone, "Recevoir mon lien")
    expect(phone.get_by_role("heading", name="Regardez vos courriels")).to_be_visible()
    wait_for_mail(client, email)
    open_from_mailbox(phone, SUBJECT, "Ouvrir mon espace", email)
    phone.get_by_label("Cet ordinateur est partagé").check()
    link = phone.url
    press(phone, "Ouvrir mon espace")
    expect(phone.get_by_role("heading", name="Tout effacer")).to_be_visible()
    phone.get_by_role("link", name="Non, revenir à mon espace").click()
    [cookie] = phone.context.cookies()
    assert (cookie["expires"], cookie["httpOnly"], cookie["sameSite"]) == (-1, True, "Lax")

    expect(phone.get_by_role("heading", name="Mon espace", level=1)).to_be_visible()
    expect(phone.get_by_role("link", name=title)).to_be_visible()
    expect(phone.get_by_text("Pas encore envoyée").first).to_be_visible()
    expect(phone.get_by_text("Pourquoi cette offre").first).to_be_visible()
    press(phone, "Ne plus chercher d’offres pour moi (soudeur)")
    expect(phone.get_by_text("Votre CV reste gardé")).to_be_visible()
    press(phone, "Chercher de nouveau des offres pour moi (soudeur)")
    expect(phone.get_by_text("Votre CV reste gardé")).to_have_count(0)
    phone.get_by_label("Les recruteurs, sans mon nom").check()
    phone.get_by_label("Employeurs qui ne doivent jamais me voir").fill("Atelier Jamais")
    press(phone, "Enregistrer qui peut voir mon CV (soudeur)")
    expect(phone.get_by_label("Les recruteurs, sans mon nom")).to_be_checked()
    expect(phone.get_by_label("Employeurs qui ne doivent jamais me voir")).to_have_value("Atelier Jamais")
    press(phone, "Mettre en pause")
    expect(phone.get_by_text("Tout est en pause jusqu’au")).to_be_visible()
    press(phone, "Reprendre tous mes courriels")

    with phone.expect_download() as download:
        phone.get_by_role("link", name="Tout lire dans un document (PDF)").click()
    document = PdfReader(BytesIO(Path(download.value.path()).read_bytes()))
    assert email in " ".join(page.extract_text() for page in document.pages)

    phone.get_by_role("link", name="Mon espace").click()
    press(phone, "Me déconnecter")
    expect(phone.get_by_text("Vous êtes déconnecté·e")).to_be_visible()
    assert phone.context.cookies() == []
    phone.goto(link)
    expect(phone.get_by_role("heading", name="Ce lien ne sert plus")).to_be_visible()
    phone.get_by_role("link", name="Demander un autre lien").click()
    phone.get_by_label("Votre adresse électronique").fill(email)
    press(phone, "Recevoir mon lien")
    wait_for_mail(client, email, 2)
    open_from_mailbox(phone, SUBJECT, "Ouvrir mon espace", email)
    press(phone, "Ouvrir mon espace")
    phone.get_by_role("link", name="Effacer toutes mes données").click()
    press(phone, "Oui, tout effacer")
    expect(phone.get_by_role("heading", name="Tout est effacé")).to_be_visible()
    phone.goto("/suivi")
    expect(phone.get_by_role("heading", name="Se connecter", level=1)).to_be_visible()


def wait_for_mail(client: Client, email: str, count: int = 1) -> None:
    deadline = time.monotonic() + SENT_WITHIN_MS / 1000
    while len([mail for mail in client.mails(email) if mail["subject"] == SUBJECT]) < count:
        assert time.monotonic() < deadline
        time.sleep(0.5)
