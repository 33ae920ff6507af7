"""A search saved as an alert: on a phone without JavaScript, by the links of the mails; and what is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, expect

from tests.client import Client, welder_offer
from tests.pages.invented import saved_search
from tests.pages.markup import Markup
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


def page(web: FlaskClient, address: str, **sent: Any) -> tuple[int, Markup]:
    answer = web.post(address, data=sent) if sent else web.get(address)
    shown = Markup(answer.get_data(as_text=True))
    assert shown.problems() == []
    return answer.status_code, shown


def test_a_search_that_everything_answers_is_refused_with_what_to_add(
    web: FlaskClient, keep_saved_search: Callable[..., None]
) -> None:
    keep_saved_search(saved_search())
    for address in ("/alerte", "/alerte?contrat=CDI", "/alerte?q=de+la"):
        assert "Ajoutez un métier, un lieu ou un domaine" in page(web, address)[1].text
    status, shown = page(web, "/alerte", contrat="CDI", email="lou@example.org", consent="true")
    assert (status, "Ajoutez un métier" in shown.text) == (422, True)
    keep_saved_search(saved_search(), too_wide=True)
    status, shown = page(web, "/alerte", q="offre", email="lou@example.org", consent="true")
    assert (status, "Ajoutez un métier" in shown.text) == (422, True)


def test_what_is_wrong_is_said_beside_its_field_and_the_search_is_kept(
    web: FlaskClient, keep_saved_search: Callable[..., None]
) -> None:
    keep_saved_search(saved_search())
    status, shown = page(web, "/alerte", q="soudeur", email="lou", frequency="weekly")
    assert status == 422
    assert "n’est pas complète" in shown.text
    assert "Sans votre accord" in shown.text
    assert shown.one("input", name="q")["value"] == "soudeur"
    assert shown.one("input", name="email")["value"] == "lou"
    assert "checked" in shown.one("input", id="frequency-weekly")
    status, shown = page(web, "/alerte/secret/rythme", frequency="yearly")
    assert (status, "Choisissez le rythme" in shown.text) == (422, True)


@pytest.mark.parametrize(
    ("weekly", "said"),
    [(0, "aucune offre"), (0.4, "moins d’une offre par semaine"), (1, "environ 1 offre"), (12.4, "environ 12 offres")],
)
def test_the_page_says_how_many_offers_a_week_it_would_have_brought(
    web: FlaskClient, keep_saved_search: Callable[..., None], weekly: float, said: str
) -> None:
    keep_saved_search(saved_search(), weekly)
    assert said in page(web, "/alerte?q=soudeur")[1].text.replace("\u00a0", " ")


def test_a_link_that_is_not_ours_opens_nothing(web: FlaskClient) -> None:
    for address in ("/alerte/nothing", "/alerte/confirmer/nothing"):
        assert web.get(address).status_code == 404
    assert web.post("/alerte/nothing/supprimer").status_code == 404
