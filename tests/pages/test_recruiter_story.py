"""A recruiter from a first visit to CVs: sign in, say for whom, be vouched for, search, take away. Real Chromium."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.client import Client
from tests.cv_files import WELDER, as_pdf
from tests.pages.depositing import open_from_mailbox, press
from tests.pages.test_account_story import PHONE, SENT_WITHIN_MS, wait_for_mail
from tests.running import RunningStack
from tests.search_api.recruiting import invented_siret
from tests.signing_in import SUBJECT


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])
def test_a_recruiter_signs_in_is_vouched_for_and_finds_who_chose_to_be_seen(
    stack: RunningStack, browser: Browser, script: bool
) -> None:
    client, email, name = Client(stack), f"recruteur-{uuid4().hex[:10]}@example.org", f"Atelier {uuid4().hex[:6]}"
    seen = client.deposit(
        "cv.pdf", as_pdf(WELDER), email=f"seen-{uuid4().hex[:8]}@example.org", commune="Brest", visibility="anonymous"
    )
    hidden = client.deposit("cv.pdf", as_pdf(WELDER), email=f"hidden-{uuid4().hex[:8]}@example.org", commune="Brest")
    client.confirm(seen)
    client.confirm(hidden)
    context = browser.new_context(
        base_url=stack.url, locale="fr-FR", viewport=PHONE, java_script_enabled=script, accept_downloads=True
    )
    context.set_default_timeout(SENT_WITHIN_MS)
    page = context.new_page()
    sign_in(client, page, email)
    say_for_whom(page, name, script=script)
    # Nobody has vouched for them: no CV.
    page.goto("/recruteurs/cv?q=soudeur&lieu=Brest")
    expect(page.get_by_role("heading", name="Les CV ne vous sont pas encore montrés")).to_be_visible()
    vouch(client, browser, name)
    page.goto("/recruteurs/cv")
    page.get_by_label("Métier, compétence, permis").fill("soudeur")
    page.get_by_label("Commune, code postal ou département").fill("Brest")
    page.get_by_role("button", name="Rechercher").click()
    lines = page.get_by_role("list").locator("li.offer")
    links = [link.get_attribute("href") for link in lines.get_by_role("link").all()]
    assert f"/recruteurs/cv/{seen.identifier}" in links
    assert f"/recruteurs/cv/{hidden.identifier}" not in links
    assert seen.email not in page.content()
    expect(lines.first.locator("mark").first).to_be_visible()
    press(page, "Recevoir les nouveaux CV de cette recherche")
    expect(page.get_by_role("status")).to_contain_text("une fois par jour")
    expect(page.get_by_role("heading", name="soudeur, à 30\u00a0km autour de Brest (29)")).to_be_visible()
    page.get_by_role("link", name="Voir ses CV").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Emporter cette liste").click()
    table = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert seen.identifier in table
    assert seen.email not in table
    page.goto("/recruteurs/cv?q=soudeur+moins+de+30+ans")
    expect(page.get_by_role("alert")).to_contain_text("L1132-1")
    context.close()


def sign_in(client: Client, page: Page, email: str) -> None:
    page.goto("/")
    page.get_by_role("link", name="Recruteurs", exact=True).click()
    page.get_by_label("Votre adresse électronique professionnelle").fill(email)
    page.get_by_label("Vos nom et prénom").fill("Camille Exemple")
    press(page, "Recevoir mon lien")
    expect(page.get_by_role("heading", name="Regardez vos courriels")).to_be_visible()
    wait_for_mail(client, email)
    open_from_mailbox(page, SUBJECT, "Ouvrir mon espace", email)
    press(page, "Ouvrir mon espace")


def say_for_whom(page: Page, name: str, *, script: bool) -> None:
    expect(page.get_by_role("heading", name="Votre organisation")).to_be_visible()
    page.get_by_label("SIRET de l’établissement qui recrute").fill(invented_siret())
    page.get_by_label("Nom de l’organisation").fill(name)
    commune = page.get_by_label("Commune")
    if script:
        commune.press_sequentially("Bres")
        page.get_by_role("option", name="Brest (29)").click()
    else:
        commune.fill("Brest")
    page.get_by_label("Je recrute pour cette organisation").check()
    press(page, "Enregistrer")
    expect(page.get_by_role("status").filter(has_text="Vous pouvez écrire vos offres")).to_be_visible()
    expect(page.get_by_role("heading", name=name)).to_be_visible()


def vouch(client: Client, browser: Browser, name: str) -> None:
    link = client.estey("organisations", "page", "--by", "Mission locale de l’Exemple", "--territory", "Finistère")[
        "url"
    ]
    with browser.new_context(base_url=client.stack.url, locale="fr-FR") as context:
        page = context.new_page()
        page.goto(link)
        press(page, "Ouvrir")
        page.get_by_role("button", name=f"Se porter garant de {name}").click()
        expect(page.get_by_role("heading", name=name)).to_have_count(0)
