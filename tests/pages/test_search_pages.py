from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from indexer.offers.search_hints import Hint
from indexer.searching.cursors import Cursor, token_of
from search_api.searched_places import Place, Places
from tests.pages.invented import PAU, ambiguous_place, answered, near_pau, offer, part
from tests.pages.markup import Markup

Keep = Callable[..., None]


def read(web: FlaskClient, address: str, status: int = 200) -> Markup:
    answer = web.get(address)
    assert answer.status_code == status
    page = Markup(answer.get_data(as_text=True))
    assert page.problems() == []
    return page


def test_what_was_typed_and_chosen_stays_in_the_form_and_can_be_undone(web: FlaskClient, keep_search: Keep) -> None:
    keep_search(answered(places=near_pau(), parts=(part("soudeur", "job:H2913"),)))
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


def test_every_filter_belongs_to_the_one_form(web: FlaskClient, keep_search: Keep) -> None:
    keep_search()
    page = read(web, "/")
    boxes = [field for field in page.all("input") if field.get("type") in ("checkbox", "radio")]
    assert {field["form"] for field in boxes} == {"recherche"}
    assert "Non précisé 4 offres" in page.text


NEXT = Cursor("date", (1764000000000, "o20"), 20)
BACK = Cursor("date", (1763000000000, "o1"), 20, back=True)


def test_one_day_is_a_choice_like_another(web: FlaskClient, keep_search: Keep) -> None:
    keep_search(answered(next=NEXT))
    page = read(web, "/?depuis=1")
    assert page.one("a", rel="next nofollow")["href"] == f"/?depuis=1&page={token_of(NEXT)}"


def test_pages_follow_each_other(web: FlaskClient, keep_search: Keep) -> None:
    keep_search(answered(next=NEXT, previous=BACK, before=20))
    page = read(web, f"/?q=soudeur&page={token_of(NEXT)}")
    assert page.one("a", rel="prev nofollow")["href"] == f"/?q=soudeur&page={token_of(BACK)}"
    assert page.one("a", rel="next nofollow")["href"] == f"/?q=soudeur&page={token_of(NEXT)}"
    assert page.one("ol", class_="offers")["start"] == "21"
    assert "Offres 21 à 21 sur 41 offres" in page.text


def test_what_was_understood_can_be_turned_back_into_words(web: FlaskClient, keep_search: Keep) -> None:
    keep_search(answered(parts=(part("soudeur", "job:H2913"), part("TIG", "skill:soudage-tig", start=8))))
    page = read(web, "/?q=soudeur+TIG&contrat=CDI")
    written = [link["href"] for link in page.all("a", class_="as-written")]
    assert written == ["/?q=%22soudeur%22+TIG&contrat=CDI", "/?q=soudeur+%22TIG%22&contrat=CDI"]
    assert "compétence : TIG" in page.text


def test_several_places_and_whole_departements_stay_in_the_form(web: FlaskClient, keep_search: Keep) -> None:
    places = Places([Place("Gironde", None, "33", "Gironde"), Place("Pau", PAU)], [], neighbours=True)
    keep_search(answered(places=places))
    page = read(web, "/?lieu=Gironde&lieu=Pau&voisins=oui")
    assert page.one("input", id="lieu")["value"] == "Gironde"
    assert "checked" in page.one("input", name="lieu", value="Pau")
    assert "checked" in page.one("input", id="voisins")
    assert "département : Gironde (33)" in page.text
    undo = [link["href"] for link in page.all("a", class_="chip")]
    assert "/?lieu=Pau&rayon=30&voisins=oui" in undo


def test_a_departement_that_is_also_a_commune_can_be_said_exactly(web: FlaskClient, keep_search: Keep) -> None:
    keep_search(answered(places=Places([Place("Vienne", None, "86", "Vienne")], [], ("Vienne", PAU))))
    assert read(web, "/?lieu=Vienne").all("a", href="/?lieu=Pau+64000&rayon=30")


def test_a_place_of_several_names_is_asked_back(web: FlaskClient, keep_search: Keep) -> None:
    keep_search(answered(places=ambiguous_place()))
    page = read(web, "/?lieu=Pau")
    assert page.one("a", class_="chip", href="/?lieu=Pau+64000&rayon=30")
    assert page.one("input", id="lieu")["aria-describedby"] == "lieu-compris"


