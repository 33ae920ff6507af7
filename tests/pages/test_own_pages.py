from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from search_api.pages import alerts
from tests.pages.invented import STATES, line, profile, saved_search
from tests.pages.markup import Markup

Keep = Callable[..., None]


def read(web: FlaskClient, address: str = "/suivi/secret", status: int = 200) -> Markup:
    answer = web.get(address)
    assert answer.status_code == status
    page = Markup(answer.get_data(as_text=True))
    assert page.problems() == []
    assert page.one("meta", name="robots")["content"] == "noindex, nofollow"
    return page


@pytest.mark.parametrize("state", STATES)
def test_every_state_is_a_sound_page(web: FlaskClient, keep_profile: Keep, state: str) -> None:
    keep_profile(profile(**STATES[state]))
    read(web)


def test_while_the_cv_is_read_the_page_comes_again_and_has_nothing_to_fill_in(
    web: FlaskClient, keep_profile: Keep
) -> None:
    keep_profile(profile(**STATES["received"]))
    assert web.get("/suivi/secret").headers["Refresh"] == "3"
    page = read(web)
    assert "Nous lisons votre CV…" in page.text
    assert page.all("input") == []


def test_the_refresh_can_be_stopped(web: FlaskClient, keep_profile: Keep) -> None:
    keep_profile(profile(**STATES["received"]))
    assert "Refresh" not in web.get("/suivi/secret?arret=1").headers
    assert read(web, "/suivi/secret?arret=1").one("input", id="add")


@pytest.mark.parametrize("state", ["parsed", "matched", "failed"])
def test_a_page_that_can_be_filled_in_never_refreshes_itself(web: FlaskClient, keep_profile: Keep, state: str) -> None:
    keep_profile(profile(**STATES[state]))
    assert "Refresh" not in web.get("/suivi/secret").headers


def test_a_cv_that_cannot_be_read_is_told_with_its_reason_and_a_way_on(web: FlaskClient, keep_profile: Keep) -> None:
    keep_profile(profile(**STATES["failed"]))
    page = read(web)
    assert "Un scan : renvoyez." in page.text
    assert page.one("form", enctype="multipart/form-data")["action"] == "/suivi/secret/cv"


@pytest.mark.parametrize(
    ("state", "words", "action"),
    [
        ("unconfirmed", "Un courriel a été envoyé à camille@example.org", "/suivi/secret/renvoyer"),
        ("paused", "Vos courriels sont en pause", "/suivi/secret/reprendre"),
        ("paused until", "Vos courriels sont en pause jusqu’au 15 janvier 2027", "/suivi/secret/reprendre"),
        ("mail waits", "Nous essaierons de nouveau le 24 novembre 2026 après 15 h 05", "/suivi/secret/adresse"),
        ("no such address", "n’existe pas ou n’existe plus", "/suivi/secret/adresse"),
        ("mail came back", "renvoyés plusieurs fois de suite", "/suivi/secret/adresse"),
        ("unsubscribed", "Vous ne recevez plus d’offres", "/suivi/secret/reprendre"),
        ("matched", "Votre adresse est confirmée", "/suivi/secret/pause"),
        ("too little known", "Nous en savons trop peu", "/suivi/secret/corriger"),
    ],
)
def test_where_the_alerts_stand_is_said_with_what_can_be_done(
    web: FlaskClient, keep_profile: Keep, state: str, words: str, action: str
) -> None:
    keep_profile(profile(**STATES[state]))
    page = read(web)
    assert words in page.text
    assert page.all("form", action=action)


def test_what_was_understood_is_grouped_and_each_thing_can_be_removed(web: FlaskClient, keep_profile: Keep) -> None:
    keep_profile(profile())
    page = read(web)
    assert page.text.index("Métiers") < page.text.index("Compétences") < page.text.index("Permis et habilitations")
    removed = [button["value"] for button in page.all("button", name="remove")]
    assert removed == ["job:H2913", "skill:soudage-tig", "licence:PERMIS-B", "language:anglais"]
    names = [button["aria-label"] for button in page.all("button", name="remove")]
    assert len(set(names)) == 4


