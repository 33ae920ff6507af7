"""An offer's page: what it says, the way back, what programs read of it, how it is reported."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page

from search_api.pages import offers
from tests.pages.invented import offer
from tests.pages.markup import Markup
from tests.pages.test_search_pages import read

Keep = Callable[..., None]
NEAR_PAU = {"location": {"lat": 43.36, "lon": -0.37}}


def posting(web: FlaskClient) -> dict[str, Any] | None:
    html = web.get("/offres/offer1").get_data(as_text=True)
    _, found, rest = html.partition('<script type="application/ld+json">')
    return dict(json.loads(rest.partition("</script>")[0])) if found else None


def test_an_offer_says_who_where_how_far_contract_pay_since_when_and_from_where(
    web: FlaskClient, keep_search: Keep
) -> None:
    keep_search(offer=offer(**NEAR_PAU, pay_label="2 100 € brut", source="france-travail", remote="partial"))
    page = read(web, "/offres/offer1?q=soudeur&lieu=Pau&contrat=CDI&contrat=MIS")
    for said in (
        "Soudeur TIG (H/F)",
        "Atelier de l’Exemple · Pau (64), à 6 km de Pau",
        "Contrat à durée indéterminée",
        "2 100 € brut",
        "En partie à distance",
        "20 novembre 2026",
        "France Travail",
    ):
        assert said.replace("\u00a0", " ") in page.text.replace("\u00a0", " ")
    links = [link["href"] for link in page.all("a")]
    assert "https://example.org/annonce" in links
    assert "/?q=soudeur&lieu=Pau&contrat=CDI&contrat=MIS" in links, "the way back"
    assert page.one("link", rel="canonical")["href"].endswith("/offres/offer1")


@pytest.mark.parametrize(
    "strange", ["endpoint=x", "_scheme=javascript&_external=1", "_anchor=x", "_method=PUT", "self=1"]
)
def test_the_way_back_is_made_of_the_search_alone(web: FlaskClient, keep_search: Keep, strange: str) -> None:
    keep_search(offer=offer(**NEAR_PAU))
    page = read(web, f"/offres/offer1?q=soudeur&{strange}")
    assert "/?q=soudeur" in [link["href"] for link in page.all("a")]


def test_without_a_search_to_go_back_to_no_distance_is_said(web: FlaskClient, keep_search: Keep) -> None:
    keep_search(offer=offer(**NEAR_PAU))
    page = read(web, "/offres/offer1")
    assert "Revenir aux résultats" not in page.text
    assert "vol d’oiseau" not in page.text


def test_programs_read_a_job_posting_that_no_text_can_close(web: FlaskClient, keep_search: Keep) -> None:
    title = "Soudeur </script><script>alert(1)</script>"
    keep_search(offer=offer(title=title))
    found = posting(web)
    assert found is not None
    assert found["title"] == title
    assert found["url"].endswith("/offres/offer1")


def test_an_offer_published_here_says_until_when_to_people_and_to_programs(
    web: FlaskClient, keep_search: Keep, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends = {"pub1": "2027-01-14T09:00:00+00:00", "closed": ""}
    monkeypatch.setattr(offers, "end_of", lambda client, publication: ends[publication])
    keep_search(offer=offer(publication="pub1"))
    assert (posting(web) or {})["validThrough"] == ends["pub1"]
    page = read(web, "/offres/offer1")
    assert "En ligne jusqu’au" in page.text
    assert "14 janvier 2027" in page.text
    for other in (offer(publication="closed"), offer()):
        keep_search(offer=other)
        assert "validThrough" not in (posting(web) or {"validThrough": ""})
        assert "En ligne jusqu’au" not in read(web, "/offres/offer1").text


def test_a_closed_offer_says_so_kindly_leads_on_and_is_no_job_posting(web: FlaskClient, keep_search: Keep) -> None:
    keep_search(offer=offer(status="closed"))
    page = read(web, "/offres/offer1")
    assert "Cette offre n’est plus ouverte" in page.text
    assert "/?q=Soudeur+TIG+(H/F)&lieu=Pau+(64)" in [link["href"] for link in page.all("a")]
    assert page.one("meta", name="robots")["content"].startswith("noindex")
    assert "https://example.org/annonce" not in [link.get("href") for link in page.all("a")]
    assert posting(web) is None


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org/x", ""])
def test_only_a_web_address_is_a_link_to_the_original(web: FlaskClient, keep_search: Keep, url: str) -> None:
    keep_search(offer=offer(url=url))
    page = read(web, "/offres/offer1")
    assert url not in [link["href"] for link in page.all("a")]
    assert "Voir l’annonce d’origine" not in page.text


def test_an_offer_is_reported_without_saying_who_one_is(
    web: FlaskClient, keep_search: Keep, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_search(offer=offer())
    taken: list[tuple[Any, ...]] = []
    monkeypatch.setattr(offers.reports, "report", lambda *said: taken.append(said))
    page = read(web, "/offres/offer1/signaler")
    form = page.one("input", name="form")["value"]
    sent = {"form": form, "reason": "scam", "words": "On me demande 50 €."}
    for _ in range(2):
        answer = web.post("/offres/offer1/signaler", data=sent)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/offres/offer1/signaler?merci=1")
    assert taken == [(None, "offer1", "scam", "On me demande 50 €.", form)] * 2, "the same form: one report"
    assert "Merci de votre signalement" in read(web, "/offres/offer1/signaler?merci=1").text


def test_a_report_without_a_reason_loses_nothing_of_what_was_written(web: FlaskClient, keep_search: Keep) -> None:
    keep_search(offer=offer())
    answer = web.post("/offres/offer1/signaler", data={"words": "Elle est fausse.", "form": "abc"})
    page = Markup(answer.get_data(as_text=True))
    assert (answer.status_code, page.problems()) == (422, [])
    assert "Choisissez ce qui se passe avec cette offre." in page.text
    assert "Elle est fausse." in page.text
    assert page.one("input", name="form")["value"] == "abc"
    assert page.one("fieldset")["aria-describedby"] == "reason-erreur"


def test_who_is_signed_in_reads_why_what_is_missing_and_which_trainings_help(
    web: FlaskClient, keep_search: Keep, sign_in: Keep
) -> None:
    keep_search(offer=offer())
    sign_in()
    page = read(web, "/offres/offer1?q=soudeur")
    assert "Pourquoi cette offre, 8 points : métier : soudage (6), soudage TIG (2)" in plain(page)
    assert "Demandé, et absent" not in page.text
    assert {field["value"] for field in page.all("input", name="retour")} == {"/offres/offer1?q=soudeur"}
    assert "Déposez votre CV une fois" not in page.text, "they have left it"
    sign_in(points=3)
    page = read(web, "/offres/offer1")
    assert "Ce que vous avez en commun, 3 points" in plain(page)
    assert "absent de votre profil : CACES R489" in plain(page)
    assert "CACES R489 en trois jours, Les Quais, Pau (64)" in plain(page)


def test_what_was_said_of_an_offer_stands_on_its_page(web: FlaskClient, keep_search: Keep, sign_in: Keep) -> None:
    keep_search(offer=offer())
    sign_in({"kept_at": "2026-11-24T08:00:00+00:00"})
    page = read(web, "/offres/offer1?fait=gardee")
    assert "L’offre est gardée." in page.text
    assert "Ne plus garder" in page.text
    sign_in({"refused_at": "2026-11-24T08:00:00+00:00", "reason": "pay"})
    page = read(web, "/offres/offer1?fait=%3Cb%3E")
    assert "pas pour vous (« Le salaire ne me convient pas »)" in plain(page)
    assert "Garder cette offre" not in page.text


def test_a_visitor_is_offered_to_keep_it_too_and_told_what_it_takes(web: FlaskClient, keep_search: Keep) -> None:
    keep_search(offer=offer())
    page = read(web, "/offres/offer1")
    assert "Garder cette offre il faut se connecter" in page.text
    assert "Cette offre et vous" not in page.text


def plain(page: Markup) -> str:
    return page.text.replace("\u00a0", " ")


def test_the_block_of_data_is_no_script_and_the_policy_has_nothing_against_it(
    web: FlaskClient, keep_search: Keep, show: Callable[..., Page]
) -> None:
    """HTML, "prepare the script element": the type is looked at before the policy, and a data block ends there."""
    keep_search(offer=offer(title="Soudeur </script><script>window.ran = true</script>"))
    answer = web.get("/offres/offer1")
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    said: list[str] = []
    page = show(answer, watch=lambda page: page.on("console", lambda message: said.append(message.text)))
    read = page.locator('script[type="application/ld+json"]').evaluate("block => JSON.parse(block.textContent)")
    assert read["title"].startswith("Soudeur </script>")
    assert page.evaluate("window.ran") is None
    assert said == [], "a refusal of the policy would be said here"


def test_on_paper_the_offer_stands_alone_with_its_address(
    web: FlaskClient, keep_search: Keep, show: Callable[..., Page]
) -> None:
    keep_search(offer=offer())
    page = show(web.get("/offres/offer1?lieu=Pau"), color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.get_by_text("/offres/offer1", exact=False).is_visible()
    for gone in (".back", ".answer", ".aside", "footer", "header nav", "aside.panel"):
        assert page.locator(gone).first.is_hidden(), gone
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator("h1").evaluate("title => getComputedStyle(title).color") == "rgb(0, 0, 0)"
