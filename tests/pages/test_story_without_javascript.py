"""The whole story on the pages, as a person on a phone lives it: no JavaScript, no API, the links of the mails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.client import Client, welder_offer
from tests.cv_files import WELDER, as_pdf, scan_like_pdf
from tests.pages.depositing import READ_WITHIN_MS, begin, cv, fill_in_last_step, open_from_mailbox, press
from tests.running import RunningStack

PHONE = {"width": 360, "height": 740}


@pytest.fixture
def phone(browser: Browser, stack: RunningStack) -> Iterator[Page]:
    """A page on a small screen without JavaScript."""
    with browser.new_context(base_url=stack.url, locale="fr-FR", viewport=PHONE, java_script_enabled=False) as context:
        yield context.new_page()


def test_a_cv_is_left_confirmed_corrected_paused_and_erased(client: Client, phone: Page, tmp_path: Path) -> None:
    email = f"pages-{uuid4().hex[:10]}@example.org"
    client.import_offers(tmp_path, welder_offer(uuid4().hex))

    begin(phone, cv(tmp_path))
    fill_in_last_step(phone, email)
    press(phone, "Déposer mon CV")
    expect(phone.get_by_text(f"Un courriel a été envoyé à {email}")).to_be_visible()
    expect(phone.get_by_role("heading", name="Soudeur TIG (H/F)").first).to_be_visible()
    expect(phone.get_by_text("Pourquoi cette offre").first).to_be_visible()
    phone.get_by_role("link", name="Aller à ma page").click()
    own_page = phone.url

    client.settle()
    open_from_mailbox(phone, "Confirmez votre adresse", "Confirmer mon adresse", email)
    expect(phone.get_by_role("heading", name="Confirmer mon adresse")).to_be_visible()
    press(phone, "Confirmer mon adresse")
    expect(phone.get_by_text("Votre adresse est confirmée")).to_be_visible()
    assert phone.url == own_page

    phone.get_by_role("button", name="Retirer : soudage TIG").click()
    expect(phone.get_by_role("button", name="Retirer : soudage TIG")).to_have_count(0)
    phone.get_by_label("Ajouter un métier").fill("permis C")
    press(phone, "Ajouter")
    expect(phone.get_by_role("button", name="Retirer : permis C")).to_be_visible()

    phone.get_by_text("Métiers, lieu, contrats, disponibilité, rythme, visibilité").click()
    phone.get_by_label("Autour de quelle commune").fill("Bayonne")
    phone.get_by_label("À quelle distance").select_option("50")
    press(phone, "Enregistrer")
    expect(phone.get_by_text("à 50 km au plus de Bayonne (64)")).to_be_visible()

    phone.locator("summary", has_text="Mettre en pause").click()
    press(phone, "Mettre en pause")
    expect(phone.get_by_role("heading", name="Vos courriels sont en pause")).to_be_visible()
    press(phone, "Reprendre les courriels")
    expect(phone.get_by_text("Votre adresse est confirmée")).to_be_visible()

    phone.get_by_role("link", name="Effacer mon CV et toutes mes données").click()
    press(phone, "Oui, tout effacer")
    expect(phone.get_by_role("heading", name="Tout est effacé")).to_be_visible()
    assert phone.goto(own_page).status == 404  # type: ignore[union-attr]


def test_alerts_end_by_the_link_of_the_mail_and_begin_again_from_ones_own_page(
    client: Client, phone: Page, tmp_path: Path
) -> None:
    email = f"pages-{uuid4().hex[:10]}@example.org"
    person = client.deposit("cv.pdf", as_pdf(WELDER), email, wanted="soudeur")
    client.confirm(person)
    client.import_offers(tmp_path, welder_offer(uuid4().hex))
    client.send_alerts()

    open_from_mailbox(phone, re.compile("offre").pattern, "Ne plus recevoir d’offres", email)
    expect(phone.get_by_role("heading", name="Ne plus recevoir d’offres")).to_be_visible()
    assert person.view()["unsubscribed"] is False
    press(phone, "Ne plus recevoir d’offres")
    expect(phone.get_by_role("heading", name="Vous ne recevrez plus d’offres")).to_be_visible()
    assert person.view()["unsubscribed"] is True

    phone.goto(person.follow_url)
    press(phone, "Recevoir de nouveau des offres")
    expect(phone.get_by_text("Votre adresse est confirmée")).to_be_visible()


def test_a_wrong_commune_is_said_with_a_link_to_its_field_and_the_rest_is_kept(phone: Page, tmp_path: Path) -> None:
    begin(phone, cv(tmp_path))
    fill_in_last_step(phone, "camille@example.org", commune="Nullepart-sur-Rien")
    press(phone, "Déposer mon CV")
    expect(phone).to_have_title(re.compile("^Erreur"))
    phone.get_by_role("alert").get_by_role("link", name="Commune").click()
    commune = phone.get_by_label("Autour de quelle commune")
    expect(commune).to_be_focused()
    expect(commune).to_have_accessible_description(re.compile("Nous ne connaissons pas cette commune"))
    expect(phone.get_by_label("Votre adresse électronique")).to_have_value("camille@example.org")
    expect(phone.get_by_label("Dès que possible")).to_be_checked()


def test_a_scan_is_told_and_another_file_takes_its_place(phone: Page, tmp_path: Path) -> None:
    phone.goto("/deposer")
    phone.get_by_label("Votre CV").set_input_files(cv(tmp_path, scan_like_pdf()))
    press(phone, "Continuer")
    refused = phone.get_by_role("heading", name="Nous n’avons pas pu lire votre CV")
    expect(refused).to_be_visible(timeout=READ_WITHIN_MS)
    expect(phone.get_by_text("ressemble à un scan")).to_be_visible()
    expect(phone.get_by_text("sur le site de France Travail")).to_be_visible()
    phone.get_by_label("Votre nouveau CV").first.set_input_files(cv(tmp_path))
    press(phone, "Envoyer ce CV")
    expect(phone.get_by_role("button", name="Retirer : soudage TIG")).to_be_visible(timeout=READ_WITHIN_MS)
    expect(refused).to_have_count(0)


def test_offers_are_found_by_words_place_and_filters(client: Client, phone: Page, tmp_path: Path) -> None:
    client.import_offers(tmp_path, welder_offer(uuid4().hex), welder_offer(uuid4().hex, typeContrat="MIS"))
    phone.goto("/")
    phone.get_by_label("Métier, compétence, employeur").fill("soudeuse")
    phone.get_by_label("Commune, code postal ou département").fill("64000")
    press(phone, "Rechercher")
    expect(phone.get_by_role("heading", level=2).first).to_contain_text("à 30 km autour de Pau (64)")
    phone.get_by_text("Affiner").click()
    phone.get_by_role("checkbox", name=re.compile("^Intérim")).check()
    press(phone, "Appliquer")
    assert "contrat=MIS" in phone.url
    assert "lieu=64000" in phone.url
    chosen = phone.get_by_role("link", name=re.compile("^Retirer Intérim"))
    expect(chosen).to_be_visible()
    phone.get_by_role("heading", name="Soudeur TIG (H/F)").first.get_by_role("link").click()
    expect(phone.get_by_role("heading", level=1, name="Soudeur TIG (H/F)")).to_be_visible()
    phone.go_back()
    expect(chosen).to_be_visible()
    chosen.click()
    assert "contrat=MIS" not in phone.url
