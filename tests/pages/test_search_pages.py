"""The search page in its states, over offers of every kind, and the other pages of whoever looks for one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch
from flask.testing import FlaskClient

from indexer.engine.documents import change
from indexer.offers.document import PlaceGiven
from tests.factories.communes import import_vienne
from tests.factories.documents import store, store_all
from tests.factories.offers import copies, make_welder_offer
from tests.pages.markup import Markup

YESTERDAY = (datetime.now(UTC) - timedelta(hours=20)).isoformat()
TWENTY_KM_BEYOND = PlaceGiven(label="64 - OLORON", latitude=43.1942, longitude=-0.6067)
"""From twenty kilometres on, around Pau."""


def read(web: FlaskClient, address: str, status: int = 200) -> Markup:
    answer = web.get(address)
    assert answer.status_code == status
    page = Markup(answer.get_data(as_text=True))
    assert page.problems() == []
    return page


def welders(engine: Elasticsearch, count: int) -> None:
    """Store so many offers of a welder's job in Pau, published yesterday."""
    store_all(engine, "offers", copies(make_welder_offer(published_at=YESTERDAY), count))


def test_what_was_typed_and_chosen_stays_in_the_form_and_can_be_undone(web: FlaskClient, engine: Elasticsearch) -> None:
    welders(engine, 41)
    page = read(web, "/?q=soudeur&lieu=Pau&rayon=50&contrat=CDI&contrat=SAI&famille=H&depuis=7")
    assert page.one("input", id="q")["value"] == "soudeur"
    assert "selected" in page.one("option", value="50")
    chosen = [attributes["id"] for attributes in page.all("input") if "checked" in attributes]
    assert sorted(chosen) == ["contrat-CDI", "contrat-SAI", "depuis-7", "famille-H", "salaire-0"]
    undo = [link["href"] for link in page.all("a", class_="chip")]
    assert len(undo) == 6
    assert "/?q=soudeur&lieu=Pau&rayon=50&famille=H&contrat=SAI&depuis=7" in undo
    assert "/?q=soudeur&famille=H&contrat=CDI&contrat=SAI&depuis=7" in undo
    assert "métier : soudeur" in page.text
    assert "autour de Pau (64), 50 km" in page.text
    assert "soudeur à Pau : 41 offres – Estey" in page.text


def test_every_filter_belongs_to_the_one_form(web: FlaskClient, engine: Elasticsearch) -> None:
    store_all(engine, "offers", copies(make_welder_offer(contract="", contract_label=""), 4))
    store(engine, "offers", make_welder_offer("another"))
    page = read(web, "/")
    boxes = [field for field in page.all("input") if field.get("type") in ("checkbox", "radio")]
    assert {field["form"] for field in boxes} == {"recherche"}
    assert "Non précisé 4 offres" in page.text


def test_one_day_is_a_choice_like_another(web: FlaskClient, engine: Elasticsearch) -> None:
    welders(engine, 21)
    following = read(web, "/?depuis=1").one("a", rel="next nofollow")["href"]
    assert following.startswith("/?depuis=1&page=")
    assert "Offres 21 à 21 sur 21 offres" in read(web, following).text


def test_pages_follow_each_other(web: FlaskClient, engine: Elasticsearch) -> None:
    welders(engine, 41)
    first = read(web, "/?q=soudeur")
    second = read(web, first.one("a", rel="next nofollow")["href"])
    assert second.one("ol", class_="offers")["start"] == "21"
    assert "Offres 21 à 40 sur 41 offres" in second.text
    third = read(web, second.one("a", rel="next nofollow")["href"])
    assert "Offres 41 à 41 sur 41 offres" in third.text
    assert third.all("a", rel="next nofollow") == []
    for following, before in ((third, second), (second, first)):
        link = following.one("a", rel="prev nofollow")["href"]
        assert link.startswith("/?q=soudeur&page=")
        shown = read(web, link)
        assert offers_of(shown) == offers_of(before)


def offers_of(page: Markup) -> list[str]:
    """The addresses of the offers a page lists, without the search they were found by."""
    return [link["href"].partition("?")[0] for link in page.all("a") if link["href"].startswith("/offres/")]


def test_what_was_understood_can_be_turned_back_into_words(web: FlaskClient) -> None:
    page = read(web, "/?q=soudeur+TIG&contrat=CDI")
    written = [link["href"] for link in page.all("a", class_="as-written")]
    assert written == ["/?q=%22soudeur%22+TIG&contrat=CDI", "/?q=soudeur+%22TIG%22&contrat=CDI"]
    assert "compétence : TIG" in page.text


def test_several_places_and_whole_departements_stay_in_the_form(web: FlaskClient) -> None:
    page = read(web, "/?lieu=Gironde&lieu=Pau&voisins=oui")
    assert page.one("input", id="lieu")["value"] == "Gironde"
    assert "checked" in page.one("input", name="lieu", value="Pau")
    assert "checked" in page.one("input", id="voisins")
    assert "département : Gironde (33)" in page.text
    undo = [link["href"] for link in page.all("a", class_="chip")]
    assert "/?lieu=Pau&rayon=30&voisins=oui" in undo