def test_each_offer_says_why_it_fits(web: FlaskClient, keep_profile: Keep) -> None:
    keep_profile(profile(), [line()], total=34)
    page = read(web)
    assert "34 offres pour vous aujourd’hui" in page.text
    assert "Pau (64), à 3 km" in page.text
    assert "8 points : métier : soudage (6), soudage TIG (2)" in page.text


def test_the_form_to_change_holds_what_is_asked_for_now(web: FlaskClient, keep_profile: Keep) -> None:
    keep_profile(profile(open_to_training=True, radius_km=40))
    page = read(web)
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
    web: FlaskClient, keep_profile: Keep, said: str | None, chosen: str, value: str, words: str | None
) -> None:
    keep_profile(profile(available_from=said))
    page = read(web)
    assert [one["id"] for one in page.all("input", name="available") if "checked" in one] == [chosen]
    assert page.one("input", id="available_from")["value"] == value
    assert ("Vous pouvez commencer" in page.text) == bool(words)
    assert (words or "") in page.text


def test_a_wrong_change_keeps_what_was_typed(web: FlaskClient, keep_profile: Keep) -> None:
    keep_profile(profile())
    form = {"commune": "Nullepart-sur-Rien", "wanted": ["boulanger", ""], "radius_km": "50", "frequency": "weekly"}
    answer = web.post("/suivi/secret/modifier", data=form)
    page = Markup(answer.get_data(as_text=True))
    assert answer.status_code == 422
    assert page.problems() == []
    assert page.one("a", href="#commune")
    assert page.one("input", id="commune")["value"] == "Nullepart-sur-Rien"
    assert page.one("input", id="commune")["aria-describedby"] == "commune-aide commune-erreur"
    assert page.one("input", id="wanted-1")["value"] == "boulanger"
    assert [details for details in page.all("details") if "open" in details]


def test_a_word_that_is_not_known_is_kept_and_said(web: FlaskClient, keep_profile: Keep) -> None:
    keep_profile(profile())
    answer = web.post("/suivi/secret/corriger", data={"add": "xyzzy"})
    page = Markup(answer.get_data(as_text=True))
    assert answer.status_code == 422
    assert page.problems() == []
    assert page.one("input", id="add")["value"] == "xyzzy"
    assert page.one("input", id="add")["aria-invalid"] == "true"


def test_a_pause_until_a_wrong_date_keeps_what_was_chosen(
    web: FlaskClient, keep_profile: Keep, keep_saved_search: Keep, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_profile(profile())
    keep_saved_search(saved_search())
    monkeypatch.setattr(alerts, "_person", lambda token: "person")
    monkeypatch.setattr(alerts, "engine", lambda: None)
    monkeypatch.setattr(alerts.recruiters, "is_recruiter", lambda client, person: False)
    for address in ("/suivi/secret/pause", "/alerte/secret/pause", "/desabonnement/token/pause"):
        answer = web.post(address, data={"duration": "date", "until": "2020-01-01"})
        page = Markup(answer.get_data(as_text=True))
        assert answer.status_code == 422
        assert page.problems() == []
        assert "Indiquez une date à venir, dans un an au plus" in page.text
        assert page.one("a", href="#until")
        assert page.one("input", id="until")["value"] == "2020-01-01"
        assert "checked" in page.one("input", id="duration-date")


@pytest.mark.parametrize(("confirmed", "words"), [(None, "Confirmer mon adresse"), ("2026-11-20", "déjà confirmée")])
def test_confirming_takes_a_button_and_says_when_it_is_done(
    web: FlaskClient, keep_profile: Keep, confirmed: Any, words: str
) -> None:
    keep_profile(profile(confirmed_at=confirmed))
    page = read(web, "/confirm/token")
    assert words in page.text
    assert page.one("form", method="post")


def test_erasing_is_asked_before_it_is_done(web: FlaskClient, keep_profile: Keep) -> None:
    keep_profile(profile())
    page = read(web, "/suivi/secret/supprimer")
    assert page.one("form", method="post", action="/suivi/secret/supprimer")
    assert page.one("a", href="/suivi/secret")
