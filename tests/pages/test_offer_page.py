"""An offer's page: what it says, the way back, what programs read of it, how it is reported."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

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