def test_an_empty_list_says_what_to_try_and_what_it_would_bring(web: FlaskClient, keep_search: Keep) -> None:
    tried = [
        Hint("spelling", "soudeur", 9),
        Hint("radius", "50", 14),
        Hint("everywhere", "", 1200),
        Hint("unfiltered", "", 3),
    ]
    keep_search(answered(total=0, places=near_pau(), hints=tried))
    page = read(web, "/?q=soudeurr&lieu=Pau&rayon=20&contrat=CDI")
    text = page.text
    assert "0 offre à 20 km autour de Pau (64)" in text
    for said in (
        "essayez : soudeur : 9 offres",
        "à 50 km autour de Pau : 14 offres",
        "sans limite de lieu : 1 200 offres",
    ):
        assert said in text
    links = [link["href"] for link in page.all("a")]
    assert "/?q=soudeur&lieu=Pau&rayon=20&contrat=CDI" in links
    assert "/?q=soudeurr&lieu=Pau&rayon=50&contrat=CDI" in links
    assert "/?q=soudeurr&contrat=CDI" in links
    assert "/?q=soudeurr&lieu=Pau&rayon=20" in links


def test_nothing_found_and_nothing_to_try_says_so(web: FlaskClient, keep_search: Keep) -> None:
    keep_search(answered(total=0))
    assert "Aucune offre ne correspond" in read(web, "/?q=astronaute").text


def test_a_page_beyond_the_last_leads_back(web: FlaskClient, keep_search: Keep) -> None:
    beyond = answered()
    beyond.results.offers.clear()
    keep_search(beyond)
    assert "Revenir à la première page" in read(web, f"/?page={token_of(NEXT)}").text


@pytest.mark.parametrize("token", ["2", "x" * 301, "WzEsMF0", "é"])
def test_a_page_that_is_none_of_ours_is_said(web: FlaskClient, keep_search: Keep, token: str) -> None:
    keep_search()
    assert "Revenez à la première page" in read(web, f"/?page={token}", status=422).text


def test_a_wrong_distance_is_said_at_its_field(web: FlaskClient, keep_search: Keep) -> None:
    keep_search()
    page = read(web, "/?rayon=900", status=422)
    assert page.one("div", role="alert")
    assert page.one("select", id="rayon")["aria-invalid"] == "true"
    assert "Erreur" in page.text


def test_an_offer_is_shown_as_its_author_wrote_it_and_nothing_of_it_runs(web: FlaskClient, keep_search: Keep) -> None:
    keep_search(offer=offer())
    page = read(web, "/offres/offer1")
    assert "Pau (64)" in page.text
    assert "Second <b>paragraphe</b>." in page.text
    assert page.one("a", class_="button", href="https://example.org/annonce")


@pytest.mark.parametrize(("start", "shown"), [("now", "Dès que possible"), ("2027-09-01", "1er septembre 2027")])
def test_an_offer_says_when_the_job_starts(web: FlaskClient, keep_search: Keep, start: str, shown: str) -> None:
    keep_search(offer=offer(start=start))
    assert shown in read(web, "/offres/offer1").text


def test_an_original_that_is_no_web_address_gets_no_link(web: FlaskClient, keep_search: Keep) -> None:
    keep_search(offer=offer(url="javascript:alert(1)"))
    assert "Voir l’annonce d’origine" not in read(web, "/offres/offer1").text


def test_a_closed_offer_says_so(web: FlaskClient, keep_search: Keep) -> None:
    keep_search(offer=offer(status="closed"))
    assert "n’est plus ouverte" in read(web, "/offres/offer1").text


def test_an_unknown_page_leads_somewhere(web: FlaskClient, keep_search: Keep) -> None:
    keep_search()
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


def test_pages_are_light_and_nothing_comes_from_elsewhere(web: FlaskClient, keep_search: Keep) -> None:
    keep_search()
    answer = web.get("/")
    assert len(answer.data) < 60_000
    assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]
    page = Markup(answer.get_data(as_text=True))
    fetched = [*page.all("link"), *page.all("img"), *page.all("script")]
    ours = {"/static/favicon.svg", "/static/estey.css", "/static/typeahead.js"}
    assert {one.get("href") or one["src"] for one in fetched} == ours
    assert len(web.get("/static/typeahead.js").data) < 8_000
    assert len(web.get("/static/estey.css").data) < 20_000
