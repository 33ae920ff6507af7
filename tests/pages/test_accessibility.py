"""Every page and state in real Chromium, light, dark and 320 pixels wide: what axe-core finds, what a keyboard does.

The pages are rendered by the application over invented documents, so that every state is there, the rare ones too.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page
from werkzeug.test import TestResponse

from indexer.alerts.links import LinkExpiredError
from indexer.offers.search_hints import Hint
from search_api import fresh_links
from search_api.pages import alerts, deposit, mailbox, mails, marks
from search_api.searched_places import Place, Places
from tests.pages.conftest import VIEWS
from tests.pages.invented import (
    DONE_STATES,
    DRAFT_STATES,
    PAU,
    SAVED_STATES,
    STATES,
    ambiguous_place,
    answered,
    draft,
    line,
    near_pau,
    offer,
    part,
    profile,
    saved_search,
)
from tests.pages.readable import assert_everybody_can_read

MAIL = {
    "key": "mail1",
    "to": "camille@example.org",
    "subject": "3 offres d’emploi pour vous",
    "date": "2026-11-23T08:00:00+01:00",
    "headers": {"Message-ID": "<digest@example.org>", "List-Unsubscribe": "<https://example.org/" + "x" * 90 + ">"},
    "text": "Bonjour,\n\nhttps://example.org/" + "y" * 90,
    "html": '<!doctype html><html lang="fr"><head><title>Offres</title></head><body><p>Bonjour</p></body></html>',
}

GIRONDE = Place("Gironde", None, "33", "Gironde")
SEVERAL_PLACES = Places([GIRONDE, Place("Pau", PAU)], [], neighbours=True)
HINTS = [Hint("radius", "50", 14), Hint("spelling", "soudeur", 3)]
UNDERSTOOD = (part("soudeur", "job:H2913"), part("TIG", "skill:soudage-tig", start=8), part("inox", start=12))

Keep = Callable[..., None]


@pytest.fixture
def get(
    web: FlaskClient,
    keep_profile: Keep,
    keep_search: Keep,
    keep_saved_search: Keep,
    keep_deposit: Keep,
    sign_in: Keep,
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[str], TestResponse]:
    """The answer of the application for a page of PAGES."""
    monkeypatch.setattr(mailbox, "_mails", lambda: [MAIL])
    monkeypatch.setattr(alerts, "_person", lambda token: "person")
    monkeypatch.setattr(alerts.lifecycle, "unsubscribe_person", lambda client, person: 1)
    monkeypatch.setattr(alerts.pauses, "pause_person", lambda client, person, until: 1)
    monkeypatch.setattr(alerts.lifecycle, "delete", lambda client, identifier: True)
    monkeypatch.setattr(alerts, "engine", lambda: None)
    monkeypatch.setattr(fresh_links, "is_fresh", lambda profile, act: True)
    keep_profile(profile(), [line(), line(title="Chaudronnier", distance_km=None, contract="", pay="")], 34)
    keep_saved_search(saved_search())
    monkeypatch.setattr(alerts.searches, "unsubscribe_person", lambda client, person: 0)
    monkeypatch.setattr(alerts.searches, "delete_person", lambda client, person: 0)
    monkeypatch.setattr(alerts.recruiters, "unsubscribe", lambda client, person: False)
    monkeypatch.setattr(alerts.recruiters, "is_recruiter", lambda client, person: False)
    searches = {
        "/?q=soudeur&lieu=Pau&contrat=CDI&depuis=7": answered(places=near_pau(), parts=UNDERSTOOD, order="pertinence"),
        "/?q=soudeur&lieu=Gironde&lieu=Pau&voisins=oui&salaire=2000&precis=oui": answered(places=SEVERAL_PLACES),
        "/?q=astronaute&lieu=Pau": answered(
            total=0, places=near_pau(), parts=(part("astronaute"),), hints=[Hint("radius", "50", 14)]
        ),
        "/?lieu=Saint-Martin": answered(places=ambiguous_place()),
        "/?lieu=Vienne": answered(places=Places([GIRONDE], [], ("Vienne", PAU))),
    }

    def answer(name: str) -> TestResponse:
        if name in STATES:
            keep_profile(profile(**STATES[name]))
            return web.get("/suivi/secret")
        if name in DRAFT_STATES:
            step, changes = DRAFT_STATES[name]
            keep_deposit(draft(**changes))
            return web.get(f"/deposer/secret/{step}")
        if name in DONE_STATES:
            keep_deposit(profile(**DONE_STATES[name]), [line()], 34)
            return web.get("/deposer/secret/fini")
        if "/deposer/secret/" in name:
            keep_deposit(draft())
        if name in SAVED_STATES:
            keep_saved_search(saved_search(**SAVED_STATES[name]), weekly=0 if name == "alert on" else 0.4)
            return web.get("/alerte/secret")
        keep_search(searches.get(name), offer(accessible=True, pay_label="2 100 €", experience_label="1 an"))
        if name in OFFER_STATES:
            keep_search(offer=offer())
            sign_in(**OFFER_STATES[name])
            return web.get("/offres/offer1?q=soudeur&lieu=Pau&fait=gardee")
        if name == "/mes-offres":
            monkeypatch.setattr(marks, "person_or_sign_in", lambda: "person1")
            monkeypatch.setattr(marks.said, "kept_offers", lambda client, person: ["offer1"])
            monkeypatch.setattr(marks.said, "refused_offers", lambda client, person: ["offer2"])
            stored = {"offer1": offer(status="closed"), "offer2": offer(id="offer2")}
            monkeypatch.setattr(marks, "get_many", lambda client, kind, identifiers: stored)
            monkeypatch.setattr(marks, "engine", lambda: None)
            return web.get(name)
        if name == "closed offer":
            keep_search(offer=offer(status="closed"))
            return web.get("/offres/offer1?q=soudeur&lieu=Pau")
        if name == "resume":
            monkeypatch.setattr(deposit, "remembered", lambda: "secret")
            return web.get("/deposer")
        if name == "photo":
            return web.post("/deposer", data={"cv": (io.BytesIO(b"\xff\xd8\xff\xe0"), "cv.jpg")})
        if name == "gone":
            keep_deposit(None)
            return web.get("/deposer/secret/compris")
        if name == "expired":
            monkeypatch.setattr(
                alerts, "_to_confirm", lambda token: (None, alerts.render_template("confirm_expired.html"))
            )
            return web.get("/confirm/token")
        if name == "no fresh link":
            monkeypatch.setattr(fresh_links, "is_fresh", lambda profile, act: False)
            return web.post("/suivi/secret/supprimer")
        if name == "mail expired":

            def too_old(token: str) -> str:
                raise LinkExpiredError

            monkeypatch.setattr(mails, "read_mail_token", too_old)
            return web.get("/mails/token")
        method, _, address = name.rpartition(" ")
        return web.open(
            address,
            method=method or "GET",
            data={"commune": "Nullepart", "wanted": "x", "q": "soudeur", "add": "x", "held_title": "maçon"},
        )

    return answer


OFFER_STATES: dict[str, dict[str, Any]] = {
    "offer that suits": {"mark": {"kept_at": "2026-11-24T08:00:00+00:00"}},
    "offer for later": {"points": 3},
    "offer not for them": {"mark": {"refused_at": "2026-11-24T08:00:00+00:00", "reason": "too_far"}},
    "offer, CV not read": {"read": False},
}

PAGES = [
    "/",
    "/?q=soudeur&lieu=Pau&contrat=CDI&depuis=7",
    "/?q=soudeur&lieu=Gironde&lieu=Pau&voisins=oui&salaire=2000&precis=oui",
    "/?q=astronaute&lieu=Pau",
    "/?lieu=Saint-Martin",
    "/?lieu=Vienne",
    "/?rayon=900",
    "/offres/offer1",
    "/offres/offer1?q=soudeur&lieu=Pau",
    "closed offer",
    *OFFER_STATES,
    "/mes-offres",
    "/offres/offer1/signaler",
    "POST /offres/offer1/signaler",
    "/offres/offer1/signaler?merci=1",
    "/deposer",
    "POST /deposer",
    "/deposer?efface=1",
    "resume",
    "photo",
    "gone",
    "/deposer/sans-cv",
    "POST /deposer/sans-cv",
    "/deposer/secret/sans-cv",
    "POST /deposer/secret/cv",
    "POST /deposer/secret/corriger",
    "POST /deposer/secret/recherche",
    *DRAFT_STATES,
    *DONE_STATES,
    "/suivi/secret",
    "POST /suivi/secret/modifier",
    "POST /suivi/secret/cv",
    "/suivi/secret/supprimer",
    "POST /suivi/secret/supprimer",
    "no fresh link",
    "/suivi/secret?lien=envoye",
    "/suivi/secret?ouvrir=cv",
    "/confirm/token",
    "expired",
    "mail expired",
    "/desabonnement/token",
    "POST /desabonnement/token",
    "POST /desabonnement/token/pause",
    "/alerte?q=soudeur&lieu=Pau&contrat=CDI",
    "/alerte",
    "POST /alerte?q=soudeur",
    "POST /alerte/secret/rythme",
    "POST /alerte/secret/supprimer",
    "/alerte/confirmer/token",
    "/mailbox",
    "/mailbox/mail1",
    "/confidentialite",
    "/accessibilite",
    "/nulle-part",
    *STATES,
    *SAVED_STATES,
]


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_on_any_page_in_light_dark_and_narrow(
    get: Callable[[str], TestResponse], show: Callable[..., Page], name: str
) -> None:
    answer = get(name)
    assert answer.status_code < 500
    page = show(answer)
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")
    assert_everybody_can_read(page)


# A window of 1280 pixels at 200 %: a pixel of the page is two of the screen (WCAG 1.4.4, 1.4.10). Then letters alone.
ZOOMED = {"viewport": {"width": 640, "height": 450}, "device_scale_factor": 2}
CUT = """() => [...document.querySelectorAll("main *")]
    .filter((one) => !one.closest(".hidden, [hidden], select, iframe"))
    .filter((one) => getComputedStyle(one).overflow === "hidden")
    .filter((one) => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1)
    .map((one) => one.className)"""


@pytest.mark.parametrize(("view", "letters"), [(ZOOMED, "100%"), (VIEWS["light"], "200%")], ids=["zoom", "letters"])
@pytest.mark.parametrize(
    "name", ["/", "/?q=soudeur&lieu=Pau&contrat=CDI&depuis=7", "/offres/offer1", "offer that suits", "/suivi/secret"]
)
def test_at_twice_the_size_nothing_scrolls_sideways_nor_is_cut(
    get: Callable[[str], TestResponse], show: Callable[..., Page], name: str, view: dict[str, Any], letters: str
) -> None:
    page = show(get(name), **view)
    page.evaluate("size => { document.documentElement.style.fontSize = size }", letters)
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= view["viewport"]["width"]
    assert page.evaluate(CUT) == []


def test_the_first_tab_leads_past_the_head(get: Callable[[str], TestResponse], show: Callable[..., Page]) -> None:
    page = show(get("/deposer"), **VIEWS["light"])
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Aller au contenu")
    assert skip.evaluate("link => link.getBoundingClientRect().top") >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "cv"


@pytest.mark.parametrize("name", ["/", "/deposer", "draft read", "draft wish", "/suivi/secret"])
@pytest.mark.parametrize("view", ["light", "narrow dark"])
def test_a_keyboard_reaches_everything_and_always_shows_where_it_is(
    get: Callable[[str], TestResponse], show: Callable[..., Page], name: str, view: str
) -> None:
    page = show(get(name), **VIEWS[view])
    reached = []
    for _ in range(150):
        page.keyboard.press("Tab")
        at = page.evaluate(
            "(at => [at.tagName, at.id || at.name || at.textContent.trim(), getComputedStyle(at).outlineStyle,"
            " at.type])(document.activeElement)"
        )
        if at[0] == "BODY":
            break
        assert at[2] == "solid", f"no focus to see on {at}"
        # Day, month, year and calendar of a date are stops of one field.
        if at[3] != "date" or reached[-1:] != [tuple(at[:2])]:
            reached.append(tuple(at[:2]))
    # To the end of the page, whichever links its footer has there.
    assert reached[-1][1] == page.locator("footer a").last.inner_text()
    # A radio group is one stop; every visible link, button, field and summary is one too.
    expected = page.locator("a:visible, button:visible, select:visible, summary:visible, input:visible").count()
    radios = page.locator("input[type=radio]:visible")
    groups = len(set(radios.evaluate_all("all => all.map(one => one.name)")))
    assert len(reached) == expected - radios.count() + groups
