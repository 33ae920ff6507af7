"""A search saved as an alert, on a phone, by the links of the mails: with JavaScript and without."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.client import Client, welder_offer
from tests.pages.test_story_without_javascript import PHONE, open_from_mailbox, press
from tests.running import RunningStack


@pytest.fixture
def client(stack: RunningStack) -> Client:
    return Client(stack)


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def phone(browser: Browser, stack: RunningStack, request: pytest.FixtureRequest) -> Iterator[Page]:
    with browser.new_context(
        base_url=stack.url, locale="fr-FR", viewport=PHONE, java_script_enabled=request.param
    ) as context:
        yield context.new_page()


def test_a_search_is_saved_confirmed_told_and_ended(client: Client, phone: Page, tmp_path: Path) -> None:
    email = f"alerte-{uuid4().hex[:10]}@example.org"
    client.import_offers(tmp_path, welder_offer(uuid4().hex))
    client.settle()
    phone.goto("/?q=soudeuse+TIG&lieu=Pau&rayon=20&contrat=CDI")
    phone.get_by_role("link", name="Recevoir les nouvelles offres de cette recherche").click()
    expect(phone.get_by_text("soudeuse TIG, à 20 km autour de Pau (64), CDI")).to_be_visible()
    expect(phone.get_by_text("Ces trente derniers jours")).to_be_visible()
    phone.get_by_label("Votre adresse électronique").fill(email)
    phone.get_by_label("Dès que possible").check()
    phone.get_by_label("J’accepte").check()
    press(phone, "Recevoir ces offres")
    expect(phone.get_by_text(f"Un courriel a été envoyé à {email}")).to_be_visible()

    client.settle()
    open_from_mailbox(phone, "Confirmez votre adresse", "Confirmer mon adresse", email)
    press(phone, "Confirmer mon adresse")
    expect(phone.get_by_text(f"Les nouvelles offres vous seront envoyées à {email}")).to_be_visible()
    own_page = phone.url

    client.import_offers(tmp_path, welder_offer(uuid4().hex, intitule="Soudeur TIG alerté"))
    client.import_offers(tmp_path, welder_offer(uuid4().hex, typeContrat="MIS"))
    client.settle()
    client.send_alerts()
    [alert] = client.alerts(email)
    assert alert["subject"] == "Une offre pour vous : Soudeur TIG alerté"
    assert "Répond à votre recherche" in alert["text"]

    open_from_mailbox(phone, "Une offre pour vous", "Ne plus recevoir d’offres", email)
    press(phone, "Ne plus recevoir d’offres")
    phone.goto(own_page)
    expect(phone.get_by_role("heading", name="Vous ne recevez plus ces offres")).to_be_visible()
    press(phone, "Recevoir de nouveau ces offres")
    press(phone, "Mettre en pause")
    expect(phone.get_by_role("heading", name="Vos courriels sont en pause")).to_be_visible()
    press(phone, "Supprimer cette alerte")
    expect(phone.get_by_role("heading", name="Votre alerte est supprimée")).to_be_visible()
    assert phone.goto(own_page).status == 404  # type: ignore[union-attr]
