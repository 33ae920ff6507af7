"""Every page and state in real Chromium, light, dark and 320 pixels wide: what axe-core finds, what a keyboard does.

Each page is opened at its real address over documents stored for it (`addresses`, `states`), so that every state is
there, the rare ones too.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import Elasticsearch
from flask.testing import FlaskClient
from playwright.sync_api import expect
from werkzeug.test import TestResponse

from indexer.alerts.links import draft_cookie
from indexer.alerts.messages import digest_message
from indexer.alerts.offer_lines import offer_line
from indexer.reference.in_force import gazetteer, vocabulary
from indexer.settings import settings
from search_api.drafts import COOKIE, PATH
from tests.factories.communes import import_vienne
from tests.factories.documents import store, store_all
from tests.factories.mails import capture
from tests.factories.offers import copies, make_welder_offer
from tests.factories.profiles import make_welder
from tests.pages.addresses import (
    TOLD,
    Addresses,
    kept_and_refused,
    many_results,
    offer_page,
    result_further_away,
    results,
)
from tests.pages.conftest import VIEWS, Show, SignIn
from tests.pages.readable import assert_everybody_can_read
from tests.pages.states import (
    DONE_STATES,
    DRAFT_STATES,
    OFFER_STATES,
    SAVED_STATES,
    STATES,
    draft_steps,
    finished_steps,
    own_page,
    saved_search_page,
)

TYPED = {"commune": "Nullepart", "wanted": "x", "q": "soudeur", "add": "x", "held_title": "maçon"}
"""What is typed into every form."""


@pytest.fixture
def mailbox(web: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A mailbox with one captured mail; its name."""
    monkeypatch.setenv("ESTEY_MAILBOX", str(tmp_path / "mailbox"))
    settings.cache_clear()
    line = offer_line(make_welder_offer(), make_welder(), "https://example.org/offer1", vocabulary(), gazetteer())
    return capture(tmp_path / "mailbox", digest_message(make_welder(), "digest", [line], 2))


@pytest.fixture
def get(
    web: FlaskClient, engine: Elasticsearch, sign_in: SignIn, mailbox: str, tmp_path: Path
) -> Callable[[str], TestResponse]:
    """The answer of the application for a page of PAGES."""
    addresses = Addresses(engine)
    addresses["mail"] = f"/mailbox/{mailbox}"

    def answer(name: str) -> TestResponse:
        if name in STATES:
            return web.get(own_page(engine, name))
        if name in SAVED_STATES:
            return web.get(saved_search_page(engine, name))
        if name in DRAFT_STATES:
            step, changes = DRAFT_STATES[name]
            return web.get(f"{draft_steps(engine, **changes)}/{step}")
        if name in DONE_STATES:
            store_all(engine, "offers", copies(make_welder_offer(), 6))
            return web.get(f"{finished_steps(engine, **DONE_STATES[name])}/fini")
        if name in OFFER_STATES:
            sign_in(offer_page(engine, name))
            return web.get("/offres/offer1?q=soudeur&lieu=Pau&fait=gardee")
        if name == "/mes-offres":
            sign_in(kept_and_refused(engine))
        if name == "resume":
            web.set_cookie(COOKIE, draft_cookie(draft_steps(engine).removeprefix("/deposer/")), path=PATH)
            return web.get("/deposer")
        if name == "photo":
            return web.post("/deposer", data={"cv": (io.BytesIO(b"\xff\xd8\xff\xe0"), "cv.jpg")})
        if name == "/?lieu=Vienne":
            import_vienne(engine, tmp_path)
        if name in SEARCHES:
            SEARCHES[name](engine)
        if "/offres/offer1" in name or name == "closed offer":
            closed = {"status": "closed"} if name == "closed offer" else {}
            store(engine, "offers", make_welder_offer(**TOLD, **closed))
        if name == "erased":
            return web.post(f"{own_page(engine, confirmed_at=None)}/supprimer")
        if name == "closed offer":
            return web.get("/offres/offer1?q=soudeur&lieu=Pau")
        method, _, address = name.rpartition(" ") if name.startswith("POST ") else ("GET", "", name)
        return web.open(address.format_map(addresses), method=method, data=TYPED)

    return answer


SEARCHES: dict[str, Callable[[Elasticsearch], None]] = {
    "/": results,
    "/?q=soudeur": many_results,
    "/?q=soudeur&lieu=Pau&contrat=CDI&depuis=7": results,
    "/?q=soudeur&lieu=Gironde&lieu=Pau&voisins=oui&salaire=2000&precis=oui": results,
    "/?q=astronaute&lieu=Pau": result_further_away,
    "/?lieu=Saint-Martin": results,
    "/?lieu=Vienne": results,
    "/?rayon=900": results,
    "/alerte?q=soudeur&lieu=Pau&contrat=CDI": results,
}
"""Addresses of searches, and what is stored for them to find."""

