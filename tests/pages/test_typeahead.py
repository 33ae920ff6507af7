"""Completing what is typed, in real Chromium: by keyboard, by hand, for screen readers, and without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from elasticsearch import Elasticsearch
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from tests.factories.documents import store_all
from tests.factories.offers import copies, make_welder_offer
from tests.pages.conftest import SITE, VIEWS, Show
from tests.pages.readable import CONTRAST, WHOLE, WHOLE_IN, assert_axe_finds_nothing
from tests.pages.states import draft_steps, own_page

KINDS = ["métier", "compétence", "habilitation"]


@pytest.fixture
def own_address(web: FlaskClient, engine: Elasticsearch) -> str:
    """The address of a person's own page."""
    return own_page(engine)


@pytest.fixture
def add_field(web: FlaskClient, own_address: str, show: Show) -> Callable[..., Page]:
    """A person's own page, with something typed in the field that adds."""

    def typed(text: str = "soudage t", **view: object) -> Page:
        page = show(web.get(own_address), **(view or VIEWS["light"]))
        page.locator("#add").click()
        page.keyboard.type(text)
        return page

    return typed


@pytest.fixture
def last_step(web: FlaskClient, engine: Elasticsearch, show: Show) -> Callable[..., Page]:
    """The last step of a deposit whose CV is read."""
    return lambda **view: show(web.get(f"{draft_steps(engine)}/recherche"), **view)


def test_what_is_typed_is_completed_and_chosen_by_the_keyboard_alone(
    add_field: Callable[..., Page], own_address: str
) -> None:
    page = add_field()
    field = page.get_by_role("combobox", name="Ajouter un métier")
    options = page.locator("[role=option]")
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".combobox [role=status]").filter(has_text="suggestion")).to_have_count(1)
    first = options.first
    assert first.inner_text() == "soudage TIG compétence"
    assert field.get_attribute("aria-activedescendant") is None, "nothing is chosen for anybody"
    page.keyboard.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == first.get_attribute("id")
    assert first.get_attribute("aria-selected") == "true"
    page.keyboard.press("ArrowUp")
    assert field.get_attribute("aria-activedescendant") is None, "back in the field"
    page.keyboard.press("ArrowUp")
    assert options.last.get_attribute("aria-selected") == "true"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.url == f"{SITE}/shown", "the first Enter takes the suggestion and sends nothing"
    assert field.input_value() == "soudage TIG"
    expect(field).to_have_attribute("aria-expanded", "false")
    with page.expect_request(f"{SITE}{own_address}/corriger") as sent:
        page.keyboard.press("Enter")
    assert sent.value.post_data == "add=soudage+TIG"


def test_escape_closes_the_list_and_keeps_what_was_typed(add_field: Callable[..., Page]) -> None:
    page = add_field()
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    assert page.locator("#add").input_value() == "soudage t"


def test_leaving_the_field_closes_the_list(add_field: Callable[..., Page]) -> None:
    page = add_field()
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("listbox")).to_be_hidden()
    assert page.locator("#add").input_value() == "soudage t", "nothing is taken that was not chosen"


def test_a_commune_is_chosen_by_hand_on_a_narrow_screen(last_step: Callable[..., Page]) -> None:
    page = last_step(**VIEWS["narrow light"], has_touch=True)
    page.locator("#commune").tap()
    page.keyboard.type("la roche")
    page.get_by_role("option", name="La Rochelle (17)").tap()
    assert page.locator("#commune").input_value() == "La Rochelle (17)"
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_a_wanted_job_is_completed_with_jobs_only(last_step: Callable[..., Page]) -> None:
    page = last_step(**VIEWS["light"])
    page.locator("#wanted-2").click()
    page.keyboard.type("soud")
    expect(page.locator("[role=option]").first).to_be_visible()
    assert all(re.search(r" métier$", text) for text in page.locator("[role=option]").all_inner_texts())


