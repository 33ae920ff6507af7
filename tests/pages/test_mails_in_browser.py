"""The mails themselves in real Chromium: light, dark, 320 pixels wide, without images; what axe-core finds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from indexer.alerts.messages import confirmation_message, digest_message, digest_page, search_confirmation_message
from tests.indexer.keyed import only_these
from tests.pages.conftest import VIEWS
from tests.pages.invented import line, profile, reached_line, saved_search

LONG = "Chargé·e d’accompagnement socioprofessionnel" + "x" * 60


@pytest.fixture(autouse=True)
def site(tmp_path: Path) -> Iterator[None]:
    with only_these(tmp_path, SECRET_KEY="k" * 32, PUBLIC_URL="https://estey.example"):
        yield


def html_of(message: EmailMessage) -> str:
    part = message.get_body(("html",))
    assert part is not None
    return str(part.get_content())  # type: ignore[attr-defined]


def lines() -> list[Any]:
    return [line(), line(title=LONG, employer="Y" * 80, pay="", contract="", distance_km=None)]


def saved() -> dict[str, Any]:
    return saved_search(person="person1")


MAILS: dict[str, Callable[[], str]] = {
    "digest": lambda: html_of(digest_message(profile(), "d", lines(), 4, [reached_line()])),
    "digest of trainings alone": lambda: html_of(digest_message(profile(), "d", [], 0, [reached_line()])),
    "digest of a search": lambda: html_of(digest_message(saved(), "d", [line(search=saved()["label"])], 0)),
    "digest read again": lambda: digest_page(
        profile(), [line(closed=True), line()], 2, [reached_line()], "24 novembre 2026"
    ),
    "confirmation": lambda: html_of(confirmation_message(profile())),
    "search confirmation": lambda: html_of(search_confirmation_message(saved())),
}


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that fetches nothing, as in a mail program that blocks what is remote."""
    with browser.new_context(locale="fr-FR", java_script_enabled=True) as context:
        opened = context.new_page()
        opened.route("**/*", lambda route: route.abort())
        yield opened


@pytest.mark.parametrize("name", MAILS)
def test_axe_finds_nothing_and_no_mail_scrolls_sideways_in_light_dark_and_narrow(page: Page, name: str) -> None:
    html = MAILS[name]()
    page.set_content(html)
    backgrounds = set()
    for view, options in VIEWS.items():
        page.emulate_media(color_scheme=options["color_scheme"], reduced_motion="reduce")
        page.set_viewport_size(options["viewport"])
        found = Axe().run(page)
        assert found.violations_count == 0, f"{view}: {found.generate_report()}"
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= options["viewport"]["width"], f"{view}: scrolls sideways"
        backgrounds.add(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert len(backgrounds) == 2, "dark mode has a dark background"


@pytest.mark.parametrize("name", MAILS)
def test_a_mail_needs_no_image_and_tracks_nobody(name: str) -> None:
    html = MAILS[name]()
    assert not re.search(r"<(img|picture|svg|script|link|iframe|video)\b|url\(|@import|@font-face", html)
    assert html.count("<h1") == 1
    assert 'name="color-scheme" content="light dark"' in html
    assert "prefers-color-scheme: dark" in html


def test_the_button_is_large_enough_for_a_thumb(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.set_content(MAILS["confirmation"]())
    box = page.get_by_role("link", name="Confirmer mon adresse").bounding_box()
    assert box is not None
    assert box["height"] >= 44
