"""Leaving a CV in steps, in real Chromium on the real service: whole stories, with and without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.client import Client, welder_offer
from tests.pages.depositing import (
    begin,
    cv,
    fill_in_last_step,
    fill_in_last_step_again,
    open_from_mailbox,
    press,
    wait_until_read,
)
from tests.running import RunningStack

NARROW = {"width": 320, "height": 640}


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without"])
def phone(browser: Browser, stack: RunningStack, request: pytest.FixtureRequest) -> Iterator[Page]:
    with browser.new_context(
        base_url=stack.url, locale="fr-FR", viewport=NARROW, java_script_enabled=request.param
    ) as context:
        yield context.new_page()


def address() -> str:
    return f"steps-{uuid4().hex[:10]}@example.org"


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def test_a_cv_is_left_corrected_finished_and_its_first_offers_and_mail_are_seen(
    client: Client, phone: Page, tmp_path: Path
) -> None:
    email = address()
    client.import_offers(tmp_path, welder_offer(uuid4().hex))
    begin(phone, cv(tmp_path))
    fits(phone)
    phone.get_by_role("button", name="Retirer : soudage TIG").click()
    expect(phone.get_by_role("button", name="Retirer : soudage TIG")).to_have_count(0)
    phone.get_by_label("Ajouter un métier").fill("permis C")
    press(phone, "Ajouter")
    expect(phone.get_by_role("button", name="Retirer : permis C")).to_be_visible()
    assert [profile for profile in client.mails(email) if profile] == []

    fill_in_last_step(phone, email)
    fits(phone)
    press(phone, "Déposer mon CV")
    expect(phone.get_by_role("heading", name="Votre CV est déposé")).to_be_visible()
    fits(phone)
    expect(phone.get_by_role("heading", name="Soudeur TIG (H/F)").first).to_be_visible()
    expect(phone.get_by_text("Pourquoi cette offre").first).to_be_visible()
    mail = phone.frame_locator("iframe")
    expect(mail.get_by_text("Bonjour")).to_be_visible()
    expect(mail.get_by_text("Soudeur TIG (H/F)").first).to_be_visible()
    assert mail.locator("a").count() > 0
    assert mail.locator("a[href]").count() == 0

    client.settle()
    open_from_mailbox(phone, "Confirmez votre adresse", "Confirmer mon adresse", email)
    press(phone, "Confirmer mon adresse")
    expect(phone.get_by_text("Votre adresse est confirmée")).to_be_visible()
    expect(phone.get_by_role("button", name="Retirer : permis C")).to_be_visible()
    client.settle()
    client.send_alerts()
    [alert] = client.alerts(email)
    assert "Soudeur TIG" in alert["text"]


def test_a_deposit_is_left_in_the_middle_and_resumed(client: Client, phone: Page, tmp_path: Path) -> None:
    begin(phone, cv(tmp_path))
    phone.get_by_role("button", name="Retirer : soudage TIG").click()
    fill_in_last_step(phone, address(), "Limoges")
    press(phone, "Enregistrer et finir plus tard")
    expect(phone.get_by_role("heading", name="Un dépôt est commencé")).to_be_visible()
    phone.goto("/")
    phone.goto("/deposer")
    phone.get_by_role("link", name="Reprendre votre dépôt").click()
    expect(phone.get_by_label("Autour de quelle commune")).to_have_value("Limoges")
    expect(phone.get_by_label("Métier 1")).to_have_value("soudeur TIG")
    # What is given at the end or not at all was not kept.
    expect(phone.get_by_label("Votre adresse électronique")).to_have_value("")
    expect(phone.get_by_label("J’accepte qu’Estey garde mon CV")).not_to_be_checked()
    phone.get_by_role("link", name="Ce qui est compris").click()
    expect(phone.get_by_role("button", name="Retirer : soudage MIG")).to_be_visible()
    expect(phone.get_by_role("button", name="Retirer : soudage TIG")).to_have_count(0)
    phone.get_by_role("link", name="Mon CV", exact=True).click()
    expect(phone.get_by_text("Nous avons le fichier mon-cv.pdf")).to_be_visible()


def test_on_a_shared_computer_one_button_leaves_nothing(phone: Page, tmp_path: Path) -> None:
    begin(phone, cv(tmp_path))
    steps = phone.url
    phone.goto("/deposer")
    press(phone, "Effacer ce dépôt")
    expect(phone.get_by_text("Le dépôt est effacé")).to_be_visible()
    expect(phone.get_by_text("Reprendre votre dépôt")).to_have_count(0)
    assert phone.context.cookies() == []
    assert phone.goto(steps).status == 410  # type: ignore[union-attr]
    expect(phone.get_by_role("heading", name="Ce dépôt n’existe plus")).to_be_visible()


def test_the_back_button_loses_nothing_and_makes_nothing_twice(client: Client, phone: Page, tmp_path: Path) -> None:
    email = address()
    begin(phone, cv(tmp_path))
    steps = phone.url
    phone.go_back()
    phone.get_by_role("link", name="Reprendre votre dépôt").click()
    assert phone.url == steps
    fill_in_last_step(phone, email)
    phone.go_back()
    phone.go_forward()
    fill_in_last_step_again(phone, email)
    press(phone, "Déposer mon CV")
    done = phone.get_by_role("heading", name="Votre CV est déposé")
    expect(done).to_be_visible()
    phone.go_back()
    expect(done).to_be_visible()
    phone.goto(steps)
    expect(done).to_be_visible()
    client.settle()
    assert len(client.mails(email)) == 1


def test_without_a_cv_a_form_makes_a_profile_and_an_error_is_said_at_its_row(client: Client, phone: Page) -> None:
    phone.goto("/deposer")
    phone.get_by_role("link", name="Remplissez un formulaire à la place").click()
    first = phone.get_by_role("group", name="Votre dernier emploi")
    first.get_by_label("Métier exercé").fill("Soudeur")
    phone.get_by_label("Compétence 1", exact=True).fill("soudage TIG")
    phone.get_by_label("Permis ou habilitation 1").fill("permis B")
    fits(phone)
    press(phone, "Continuer")
    phone.get_by_role("alert").get_by_role("link", name="Depuis (1)").click()
    since = first.get_by_label("Depuis")
    expect(since).to_be_focused()
    expect(since).to_have_accessible_description(re.compile("Écrivez une année"))
    expect(phone.get_by_label("Compétence 1", exact=True)).to_have_value("soudage TIG")
    since.fill("mars 2019")
    press(phone, "Continuer")
    wait_until_read(phone)
    expect(phone.get_by_role("button", name="Retirer : permis B")).to_be_visible()
    expect(phone.get_by_role("button", name=re.compile("^Retirer : Soudeur, depuis mars 2019"))).to_be_visible()
    fill_in_last_step(phone, address())
    press(phone, "Déposer mon CV")
    expect(phone.get_by_role("heading", name="Votre CV est déposé")).to_be_visible()


def test_a_file_is_dropped_and_a_photo_is_told_before_it_is_sent(page: Page, tmp_path: Path) -> None:
    page.goto("/deposer")
    drop = """(zone, [name, type]) => {
        const files = new DataTransfer();
        files.items.add(new File(["Soudeur TIG"], name, { type }));
        for (const kind of ["dragover", "drop"])
            zone.dispatchEvent(new DragEvent(kind, { dataTransfer: files, bubbles: true, cancelable: true }));
    }"""
    zone = page.locator("[data-drop]")
    zone.evaluate(drop, ["cv.jpg", "image/jpeg"])
    expect(zone.get_by_role("status")).to_contain_text("ne peut pas être lue")
    expect(page.get_by_text("sur le site de France Travail")).to_be_visible()
    assert Axe().run(page).violations_count == 0
    zone.evaluate(drop, ["cv.txt", "text/plain"])
    expect(zone.get_by_role("status")).to_contain_text("Fichier choisi : cv.txt")
    assert page.get_by_label("Votre CV").evaluate("field => field.files[0].name") == "cv.txt"


def test_who_wants_no_mail_gets_the_confirmation_alone_and_their_offers_on_their_page(
    client: Client, page: Page, tmp_path: Path
) -> None:
    email = address()
    client.import_offers(tmp_path, welder_offer(uuid4().hex))
    begin(page, cv(tmp_path))
    fill_in_last_step(page, email)
    page.get_by_label("J’accepte de recevoir ces offres par courriel").uncheck()
    press(page, "Déposer mon CV")
    expect(page.get_by_role("heading", name="Soudeur TIG (H/F)").first).to_be_visible()
    expect(page.locator("iframe")).to_have_count(0)
    client.settle()
    open_from_mailbox(page, "Confirmez votre adresse", "Confirmer mon adresse", email)
    press(page, "Confirmer mon adresse")
    expect(page.get_by_role("heading", name="Nous ne vous écrivons pas")).to_be_visible()
    expect(page.get_by_role("heading", name="Soudeur TIG (H/F)").first).to_be_visible()
    client.settle()
    client.send_alerts()
    assert client.alerts(email) == []
    press(page, "Recevoir les offres par courriel")
    expect(page.get_by_text("Votre adresse est confirmée")).to_be_visible()
    client.settle()
    client.send_alerts()
    assert len(client.alerts(email)) == 1


def test_the_last_steps_pass_axe_on_the_real_service(page: Page, tmp_path: Path) -> None:
    begin(page, cv(tmp_path))
    fill_in_last_step(page, address())
    press(page, "Déposer mon CV")
    expect(page.get_by_role("heading", name=re.compile("^Votre CV est déposé"))).to_be_visible()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