PAGES = [
    "/",
    "/?q=soudeur",
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
    "{gone}/compris",
    "/deposer/sans-cv",
    "POST /deposer/sans-cv",
    "{steps}/sans-cv",
    "POST {steps}/cv",
    "POST {steps}/corriger",
    "POST {steps}/recherche",
    *DRAFT_STATES,
    *DONE_STATES,
    "{own}",
    "{own, more offers}",
    "POST {own}/modifier",
    "POST {own}/cv",
    "{own}/supprimer",
    # Without a fresh link.
    "POST {own}/supprimer",
    "{own}?lien=envoye",
    "{own}?ouvrir=cv",
    "erased",
    "/confirm/{confirm}",
    "/confirm/{confirm too late}",
    "/mails/{mail too late}",
    "/desabonnement/{unsubscribe}",
    "POST /desabonnement/{unsubscribe}",
    "POST /desabonnement/{unsubscribe}/pause",
    "/alerte?q=soudeur&lieu=Pau&contrat=CDI",
    "/alerte",
    "POST /alerte?q=soudeur",
    "POST {saved}/rythme",
    "POST {saved}/supprimer",
    "/alerte/confirmer/{confirm search}",
    "/mailbox",
    "{mail}",
    "/confidentialite",
    "/accessibilite",
    "/nulle-part",
    *STATES,
    *SAVED_STATES,
]
STATUSES = {
    **dict.fromkeys(("/?rayon=900", "POST /offres/offer1/signaler", "POST /deposer", "POST {steps}/cv"), 422),
    **dict.fromkeys(("POST {steps}/corriger", "POST {steps}/recherche", "POST {own}/modifier", "POST {own}/cv"), 422),
    **dict.fromkeys(("POST /deposer/sans-cv", "POST /alerte?q=soudeur", "POST {saved}/rythme"), 422),
    **dict.fromkeys(("{gone}/compris", "/confirm/{confirm too late}", "/mails/{mail too late}"), 410),
    "POST {own}/supprimer": 403,
    "photo": 415,
    "/nulle-part": 404,
}
"""Of those that do not answer 200."""


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_on_any_page_in_light_dark_and_narrow(
    get: Callable[[str], TestResponse], look: Show, name: str
) -> None:
    answer = get(name)
    assert answer.status_code == STATUSES.get(name, 200)
    page = look(answer)
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")
    assert_everybody_can_read(page)


# A window of 1280 pixels at 200 %: a pixel of the page is two of the screen (WCAG 1.4.4, 1.4.10). Then letters alone.
ZOOMED = {"viewport": {"width": 640, "height": 450}, "device_scale_factor": 2}
# A map goes on beyond its frame.
CUT = """() => [...document.querySelectorAll("main *")]
    .filter((one) => !one.closest(".hidden, [hidden], select, iframe, .map-box"))
    .filter((one) => getComputedStyle(one).overflow === "hidden")
    .filter((one) => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1)
    .map((one) => one.className)"""


@pytest.mark.parametrize(("view", "letters"), [(ZOOMED, "100%"), (VIEWS["light"], "200%")], ids=["zoom", "letters"])
@pytest.mark.parametrize(
    "name", ["/", "/?q=soudeur&lieu=Pau&contrat=CDI&depuis=7", "/offres/offer1", "offer that suits", "{own}"]
)
def test_at_twice_the_size_nothing_scrolls_sideways_nor_is_cut(
    get: Callable[[str], TestResponse], show: Show, name: str, view: dict[str, Any], letters: str
) -> None:
    page = show(get(name), **view)
    page.evaluate("size => { document.documentElement.style.fontSize = size }", letters)
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= view["viewport"]["width"]
    assert page.evaluate(CUT) == []


def test_the_first_tab_leads_past_the_head(get: Callable[[str], TestResponse], look: Show) -> None:
    page = look(get("/deposer"), **VIEWS["light"])
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Aller au contenu")
    assert skip.evaluate("link => link.getBoundingClientRect().top") >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "cv"


@pytest.mark.parametrize("name", ["/", "/deposer", "draft read", "draft wish", "{own}"])
@pytest.mark.parametrize("view", ["light", "narrow dark"])
def test_a_keyboard_reaches_everything_and_always_shows_where_it_is(
    get: Callable[[str], TestResponse], look: Show, name: str, view: str
) -> None:
    page = look(get(name), **VIEWS[view])
    if view == "light" and page.locator("#carte").count():
        # Where there is room for it, the map is loaded after the page.
        expect(page.locator(".map-pin").first).to_be_visible()
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
    # A radio group is one stop; every visible link, button, field, summary, and what is on the map, is one too.
    expected = page.locator(":is(a, button, select, summary, input, .map [tabindex='0']):visible").count()
    radios = page.locator("input[type=radio]:visible")
    groups = len(set(radios.evaluate_all("all => all.map(one => one.name)")))
    assert len(reached) == expected - radios.count() + groups
