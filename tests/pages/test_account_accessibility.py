"""The pages of signing in and of a person's own space, every state, in real Chromium: what axe and a keyboard find.

Rendered by the application over invented documents, as in test_accessibility.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page
from werkzeug.test import TestResponse

from indexer.accounts.belongings import FoundOffer
from indexer.accounts.sign_in_links import Link
from indexer.alerts.links import LinkExpiredError
from search_api.pages import account, own_data, sign_in
from tests.pages.conftest import VIEWS
from tests.pages.invented import PUBLISHED, line, profile, reached_line, saved_search
from tests.pages.markup import Markup
from tests.pages.readable import assert_everybody_can_read

SENT = {"state": "sent", "sent_at": PUBLISHED, "created_at": "2026-01-05T08:00:00+00:00"}
DUE = {"state": "pending", "created_at": datetime.now(UTC).isoformat()}
FOUND = [
    FoundOffer(DUE, line()),
    FoundOffer(SENT, line(title="Chaudronnier", missing=["CACES R489"])),
    FoundOffer(SENT, line(search="soudeur, à 30 km autour de Pau (64)", points=0, reasons=[])),
    FoundOffer(SENT, reached_line()),
]
FILE = {"file": {"name": "mon cv.pdf", "bytes": 1200, "path": "x"}, "consent_at": PUBLISHED, "alertable": True}
WITHDRAWN = {"consent_at": None, "alertable": False, "unsubscribed_at": PUBLISHED, "visibility": "named"}
SAVED = {"consent_at": PUBLISHED, "alertable": True}
# What the person has: profiles, saved searches, offers found, how many in all.
STATES: dict[str, tuple[list[dict[str, Any]], list[dict[str, Any]], list[FoundOffer], int]] = {
    "space": ([profile(**FILE)], [saved_search(**SAVED)], FOUND, 57),
    "two profiles": ([profile(**FILE), profile(**FILE, id="p2", wanted=["cariste"])], [], FOUND[:1], 1),
    "withdrawn": ([profile(**{**FILE, **WITHDRAWN})], [], [], 0),
    "paused": (
        [profile(**{**FILE, "paused": True, "paused_until": "2027-01-14T23:00:00+00:00", "alertable": False})],
        [saved_search(**{**SAVED, "unsubscribed_at": PUBLISHED, "alertable": False})],
        [],
        0,
    ),
    "unconfirmed": ([profile(**{**FILE, "confirmed_at": None, "alertable": False})], [], [], 0),
    "alerts only": ([], [saved_search(**{**SAVED, "confirmed_at": None, "alertable": False})], [], 0),
    "nothing": ([], [], [], 0),
}


@pytest.fixture
def get(web: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], TestResponse]:
    """The answer of the application for a page of PAGES."""
    for module in (account, own_data, sign_in):
        monkeypatch.setattr(module, "engine", lambda: None)
    monkeypatch.setattr(account.sessions, "signed_in_person", lambda: "person1")
    monkeypatch.setattr(own_data, "erase_person", lambda client, person: 1)
    monkeypatch.setattr(own_data.sessions, "sign_out", lambda: None)
    for link in ("follow_secret", "confirm_token", "search_secret", "search_confirm_token"):
        monkeypatch.setattr(account, link, lambda of: "secret")
    monkeypatch.setattr(account, "known_of", lambda client, person: {"last_followed_at": PUBLISHED})
    monkeypatch.setattr(account, "seen_by", lambda client, person: [])
    monkeypatch.setattr(account, "offers_a_week", lambda client, saved: 2.5)

    def has(name: str) -> None:
        profiles, saved, found, total = STATES[name]
        monkeypatch.setattr(account.belongings, "profiles_of", lambda client, person: profiles)
        monkeypatch.setattr(account.belongings, "searches_of", lambda client, person: saved)
        monkeypatch.setattr(account.belongings, "found_offers", lambda client, person, page: (found, total))

    def answer(name: str) -> TestResponse:
        has(name if name in STATES else "space")
        if name in STATES:
            return web.get("/suivi")
        method, _, path = name.rpartition(" ")
        if path.startswith("/connexion"):
            monkeypatch.setattr(account.sessions, "signed_in_person", lambda: None)
            monkeypatch.setattr(sign_in, "check_link", _check)
        return web.open(path, method=method or "GET", data={"visibility": "x", "email": "lou", "duration": "x"})

    return answer


def _check(client: Any, token: str) -> Link:
    if token == "used":
        raise LinkExpiredError
    return Link("person1", "nonce", "/suivi")


PAGES = [
    *STATES,
    "/suivi?seule=1",
    "/suivi?page=2",
    "POST /espace/pause",
    "POST /espace/accords/profile1/recruteurs",
    "/espace/effacer",
    "POST /espace/effacer",
    "/connexion",
    "POST /connexion",
    "/connexion?envoye=1",
    "/connexion?parti=1",
    "/connexion/good",
    "/connexion/used",
]


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_on_any_page_in_light_dark_and_narrow(
    get: Callable[[str], TestResponse], show: Callable[..., Page], name: str
) -> None:
    answer = get(name)
    assert answer.status_code in (200, 410, 422)
    assert Markup(answer.text).problems() == []
    page = show(answer)
    assert_everybody_can_read(page)


def test_a_keyboard_reaches_everything_in_the_space(
    get: Callable[[str], TestResponse], show: Callable[..., Page]
) -> None:
    page = show(get("space"), **VIEWS["narrow dark"])
    reached = []
    for _ in range(150):
        page.keyboard.press("Tab")
        tag, text, outline = page.evaluate(
            "(at => [at.tagName, at.id || at.textContent.trim(), getComputedStyle(at).outlineStyle])"
            "(document.activeElement)"
        )
        if tag == "BODY":
            break
        assert outline == "solid", f"no focus to see on {text}"
        reached.append(text)
    for wanted in ("Ne plus recevoir d’offres", "Effacer toutes mes données", "Me déconnecter partout ailleurs"):
        assert wanted in reached