def test_a_departement_that_is_also_a_commune_can_be_said_exactly(
    web: FlaskClient, engine: Elasticsearch, tmp_path: Path
) -> None:
    import_vienne(engine, tmp_path)
    assert read(web, "/?lieu=Vienne").all("a", href="/?lieu=Vienne+38200&rayon=30")


def test_a_place_of_several_names_is_asked_back(web: FlaskClient) -> None:
    page = read(web, "/?lieu=Saint-Martin")
    assert page.one("a", class_="chip", href="/?lieu=Saint-Martin-de-Seignanx+40390&rayon=30")
    assert page.one("input", id="lieu")["aria-describedby"] == "lieu-compris"


def test_an_empty_list_says_what_to_try_and_what_it_would_bring(web: FlaskClient, engine: Elasticsearch) -> None:
    """The word is one letter off, and some employers write it so too: further away, elsewhere, with other contracts."""
    store_all(engine, "offers", copies(make_welder_offer("soudeur"), 9))
    misspelt = {"title": "Sodeur", "description": "", "skill_labels": ()}
    around = make_welder_offer("around", **misspelt, place=TWENTY_KM_BEYOND)
    elsewhere = make_welder_offer("elsewhere", **misspelt, place=PlaceGiven(label="33 - BORDEAUX", insee="33063"))
    other_contract = make_welder_offer("other", **misspelt, contract="MIS")
    store_all(engine, "offers", [*copies(around, 14), *copies(elsewhere, 1186), *copies(other_contract, 3)])
    page = read(web, "/?q=sodeur&lieu=Pau&rayon=20&contrat=CDI")
    text = page.text
    assert "0 offre à 20 km autour de Pau (64)" in text
    for said in (
        "essayez : soudeur : 9 offres",
        "à 25 km autour de Pau : 14 offres",
        "sans limite de lieu : 1 200 offres",
        "3 offres",
    ):
        assert said in text
    links = [link["href"] for link in page.all("a")]
    assert "/?q=soudeur&lieu=Pau&rayon=20&contrat=CDI" in links
    assert "/?q=sodeur&lieu=Pau&rayon=25&contrat=CDI" in links
    assert "/?q=sodeur&contrat=CDI" in links
    assert "/?q=sodeur&lieu=Pau&rayon=20" in links


def test_nothing_found_and_nothing_to_try_says_so(web: FlaskClient) -> None:
    assert "Aucune offre ne correspond" in read(web, "/?q=astronaute").text


def test_a_page_beyond_the_last_leads_back(web: FlaskClient, engine: Elasticsearch) -> None:
    welders(engine, 21)
    following = read(web, "/").one("a", rel="next nofollow")["href"]
    [last] = offers_of(read(web, following))
    # It closes while somebody reads the page before.
    change(engine, "offers", last.rpartition("/")[2], lambda doc: {**doc, "status": "closed"}, refresh=True)
    assert "Revenir à la première page" in read(web, following).text


@pytest.mark.parametrize("token", ["2", "x" * 301, "WzEsMF0", "é"])
def test_a_page_that_is_none_of_ours_is_said(web: FlaskClient, token: str) -> None:
    assert "Revenez à la première page" in read(web, f"/?page={token}", status=422).text


def test_a_wrong_distance_is_said_at_its_field(web: FlaskClient) -> None:
    page = read(web, "/?rayon=900", status=422)
    assert page.one("div", role="alert")
    assert page.one("select", id="rayon")["aria-invalid"] == "true"
    assert "Erreur" in page.text


def test_an_offer_is_shown_as_its_author_wrote_it_and_nothing_of_it_runs(
    web: FlaskClient, engine: Elasticsearch
) -> None:
    store(engine, "offers", make_welder_offer())
    page = read(web, "/offres/offer1")
    assert "Pau (64)" in page.text
    assert "Second <b>paragraphe</b>." in page.text
    assert page.one("a", class_="button", href="https://example.org/annonce")


@pytest.mark.parametrize(
    ("start", "shown"),
    [("dès que possible", "Dès que possible"), ("à partir du 1er septembre 2027", "1er septembre 2027")],
)
def test_an_offer_says_when_the_job_starts(web: FlaskClient, engine: Elasticsearch, start: str, shown: str) -> None:
    store(engine, "offers", make_welder_offer(description=f"Poste à pourvoir {start}."))
    page = read(web, "/offres/offer1").text
    assert shown in page.replace(f"Poste à pourvoir {start}.", "")


def test_an_original_that_is_no_web_address_gets_no_link(web: FlaskClient, engine: Elasticsearch) -> None:
    store(engine, "offers", make_welder_offer(url="javascript:alert(1)"))
    assert "Voir l’annonce d’origine" not in read(web, "/offres/offer1").text


