"""A recruiter publishes by the form and by a PDF, mends what the law refuses, edits, and closes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
import requests
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from search_api.roles import VOUCHED
from tests.client import Client
from tests.cv_files import as_pdf
from tests.pages.depositing import press
from tests.running import RunningStack
from tests.search_api.recruiting import recruiter_cookies

DESCRIPTION = (
    "Au sein de l'atelier, avec quatre collègues, vous réalisez le soudage TIG et la lecture de plans, en équipe."
)
PDF = """Cariste (H/F)
Lieu : 64000 PAU
Contrat : CDD, temps plein, 35 h par semaine
Vous chargez les camions et préparez les commandes du dépôt, en équipe.
CACES R489 catégorie 3 obligatoire. Salaire : 2 000 € brut par mois.
Répondre à depot@example.org"""


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without"])
def scripts(request: pytest.FixtureRequest) -> bool:
    """Whether the browser runs scripts."""
    return bool(request.param)


@pytest.fixture
def desk(browser: Browser, stack: RunningStack, scripts: bool) -> Iterator[Page]:
    """A recruiter's browser, signed in."""
    with browser.new_context(base_url=stack.url, locale="fr-FR", java_script_enabled=scripts) as context:
        cookies = recruiter_cookies(stack, VOUCHED)
        context.add_cookies([{"name": name, "value": value, "url": stack.url} for name, value in cookies.items()])
        context.set_default_timeout(60_000)
        yield context.new_page()


def test_offers_are_published_by_form_and_by_file_mended_edited_and_closed(
    stack: RunningStack, desk: Page, scripts: bool
) -> None:
    title = f"Soudeur TIG {uuid4().hex[:6]} (H/F)"
    desk.goto("/recruteurs/offres")
    desk.get_by_role("link", name="Publier une offre").click()
    desk.get_by_label("Intitulé").fill(title)
    press(desk, "Montrer les compétences du métier")
    expect(desk.get_by_text("Compris : ").first).to_be_visible()
    desk.get_by_label("soudage TIG, exigée").check()
    desk.get_by_label("Description").fill(f"{DESCRIPTION} Vous avez moins de 30 ans.")
    desk.get_by_label("Commune où l’on travaille").fill("Pau")
    desk.get_by_label("Contrat", exact=True).select_option("CDI")
    desk.get_by_label("De (€)").fill("2 100")
    desk.get_by_label("Une adresse électronique, un téléphone").fill("atelier@example.org")
    press(desk, "Compter les personnes")
    expect(desk.get_by_text("de la région correspond")).to_be_visible()
    press(desk, "Voir l’offre avant de la publier")

    # The law does not let it pass: the sentence is quoted at its field, and mended there.
    expect(desk.get_by_text("La loi ne permet pas de publier l’offre telle quelle")).to_be_visible()
    expect(desk.get_by_role("button", name="Publier l’offre")).to_have_count(0)
    desk.get_by_role("link", name="Corriger").click()
    expect(desk.locator("mark")).to_have_text("avez moins de 30 ans")
    expect(desk.get_by_label("soudage TIG, exigée")).to_be_checked()
    desk.get_by_label("Description").fill(DESCRIPTION)
    press(desk, "Voir l’offre avant de la publier")
    press(desk, "Publier l’offre")
    expect(desk.get_by_text("C’est publié")).to_be_visible()
    if scripts:
        # axe is a script itself.
        assert Axe().run(desk).violations_count == 0
    own = desk.url.partition("?")[0]
    desk.get_by_role("link", name="Voir la page de l’offre").click()
    public = desk.url
    expect(desk.get_by_role("heading", name=title)).to_be_visible()
    expect(desk.get_by_role("link", name="atelier@example.org")).to_be_visible()

    # An edit shows once published, at the same address.
    desk.goto(own)
    desk.get_by_role("link", name="Changer l’offre").click()
    desk.get_by_label("Intitulé").fill(title.replace("TIG", "TIG et MIG"))
    press(desk, "Voir l’offre avant de la publier")
    expect(desk.get_by_text("Vous avez des changements à publier")).to_be_visible()
    assert title in requests.get(public, timeout=60).text
    press(desk, "Publier les changements")
    Client(stack).settle()
    assert title.replace("TIG", "TIG et MIG") in requests.get(public, timeout=60).text
    desk.get_by_label("par une personne venue par Estey").check()
    press(desk, "Fermer l’offre")
    expect(desk.get_by_text("L’offre est fermée").first).to_be_visible()
    assert "Cette offre n’est plus ouverte" in requests.get(public, timeout=60).text

    # A file fills in the form; nothing is published before it was looked at.
    desk.goto("/recruteurs/offres/nouvelle")
    desk.get_by_text("L’offre est déjà écrite").click()
    file = {"name": "offre.pdf", "mimeType": "application/pdf", "buffer": as_pdf(PDF)}
    desk.get_by_label("Un fichier").set_input_files(file)  # type: ignore[arg-type]
    press(desk, "Lire le fichier")
    expect(desk.get_by_text("Voici ce que nous avons lu")).to_be_visible()
    expect(desk.get_by_label("Intitulé")).to_have_value("Cariste (H/F)")
    expect(desk.get_by_label("Commune où l’on travaille")).to_have_value("Pau (64)")
    expect(desk.get_by_label("CACES R489 catégorie 3")).to_be_checked()
    expect(desk.get_by_label("Une adresse électronique, un téléphone")).to_have_value("depot@example.org")
    press(desk, "Voir l’offre avant de la publier")
    press(desk, "Publier l’offre")
    expect(desk.get_by_text("C’est publié")).to_be_visible()
    desk.get_by_role("link", name="‹ Nos offres").click()
    expect(desk.get_by_role("row", name=re.compile("Cariste"))).to_contain_text("En ligne")
    expect(desk.get_by_role("row", name=re.compile("Soudeur"))).to_contain_text("pourvue grâce à Estey")
