"""A person's own page behind their secret link, in every state, and the pages that the links of their mails open."""

from __future__ import annotations

import pytest
from elasticsearch import Elasticsearch
from flask.testing import FlaskClient

from indexer.alerts.links import confirm_token, unsubscribe_token
from indexer.offers.document import PlaceGiven
from indexer.profiles.document import person_of
from indexer.reading.refusals import SENTENCES
from tests.factories.documents import store_all
from tests.factories.offers import copies, make_welder_offer
from tests.pages.markup import Markup
from tests.pages.states import STATES, own_page, saved_search_page

NEAR_PAU = PlaceGiven(label="64 - PAU", insee="64445", latitude=43.3112, longitude=-0.3188)
"""Three kilometres from the middle of the town."""


def read(web: FlaskClient, address: str, status: int = 200) -> Markup:
    answer = web.get(address)
    assert answer.status_code == status
    page = Markup(answer.get_data(as_text=True))
    assert page.problems() == []
    assert page.one("meta", name="robots")["content"] == "noindex, nofollow"
    return page


@pytest.mark.parametrize("state", STATES)
def test_every_state_is_a_sound_page(web: FlaskClient, engine: Elasticsearch, state: str) -> None:
    read(web, own_page(engine, state))


def test_while_the_cv_is_read_the_page_comes_again_and_has_nothing_to_fill_in(
    web: FlaskClient, engine: Elasticsearch
) -> None:
    mine = own_page(engine, "received")
    assert web.get(mine).headers["Refresh"] == "3"
    page = read(web, mine)
    assert "Nous lisons votre CV…" in page.text
    assert page.all("input") == []


def test_the_refresh_can_be_stopped(web: FlaskClient, engine: Elasticsearch) -> None:
    stopped = f"{own_page(engine, 'received')}?arret=1"
    assert "Refresh" not in web.get(stopped).headers
    assert read(web, stopped).one("input", id="add")


@pytest.mark.parametrize("state", ["parsed", "matched", "failed"])
def test_a_page_that_can_be_filled_in_never_refreshes_itself(
    web: FlaskClient, engine: Elasticsearch, state: str
) -> None:
    assert "Refresh" not in web.get(own_page(engine, state)).headers


def test_a_cv_that_cannot_be_read_is_told_with_its_reason_and_a_way_on(web: FlaskClient, engine: Elasticsearch) -> None:
    mine = own_page(engine, "failed")
    page = read(web, mine)
    assert SENTENCES["file_scan"] in page.text
    assert page.one("form", enctype="multipart/form-data")["action"] == f"{mine}/cv"


@pytest.mark.parametrize(
    ("state", "words", "action"),
    [
        ("unconfirmed", "Un courriel a été envoyé à camille@example.org", "renvoyer"),
        ("paused", "Vos courriels sont en pause", "reprendre"),
        ("paused until", "Vos courriels sont en pause jusqu’au 15 janvier 2027", "reprendre"),
        ("mail waits", "Nous essaierons de nouveau le 24 novembre 2026 après 15 h 05", "adresse"),
        ("no such address", "n’existe pas ou n’existe plus", "adresse"),
        ("mail came back", "renvoyés plusieurs fois de suite", "adresse"),
        ("unsubscribed", "Vous ne recevez plus d’offres", "reprendre"),
        ("matched", "Votre adresse est confirmée", "pause"),
        ("too little known", "Nous en savons trop peu", "corriger"),
    ],
)
def test_where_the_alerts_stand_is_said_with_what_can_be_done(
    web: FlaskClient, engine: Elasticsearch, state: str, words: str, action: str
) -> None:
    mine = own_page(engine, state)
    page = read(web, mine)
    assert words in page.text
    assert page.all("form", action=f"{mine}/{action}")


def test_what_was_understood_is_grouped_and_each_thing_can_be_removed(web: FlaskClient, engine: Elasticsearch) -> None:
    page = read(web, own_page(engine))
    assert page.text.index("Métiers") < page.text.index("Compétences") < page.text.index("Permis et habilitations")
    removed = [button["value"] for button in page.all("button", name="remove")]
    assert removed == ["job:H2913", "skill:soudag-tig", "licence:PERMIS-B", "language:anglais"]
    names = [button["aria-label"] for button in page.all("button", name="remove")]
    assert len(set(names)) == 4


def test_each_offer_says_why_it_fits(web: FlaskClient, engine: Elasticsearch) -> None:
    store_all(engine, "offers", copies(make_welder_offer(title="Soudeur (H/F)", place=NEAR_PAU), 34))
    page = read(web, own_page(engine))
    assert "34 offres pour vous aujourd’hui" in page.text
    assert "Pau (64), à 3 km" in page.text
    assert "10 points : métier : soudage (6), soudage TIG (3), « soudeur » dans l’intitulé (1)" in page.text