def test_a_closed_offer_says_so(web: FlaskClient, engine: Elasticsearch) -> None:
    store(engine, "offers", make_welder_offer(status="closed"))
    assert "n’est plus ouverte" in read(web, "/offres/offer1").text


def test_an_unknown_page_leads_somewhere(web: FlaskClient) -> None:
    page = read(web, "/offres/rien", status=404)
    assert "Page introuvable" in page.text
    assert page.one("meta", name="robots")["content"].startswith("noindex")


def test_privacy_is_told_in_plain_words(web: FlaskClient) -> None:
    page = read(web, "/confidentialite")
    for words in (
        "consentement",
        "Deux ans après",
        "CNIL",
        "Aucune décision n’est prise automatiquement",
        "ni votre âge",
    ):
        assert words in page.text


def test_pages_are_light_and_nothing_comes_from_elsewhere(web: FlaskClient, engine: Elasticsearch) -> None:
    # Of no place, so that there is no map.
    store(engine, "offers", make_welder_offer(place=PlaceGiven()))
    answer = web.get("/")
    assert len(answer.data) < 60_000
    assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]
    page = Markup(answer.get_data(as_text=True))
    fetched = [*page.all("link"), *page.all("img"), *page.all("script")]
    ours = {"/static/favicon.svg", "/static/estey.css", "/static/typeahead.js"}
    assert {one.get("href") or one["src"] for one in fetched} == ours
    assert len(web.get("/static/typeahead.js").data) < 8_000
    assert len(web.get("/static/estey.css").data) < 20_000


def test_conditions_and_places_in_the_words_fill_the_form(web: FlaskClient, engine: Elasticsearch) -> None:
    welders(engine, 3)
    store(engine, "offers", make_welder_offer("seasonal", contract="SAI", published_at=YESTERDAY))
    page = read(web, "/?q=emploi+soudeur+cdi+pau")
    assert page.one("input", id="q")["value"] == "soudeur"
    assert page.one("input", id="lieu")["value"] == "Pau (64)"
    assert "checked" in page.one("input", id="contrat-CDI")
    assert "3 offres à 30 km autour de Pau (64)" in page.text
    assert "Compris comme critère : « cdi » et « pau »." in page.text
    assert "/?q=emploi+soudeur+%22cdi%22+%22pau%22" in [link["href"] for link in page.all("a")]
    undo = [link["href"] for link in page.all("a", class_="chip")]
    assert "/?q=soudeur&contrat=CDI&contrat=DIN" in undo


def test_what_looks_for_nothing_is_said_and_restricts_nothing(web: FlaskClient, engine: Elasticsearch) -> None:
    welders(engine, 2)
    page = read(web, "/?q=H/F")
    assert "« H/F » ne contient aucun mot que nous sachions chercher." in page.text
    assert "2 offres" in page.text
    assert "Presque toutes les offres répondent à cette recherche." in read(web, "/alerte?q=H/F").text


def test_a_territory_is_looked_for_around_its_towns(web: FlaskClient, engine: Elasticsearch) -> None:
    store_all(engine, "offers", [make_welder_offer("far"), make_welder_offer("near", place=PlaceGiven(insee="64102"))])
    page = read(web, "/?lieu=Pays+basque")
    assert "1 offre dans le secteur Pays basque" in page.text
    assert "secteur : Pays basque" in page.text
    assert "2 offres dans le secteur Nouvelle-Aquitaine" in read(web, "/?lieu=nouvelle-aquitaine").text


def test_where_nothing_holds_all_words_some_of_them_are_enough_and_that_is_said(
    web: FlaskClient, engine: Elasticsearch
) -> None:
    welders(engine, 2)
    page = read(web, "/?q=soudeur+zinguerie+zeppelin")
    assert "Aucune offre ne répond à tous vos mots. Voici celles qui répondent à une partie d’entre eux." in page.text
    assert "2 offres" in page.text


def test_where_no_offer_is_of_a_job_those_of_near_ones_are_shown_and_that_is_said(
    web: FlaskClient, engine: Elasticsearch
) -> None:
    store(engine, "offers", make_welder_offer("boiler", title="Chaudronnier", skill_labels=()))
    page = read(web, "/?q=soudeur")
    assert "Aucune offre ne répond à tous vos mots. Voici celles de métiers proches." in page.text
    assert "Chaudronnier" in page.text


def test_completion_proposes_the_most_wanted_jobs_with_how_many_offers_they_have(
    web: FlaskClient, engine: Elasticsearch
) -> None:
    welders(engine, 2)
    found = web.get("/api/suggestions?text=soud").get_json()["suggestions"]
    assert (found[0]["kind"], found[0]["offers"]) == ("job", 2)
    assert {one["offers"] for one in found[1:] if one["kind"] == "job"} <= {0}
