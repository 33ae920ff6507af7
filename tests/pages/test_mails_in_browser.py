"""The mails themselves in real Chromium: light, dark, 320 pixels wide, without images; what axe-core finds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from indexer.alerts.messages import confirmation_message, digest_message, digest_page, search_confirmation_message
from indexer.alerts.offer_lines import OfferLine, offer_line, searched_line
from indexer.offers.document import PlaceGiven
from indexer.reference.in_force import gazetteer, vocabulary
from indexer.reference.trainings import CERTIFICATION
from tests.factories.offers import make_welder_offer
from tests.factories.profiles import make_welder
from tests.factories.searches import make_search
from tests.factories.trainings import make_training
from tests.indexer.keyed import only_these
from tests.pages.readable import assert_everybody_can_read

LONG = "Chargé·e d’accompagnement socioprofessionnel" + "x" * 60
URL = "https://estey.example/offres/offer1"


@pytest.fixture(autouse=True)
def site(tmp_path: Path) -> Iterator[None]:
    with only_these(tmp_path, SECRET_KEY="k" * 32, PUBLIC_URL="https://estey.example"):
        yield


def html_of(message: EmailMessage) -> str:
    part = message.get_body(("html",))
    assert part is not None
    return str(part.get_content())  # type: ignore[attr-defined]


def welder() -> dict[str, Any]:
    return make_welder(open_to_training=True)


def line(trainings: Sequence[dict[str, Any]] = (), **given: Any) -> OfferLine:
    """An offer as it is told to the welder."""
    return offer_line(make_welder_offer(**given), welder(), URL, vocabulary(), gazetteer(), trainings)


def lines() -> list[OfferLine]:
    """One of which much is said, and one with long words of which little is."""
    bare = {"contract": "", "contract_label": "", "place": PlaceGiven(label="Nouvelle-Aquitaine")}
    return [line(pay_label="Mensuel de 2 100 €"), line(title=LONG, employer="Y" * 80, **bare)]


def reached_line() -> OfferLine:
    """An offer that one of two trainings would open."""
    licence = "CACES R489 catégorie 3"
    course = {"organisation": "Les Quais", "place": "Pau", "skills": (licence,), "link": "https://example.org/f"}
    trainings = [
        make_training("t1", title="CACES R489 en trois jours", **course),
        make_training("t2", title="Titre professionnel", jobs=("H2902",), kind=CERTIFICATION, starts_on=""),
    ]
    return line(trainings, title="Chaudronnier", skill_labels=(licence, "gerbage"), required_labels=(licence,))


MAILS: dict[str, Callable[[], str]] = {
    "digest": lambda: html_of(digest_message(welder(), "d", lines(), 4, [reached_line()])),
    "digest of trainings alone": lambda: html_of(digest_message(welder(), "d", [], 0, [reached_line()])),
    "digest of a search": lambda: html_of(
        digest_message(make_search(), "d", [searched_line(make_welder_offer(), make_search(), URL, gazetteer())], 0)
    ),
    "digest read again": lambda: digest_page(
        welder(), [replace(line(), closed=True), line()], 2, [reached_line()], "24 novembre 2026"
    ),
    "confirmation": lambda: html_of(confirmation_message(welder())),
    "search confirmation": lambda: html_of(search_confirmation_message(make_search())),
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
    assert_everybody_can_read(page)
    backgrounds = set()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
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