def test_the_form_to_change_holds_what_is_asked_for_now(web: FlaskClient, engine: Elasticsearch) -> None:
    page = read(web, own_page(engine, open_to_training=True, radius_km=40))
    assert page.one("input", id="wanted-1")["value"] == "soudeur TIG"
    assert page.one("input", id="commune")["value"] == "Pau (64)"
    assert len([option for option in page.all("option", value="40") if "selected" in option]) == 1
    checked = [field["id"] for field in page.all("input") if "checked" in field]
    # The last choice of the page belongs to the form of a pause.
    assert checked.pop() == "duration-two_weeks"
    assert checked == [
        "contracts-CDI",
        "available-unsaid",
        "frequency-daily",
        "open_to_training",
        "visibility-hidden",
    ]


@pytest.mark.parametrize(
    ("said", "chosen", "value", "words"),
    [
        (None, "available-unsaid", "", None),
        ("2020-01-01", "available-now", "", "Vous pouvez commencer tout de suite."),
        ("2999-12-01", "available-date", "2999-12-01", "Vous pouvez commencer à partir du 1er décembre 2999."),
    ],
)
def test_when_a_person_can_begin_is_said_and_may_be_changed(
    web: FlaskClient, engine: Elasticsearch, said: str | None, chosen: str, value: str, words: str | None
) -> None:
    page = read(web, own_page(engine, available_from=said))
    assert [one["id"] for one in page.all("input", name="available") if "checked" in one] == [chosen]
    assert page.one("input", id="available_from")["value"] == value
    assert ("Vous pouvez commencer" in page.text) == bool(words)
    assert (words or "") in page.text


def test_a_wrong_change_keeps_what_was_typed(web: FlaskClient, engine: Elasticsearch) -> None:
    form = {"commune": "Nullepart-sur-Rien", "wanted": ["boulanger", ""], "radius_km": "50", "frequency": "weekly"}
    answer = web.post(f"{own_page(engine)}/modifier", data=form)
    page = Markup(answer.get_data(as_text=True))
    assert answer.status_code == 422
    assert page.problems() == []
    assert page.one("a", href="#commune")
    assert page.one("input", id="commune")["value"] == "Nullepart-sur-Rien"
    assert page.one("input", id="commune")["aria-describedby"] == "commune-aide commune-erreur"
    assert page.one("input", id="wanted-1")["value"] == "boulanger"
    assert [details for details in page.all("details") if "open" in details]


def test_a_word_that_is_not_known_is_kept_and_said(web: FlaskClient, engine: Elasticsearch) -> None:
    answer = web.post(f"{own_page(engine)}/corriger", data={"add": "xyzzy"})
    page = Markup(answer.get_data(as_text=True))
    assert answer.status_code == 422
    assert page.problems() == []
    assert page.one("input", id="add")["value"] == "xyzzy"
    assert page.one("input", id="add")["aria-invalid"] == "true"


def test_a_pause_until_a_wrong_date_keeps_what_was_chosen(web: FlaskClient, engine: Elasticsearch) -> None:
    ending = f"/desabonnement/{unsubscribe_token(person_of('camille@example.org'))}"
    for page_of in (own_page(engine), saved_search_page(engine), ending):
        answer = web.post(f"{page_of}/pause", data={"duration": "date", "until": "2020-01-01"})
        page = Markup(answer.get_data(as_text=True))
        assert answer.status_code == 422
        assert page.problems() == []
        assert "Indiquez une date à venir, dans un an au plus" in page.text
        assert page.one("a", href="#until")
        assert page.one("input", id="until")["value"] == "2020-01-01"
        assert "checked" in page.one("input", id="duration-date")


@pytest.mark.parametrize(("state", "words"), [("unconfirmed", "Confirmer mon adresse"), ("matched", "déjà confirmée")])
def test_confirming_takes_a_button_and_says_when_it_is_done(
    web: FlaskClient, engine: Elasticsearch, state: str, words: str
) -> None:
    own_page(engine, state)
    page = read(web, f"/confirm/{confirm_token('profile1')}")
    assert words in page.text
    assert page.one("form", method="post")


def test_erasing_is_asked_before_it_is_done(web: FlaskClient, engine: Elasticsearch) -> None:
    mine = own_page(engine)
    page = read(web, f"{mine}/supprimer")
    assert page.one("form", method="post", action=f"{mine}/supprimer")
    assert page.one("a", href=mine)