def test_only_the_last_of_what_was_typed_is_asked_for(add_field: Callable[..., Page]) -> None:
    page = add_field("")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/api/understand" in request.url else None)
    # Time stands still while it is typed, so that a slow machine does not make a pause of it.
    page.clock.install(time="2026-12-01T08:00:00Z")
    page.clock.pause_at("2026-12-01T08:01:00Z")
    page.keyboard.type("soudage t")
    assert asked == [], "nothing is asked while somebody types"
    page.clock.run_for(1_000)
    expect(page.locator("[role=option]").first).to_be_visible()
    assert asked == [f"{SITE}/api/understand?text=soudage%20t"]


def test_without_an_answer_the_field_is_a_plain_one(add_field: Callable[..., Page], own_address: str) -> None:
    page = add_field("")
    failures: list[object] = []
    page.on("pageerror", lambda error: failures.append(error))
    page.route("**/api/understand**", lambda route: route.abort())
    page.keyboard.type("soudage")
    page.wait_for_timeout(600)
    expect(page.get_by_role("listbox")).to_be_hidden()
    assert failures == []
    with page.expect_request(f"{SITE}{own_address}/corriger") as sent:
        page.keyboard.press("Enter")
    assert sent.value.post_data == "add=soudage"


@pytest.mark.parametrize("view", list(VIEWS))
def test_axe_finds_nothing_with_the_list_open(add_field: Callable[..., Page], view: str) -> None:
    page = add_field("soud", **VIEWS[view])
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("ArrowDown")
    assert_axe_finds_nothing(page, WHOLE if view in WHOLE_IN else CONTRAST, view)
    assert page.evaluate("document.documentElement.scrollWidth") <= VIEWS[view]["viewport"]["width"]


def test_without_javascript_the_fields_are_plain_and_nothing_says_otherwise(
    last_step: Callable[..., Page],
) -> None:
    page = last_step(**VIEWS["light"], java_script_enabled=False)
    page.locator("#commune").click()
    page.keyboard.type("la roche")
    page.wait_for_timeout(500)
    assert page.locator("[role=listbox], [role=combobox]").count() == 0
    assert page.locator("#commune").input_value() == "la roche"


@pytest.fixture
def search_field(web: FlaskClient, engine: Elasticsearch, show: Show) -> Callable[..., Page]:
    """The home page with something typed in the field of words; one employer hires."""
    store_all(engine, "offers", copies(make_welder_offer(employer="Soudure du Gave"), 3))

    def typed(text: str, **view: object) -> Page:
        page = show(web.get("/"), **(view or VIEWS["light"]))
        page.locator("#q").click()
        page.keyboard.type(text)
        return page

    return typed


def test_the_search_field_is_completed_with_jobs_skills_and_employers_in_one_list(
    search_field: Callable[..., Page],
) -> None:
    page = search_field("soud")
    expect(page.get_by_role("listbox")).to_be_visible()
    texts = page.locator("[role=option]").all_inner_texts()
    kinds = [next(kind for kind in KINDS if kind in text) for text in texts[:-1]]
    assert texts[-1] == "Soudure du Gave employeur, 3 offres"
    assert kinds == sorted(kinds, key=KINDS.index)
    assert {"métier", "compétence"} <= set(kinds)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    assert page.locator("#q").input_value() == "Soudure du Gave"
    with page.expect_request(f"{SITE}/?q=Soudure+du+Gave*"):
        page.keyboard.press("Enter")


@pytest.mark.parametrize("typed", ["électricien", "ELECTRICIEN", "Electri", "élec"])
def test_accents_and_capitals_do_not_matter(search_field: Callable[..., Page], typed: str) -> None:
    page = search_field(typed)
    expect(page.get_by_role("option", name="électricien métier")).to_be_visible()


@pytest.mark.parametrize("view", ["light", "narrow dark"])
def test_axe_finds_nothing_with_the_list_of_the_search_field_open(search_field: Callable[..., Page], view: str) -> None:
    page = search_field("soud", **VIEWS[view])
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("ArrowDown")
    assert_axe_finds_nothing(page, view=view)
