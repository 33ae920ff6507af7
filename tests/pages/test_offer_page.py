"""An offer's page: what it says, the way back, what programs read of it, how it is reported."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from elasticsearch import Elasticsearch
from flask.testing import FlaskClient

from indexer.alerts import marks
from indexer.offers.document import PlaceGiven
from indexer.offers.reports import reported
from indexer.publications import document as state
from indexer.publications.carrying import offer_of
from tests.factories.documents import store
from tests.factories.offers import make_welder_offer
from tests.factories.profiles import make_welder
from tests.factories.publications import make_offer_of, make_published
from tests.factories.trainings import make_training
from tests.pages.conftest import Show, SignIn
from tests.pages.markup import Markup
from tests.pages.test_search_pages import read

NEAR_PAU = PlaceGiven(label="64 - PAU", insee="64445", latitude=43.36, longitude=-0.37)
MAINTENANCE: dict[str, Any] = {
    "title": "Agent de maintenance",
    "skill_labels": ("Soudage TIG", "CACES R489 catégorie 3"),
    "required_labels": ("CACES R489 catégorie 3",),
}
"""A job of which a welder knows a part, and that asks for a licence they lack."""


def an_offer(engine: Elasticsearch, **given: Any) -> None:
    """Store the offer `offer1`."""
    store(engine, "offers", make_welder_offer(**given))


def a_welder(engine: Elasticsearch, sign_in: SignIn, **changes: Any) -> str:
    """Store a welder around Pau, sign them in, and return who they are."""
    person = str(store(engine, "profiles", make_welder(**changes))["person"])
    sign_in(person)
    return person


def posting(web: FlaskClient, offer: str = "offer1") -> dict[str, Any] | None:
    html = web.get(f"/offres/{offer}").get_data(as_text=True)
    _, found, rest = html.partition('<script type="application/ld+json">')
    return dict(json.loads(rest.partition("</script>")[0])) if found else None


def test_an_offer_says_who_where_how_far_contract_pay_since_when_and_from_where(
    web: FlaskClient, engine: Elasticsearch
) -> None:
    at_a_distance = {"working_time_label": "Temps plein, télétravail partiel"}
    an_offer(engine, place=NEAR_PAU, pay_label="2 100 € brut", source="france-travail", **at_a_distance)
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
def test_the_way_back_is_made_of_the_search_alone(web: FlaskClient, engine: Elasticsearch, strange: str) -> None:
    an_offer(engine, place=NEAR_PAU)
    page = read(web, f"/offres/offer1?q=soudeur&{strange}")
    assert "/?q=soudeur" in [link["href"] for link in page.all("a")]


def test_without_a_search_to_go_back_to_no_distance_is_said(web: FlaskClient, engine: Elasticsearch) -> None:
    an_offer(engine, place=NEAR_PAU)
    page = read(web, "/offres/offer1")
    assert "Revenir aux résultats" not in page.text
    assert "vol d’oiseau" not in page.text


def test_programs_read_a_job_posting_that_no_text_can_close(web: FlaskClient, engine: Elasticsearch) -> None:
    title = "Soudeur </script><script>alert(1)</script>"
    an_offer(engine, title=title)
    found = posting(web)
    assert found is not None
    assert found["title"] == title
    assert found["url"].endswith("/offres/offer1")


def test_an_offer_published_here_says_until_when_to_people_and_to_programs(
    web: FlaskClient, engine: Elasticsearch
) -> None:
    publication = store(engine, "publications", make_published(at="2026-11-15T09:00:00+00:00"))
    store(engine, "offers", make_offer_of(publication))
    assert (posting(web, offer_of("pub")) or {})["validThrough"] == "2027-01-14T09:00:00+00:00"
    page = read(web, f"/offres/{offer_of('pub')}")
    assert "En ligne jusqu’au" in page.text
    assert "14 janvier 2027" in page.text
    # Closed a moment ago: its offer is still to follow.
    store(engine, "publications", state.closed(publication, state.FILLED_HERE, datetime.now(UTC)) or {})
    an_offer(engine)
    for offer in (offer_of("pub"), "offer1"):
        assert "validThrough" not in (posting(web, offer) or {"validThrough": ""})
        assert "En ligne jusqu’au" not in read(web, f"/offres/{offer}").text


def test_a_closed_offer_says_so_kindly_leads_on_and_is_no_job_posting(web: FlaskClient, engine: Elasticsearch) -> None:
    an_offer(engine, status="closed")
    page = read(web, "/offres/offer1")
    assert "Cette offre n’est plus ouverte" in page.text
    assert "/?q=Soudeur+TIG+(H/F)&lieu=Pau+(64)" in [link["href"] for link in page.all("a")]
    assert page.one("meta", name="robots")["content"].startswith("noindex")
    assert "https://example.org/annonce" not in [link.get("href") for link in page.all("a")]
    assert posting(web) is None


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org/x", ""])
def test_only_a_web_address_is_a_link_to_the_original(web: FlaskClient, engine: Elasticsearch, url: str) -> None:
    an_offer(engine, url=url)
    page = read(web, "/offres/offer1")
    assert url not in [link["href"] for link in page.all("a")]
    assert "Voir l’annonce d’origine" not in page.text


def test_an_offer_is_reported_without_saying_who_one_is(web: FlaskClient, engine: Elasticsearch) -> None:
    an_offer(engine)
    page = read(web, "/offres/offer1/signaler")
    form = page.one("input", name="form")["value"]
    sent = {"form": form, "reason": "scam", "words": "On me demande 50 €."}
    for _ in range(2):
        answer = web.post("/offres/offer1/signaler", data=sent)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/offres/offer1/signaler?merci=1")
    [taken] = reported(engine)
    assert (taken.offer, taken.reasons) == ("offer1", {"scam": 1}), "the same form: one report"
    assert taken.words == ["On me demande 50 €."]
    assert "Merci de votre signalement" in read(web, "/offres/offer1/signaler?merci=1").text


def test_a_report_without_a_reason_loses_nothing_of_what_was_written(web: FlaskClient, engine: Elasticsearch) -> None:
    an_offer(engine)
    answer = web.post("/offres/offer1/signaler", data={"words": "Elle est fausse.", "form": "abc"})
    page = Markup(answer.get_data(as_text=True))
    assert (answer.status_code, page.problems()) == (422, [])
    assert "Choisissez ce qui se passe avec cette offre." in page.text
    assert "Elle est fausse." in page.text
    assert page.one("input", name="form")["value"] == "abc"
    assert page.one("fieldset")["aria-describedby"] == "reason-erreur"


def test_who_is_signed_in_reads_why_what_is_missing_and_which_trainings_help(
    web: FlaskClient, engine: Elasticsearch, sign_in: SignIn
) -> None:
    an_offer(engine, title="Soudeur (H/F)")
    a_welder(engine, sign_in)
    page = read(web, "/offres/offer1?q=soudeur")
    why = "métier : soudage (6), soudage TIG (3), « soudeur » dans l’intitulé (1)"
    assert f"Pourquoi cette offre, 10 points : {why}" in plain(page)
    assert "Demandé, et absent" not in page.text
    assert {field["value"] for field in page.all("input", name="retour")} == {"/offres/offer1?q=soudeur"}
    assert "Déposez votre CV une fois" not in page.text, "they have left it"
    an_offer(engine, **MAINTENANCE)
    skills = {"place": "Pau", "skills": ("CACES R489 catégorie 3",)}
    course = make_training("t", title="CACES R489 en trois jours", organisation="Les Quais", **skills)
    store(engine, "trainings", course)
    page = read(web, "/offres/offer1")
    assert "Ce que vous avez en commun, 3 points" in plain(page)
    assert "absent de votre profil : CACES R489" in plain(page)
    assert "CACES R489 en trois jours, Les Quais, Pau (64)" in plain(page)


def test_what_was_said_of_an_offer_stands_on_its_page(web: FlaskClient, engine: Elasticsearch, sign_in: SignIn) -> None:
    an_offer(engine)
    person = a_welder(engine, sign_in)
    marks.keep(engine, person, "offer1")
    page = read(web, "/offres/offer1?fait=gardee")
    assert "L’offre est gardée." in page.text
    assert "Ne plus garder" in page.text
    marks.refuse(engine, person, "offer1", "pay")
    page = read(web, "/offres/offer1?fait=%3Cb%3E")
    assert "pas pour vous (« Le salaire ne me convient pas »)" in plain(page)
    assert "Garder cette offre" not in page.text


def test_a_visitor_is_offered_to_keep_it_too_and_told_what_it_takes(web: FlaskClient, engine: Elasticsearch) -> None:
    an_offer(engine)
    page = read(web, "/offres/offer1")
    assert "Garder cette offre il faut se connecter" in page.text
    assert "Cette offre et vous" not in page.text


def plain(page: Markup) -> str:
    return page.text.replace("\u00a0", " ")


def test_the_block_of_data_is_no_script_and_the_policy_has_nothing_against_it(
    web: FlaskClient, engine: Elasticsearch, show: Show
) -> None:
    """HTML, "prepare the script element": the type is looked at before the policy, and a data block ends there."""
    an_offer(engine, title="Soudeur </script><script>window.ran = true</script>")
    answer = web.get("/offres/offer1")
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    said: list[str] = []
    page = show(answer, watch=lambda page: page.on("console", lambda message: said.append(message.text)))
    block = page.locator('script[type="application/ld+json"]').evaluate("block => JSON.parse(block.textContent)")
    assert block["title"].startswith("Soudeur </script>")
    assert page.evaluate("window.ran") is None
    assert said == [], "a refusal of the policy would be said here"


def test_on_paper_the_offer_stands_alone_with_its_address(web: FlaskClient, engine: Elasticsearch, show: Show) -> None:
    an_offer(engine)
    page = show(web.get("/offres/offer1?lieu=Pau"), color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.get_by_text("/offres/offer1", exact=False).is_visible()
    for gone in (".back", ".answer", ".aside", "footer", "header nav", "aside.panel"):
        assert page.locator(gone).first.is_hidden(), gone
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator("h1").evaluate("title => getComputedStyle(title).color") == "rgb(0, 0, 0)"
