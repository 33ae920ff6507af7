"""The map beside the results, in real Chromium: with room, without, by keyboard, without JavaScript, and offline."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from elasticsearch import Elasticsearch
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from indexer.offers.document import PlaceGiven
from indexer.settings import settings
from tests.factories.documents import store_all
from tests.factories.offers import make_welder_offer
from tests.pages.conftest import VIEWS, Show
from tests.pages.readable import CONTRAST, WHOLE, WHOLE_IN, assert_axe_finds_nothing

WIDE = {"viewport": {"width": 1400, "height": 900}}

AROUND_PAU = "/?lieu=Pau&rayon=50"


def vague() -> dict[str, Any]:
    """An offer of which only the département is said."""
    return make_welder_offer("o4", title="Fraiseur", place=PlaceGiven(label="64 - Pyrénées-Atlantiques"))


def around_pau() -> list[dict[str, Any]]:
    """Two offers at one place, one at another, and the vague one."""
    further = PlaceGiven(label="40 - Aire", latitude=43.65, longitude=-0.5)
    return [
        make_welder_offer("o1"),
        make_welder_offer("o2", title="Chaudronnier"),
        make_welder_offer("o3", title="Tourneur", place=further),
        vague(),
    ]


@pytest.fixture
def results(web: FlaskClient, engine: Elasticsearch, show: Show) -> Callable[..., Page]:
    """The page of results of a search around Pau."""

    def shown(offers: Any = None, address: str = AROUND_PAU, **view: Any) -> Page:
        store_all(engine, "offers", offers or around_pau())
        return show(web.get(address), **(view or WIDE))

    return shown


def test_with_room_the_map_stands_beside_the_list_and_hides_nothing_of_it(results: Callable[..., Page]) -> None:
    page = results()
    expect(page.locator(".map-pin")).to_have_count(2)
    listed, drawn = page.locator(".results").bounding_box(), page.locator("#carte").bounding_box()
    assert listed is not None
    assert drawn is not None
    assert listed["x"] + listed["width"] <= drawn["x"]
    assert page.locator(".offer h3 a:visible").count() == 4
    expect(page.locator("#carte .hint")).to_contain_text("1 offre sans lieu précis n’y est que là")
    expect(page.locator("path.map-ground").first).to_be_attached()
    expect(page.locator(".map-town").first).to_be_attached()
    assert page.evaluate("document.documentElement.scrollWidth") <= 1400


def test_a_circle_is_drawn_around_each_place(results: Callable[..., Page]) -> None:
    page = results(address="/?lieu=Pau&lieu=Dax")
    expect(page.locator("path.map-area")).to_have_count(2)


def test_a_pin_is_reached_and_opened_by_the_keyboard_and_leads_to_its_offers(results: Callable[..., Page]) -> None:
    page = results()
    pin = page.get_by_role("button", name="2 offres, Pau (64)")
    expect(pin).to_be_visible()
    page.locator(".map-box").focus()
    while not pin.evaluate("pin => pin === document.activeElement"):
        assert page.evaluate("document.activeElement.tagName") != "BODY", "the pin is never reached"
        page.keyboard.press("Tab")
    assert pin.evaluate("pin => getComputedStyle(pin).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    first = page.locator(".leaflet-popup a", has_text="Soudeur TIG")
    expect(first).to_be_focused()
    assert (first.get_attribute("href") or "").endswith("/offres/o1") or "/offres/o1?" in (
        first.get_attribute("href") or ""
    )
    expect(page.get_by_role("button", name="Fermer")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".leaflet-popup")).to_have_count(0)
    expect(pin).to_be_focused()


def test_an_offer_under_the_pointer_or_in_focus_lights_its_pin(results: Callable[..., Page]) -> None:
    page = results()
    expect(page.locator(".map-pin")).to_have_count(2)
    page.locator(".offer h3 a", has_text="Tourneur").focus()
    expect(page.locator(".map-pin.lit")).to_have_attribute("aria-label", "Tourneur, Aire-sur-l'Adour (40)")
    page.locator(".offer h3 a", has_text="Fraiseur").focus()
    expect(page.locator(".map-pin.lit")).to_have_count(0)


def test_on_a_narrow_screen_nothing_is_fetched_until_the_map_is_asked_for(results: Callable[..., Page]) -> None:
    asked: list[str] = []
    page = results(
        watch=lambda page: page.on("request", lambda request: asked.append(request.url)), **VIEWS["narrow light"]
    )
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if "leaflet" in url or "outlines" in url] == []
    button = page.get_by_role("button", name="Afficher la carte")
    expect(button).to_have_attribute("aria-expanded", "false")
    button.click()
    expect(page.locator(".map-pin")).to_have_count(2)
    assert page.locator(".offer h3 a:visible").count() == 4
    page.get_by_role("button", name="Masquer la carte").click()
    expect(page.locator(".map-box")).to_be_hidden()
    hosts = {url.split("/")[2] for url in asked if url.startswith("http")}
    assert len(hosts) == 1, "nothing from elsewhere"


@pytest.mark.parametrize("view", ["light", "dark", "narrow light", "narrow dark"])
def test_axe_finds_nothing_with_the_map_and_a_popup_open(results: Callable[..., Page], view: str) -> None:
    page = results(**{**VIEWS[view], "reduced_motion": "reduce"})
    if "narrow" not in view:
        page.set_viewport_size(WIDE["viewport"])
    if page.get_by_role("button", name="Afficher la carte").count():
        page.get_by_role("button", name="Afficher la carte").click()
    page.get_by_role("button", name="2 offres, Pau (64)").click()
    expect(page.locator(".leaflet-popup")).to_be_visible()
    assert_axe_finds_nothing(page, WHOLE if view in WHOLE_IN else CONTRAST, view)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_without_javascript_there_is_the_list_alone(results: Callable[..., Page]) -> None:
    page = results(**WIDE, java_script_enabled=False)
    expect(page.locator("#carte")).to_be_hidden()
    assert page.locator(".offer h3 a:visible").count() == 4


def test_a_map_that_cannot_be_fetched_says_so_and_the_list_stays(results: Callable[..., Page]) -> None:
    page = results(watch=lambda page: page.route("**/leaflet.js", lambda route: route.abort()), **WIDE)
    expect(page.locator(".map-box")).to_contain_text("La carte n’a pas pu être affichée")
    assert page.locator(".offer h3 a:visible").count() == 4


def test_without_a_place_on_the_page_there_is_no_map(results: Callable[..., Page]) -> None:
    page = results([vague()])
    assert page.locator("#carte").count() == 0


def test_tiles_come_from_where_the_setting_says_and_only_then_does_the_policy_let_them(
    results: Callable[..., Page], monkeypatch: pytest.MonkeyPatch, web: FlaskClient
) -> None:
    assert "tiles" not in web.get("/confidentialite").headers["Content-Security-Policy"]
    monkeypatch.setenv("ESTEY_MAP_TILES", "https://{s}.tiles.example.org/{z}/{x}/{y}.png")
    monkeypatch.setenv("ESTEY_MAP_ATTRIBUTION", "© les contributeurs d’OpenStreetMap")
    settings.cache_clear()
    try:
        policy = web.get("/confidentialite").headers["Content-Security-Policy"]
        assert "img-src 'self' https://*.tiles.example.org data:;" in policy
        assert "tiles.example.org" in web.get("/confidentialite").get_data(as_text=True), "people are told"
        asked: list[str] = []

        def watch(page: Page) -> None:
            page.route("https://*.tiles.example.org/**", lambda route: (asked.append(route.request.url), route.abort()))

        page = results(watch=watch, **WIDE)
        expect(page.locator(".map-pin")).to_have_count(2)
        expect(page.locator(".leaflet-control-attribution")).to_have_text("© les contributeurs d’OpenStreetMap")
        page.wait_for_timeout(300)
        assert asked
        assert page.locator("path.map-ground").count() == 0
    finally:
        monkeypatch.undo()
        settings.cache_clear()
