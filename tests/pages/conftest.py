"""Pages rendered by the application itself, over invented documents: no stack, no browser."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, Route
from werkzeug.test import TestResponse

from indexer.alerts import preview
from indexer.profiles.suiting import Suited
from indexer.settings import settings
from search_api import drafts
from search_api.app import create_app
from search_api.pages import alerts, deposit_end, deposit_steps, follow, offers, saved_searches, search
from tests.pages import invented

SITE = "http://estey.test"
VIEWS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light", "viewport": {"width": 1280, "height": 900}},
    "dark": {"color_scheme": "dark", "viewport": {"width": 1280, "height": 900}},
    "narrow light": {"color_scheme": "light", "viewport": {"width": 320, "height": 640}},
    "narrow dark": {"color_scheme": "dark", "viewport": {"width": 320, "height": 640}},
}


@pytest.fixture(scope="session")
def application() -> Iterator[Flask]:
    """The application, with a key of its own to sign links where no stack runs in this process."""
    with pytest.MonkeyPatch.context() as patch:
        if not settings().secret_key:
            patch.setenv("ESTEY_SECRET_KEY", secrets.token_hex(32))
            settings.cache_clear()
        yield _warm_application()
    settings.cache_clear()


def _warm_application() -> Flask:
    app = create_app()
    # The first to ask has the vocabulary built, which takes seconds on a busy machine: no browser waits for it.
    app.test_client().get("/api/understand?text=soudeur")
    return app


@pytest.fixture
def web(application: Flask) -> FlaskClient:
    return application.test_client()


@pytest.fixture
def keep_profile(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Have every secret link open this profile, for whom these offers fit."""

    def keep(profile: dict[str, Any], offers: Any = (), total: int = 0) -> None:
        monkeypatch.setattr(follow, "engine", lambda: None)
        monkeypatch.setattr(follow, "profile_of", lambda secret: profile)
        monkeypatch.setattr(follow, "offers_now", lambda client, profile, limit: (list(offers), total))
        reached = [invented.reached_line()] if offers else []
        monkeypatch.setattr(follow, "trained_offers_now", lambda client, profile: reached)
        monkeypatch.setattr(follow, "seen_by", lambda client, person: list(invented.SEEN))
        monkeypatch.setattr(follow, "mail_of", lambda profile: profile.get("mail") or invented.WORKS)
        monkeypatch.setattr(alerts, "_to_confirm", lambda token: (profile, None))

    return keep


@pytest.fixture
def secret_key() -> Iterator[None]:
    """A key that signs links, for pages that make some."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ESTEY_SECRET_KEY", "k" * 32)
        settings.cache_clear()
        yield
    settings.cache_clear()


@pytest.fixture
def keep_deposit(monkeypatch: pytest.MonkeyPatch, secret_key: None) -> Callable[..., None]:
    """Have every secret link of a deposit's steps open this draft, or the profile it became."""

    def keep(profile: dict[str, Any], offers: Any = (), total: int = 0) -> None:
        for module in (drafts, deposit_steps):
            monkeypatch.setattr(module, "still_there", lambda secret: profile)
        monkeypatch.setattr(deposit_end, "offers_now", lambda client, profile, limit: (list(offers), total))
        monkeypatch.setattr(deposit_end, "trained_offers_now", lambda client, profile, limit: [])
        monkeypatch.setattr(deposit_end, "mail_of", lambda profile: invented.WORKS)
        monkeypatch.setattr(preview, "offers_now", lambda client, profile, limit: (list(offers), total))
        monkeypatch.setattr(preview, "trained_offers_now", lambda client, profile: [])
        for page in (deposit_steps, deposit_end):
            monkeypatch.setattr(page, "engine", lambda: None)

    return keep


@pytest.fixture
def keep_saved_search(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Have every secret link of a saved search open this one, which brings so many offers a week."""

    def keep(saved: dict[str, Any], weekly: float = 3.5, *, too_wide: bool = False) -> None:
        monkeypatch.setattr(saved_searches, "engine", lambda: None)
        monkeypatch.setattr(saved_searches, "_saved", lambda secret: saved)
        monkeypatch.setattr(saved_searches, "_to_confirm", lambda token: (saved, None))
        monkeypatch.setattr(saved_searches, "mail_of", lambda saved: saved.get("mail") or invented.WORKS)
        monkeypatch.setattr(saved_searches, "offers_a_week", lambda client, saved: weekly)
        monkeypatch.setattr(saved_searches, "is_too_wide", lambda client, saved: too_wide)
        monkeypatch.setattr(saved_searches.lifecycle, "delete", lambda client, identifier: True)

    return keep


@pytest.fixture
def keep_search(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Have every search answered so."""

    def keep(answered: Any = None, offer: dict[str, Any] | None = None) -> None:
        monkeypatch.setattr(search, "run_search", lambda wanted: answered or invented.answered())
        monkeypatch.setattr(offers, "engine", lambda: None)
        monkeypatch.setattr(offers.reports, "report", lambda *said: True)
        monkeypatch.setattr(offers, "signed_in_person", lambda: None)
        monkeypatch.setattr(offers, "get", lambda client, index, identifier: offer)

    return keep


@pytest.fixture
def sign_in(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Have somebody signed in on offers' pages, who said so of the offer (`mark`), which suits them so."""

    def sign_in(mark: dict[str, Any] | None = None, *, points: int = 8, read: bool = True) -> None:
        missing = ["CACES R489"] if points < 8 else []
        line = invented.line(points=points, missing=missing)
        trainings = invented.reached_line().trainings if missing else []
        monkeypatch.setattr(offers, "signed_in_person", lambda: "person1")
        monkeypatch.setattr(offers, "profiles_of", lambda client, person: [invented.profile()])
        monkeypatch.setattr(offers, "suited", lambda *given: Suited(line, trainings) if read else None)
        monkeypatch.setattr(offers.marks, "mark_of", lambda client, person, offer: mark or {})

    return sign_in


@pytest.fixture
def show(browser: Browser, web: FlaskClient) -> Iterator[Callable[..., Page]]:
    """Show an answer of the application in the browser, which gets the rest (styles, frames) from it too.

    `watch` sees the page before anything is loaded.
    """
    contexts = []

    def shown(answer: TestResponse, watch: Callable[[Page], None] = lambda page: None, **view: Any) -> Page:
        def fulfil(route: Route) -> None:
            asked = route.request.url.removeprefix(SITE)
            given = answer if asked == "/shown" else web.get(asked)
            # A page that comes again by itself would go away under what looks at it.
            headers = {name: value for name, value in given.headers.items() if name != "Refresh"}
            route.fulfill(status=given.status_code, headers=headers, body=given.data)

        contexts.append(browser.new_context(locale="fr-FR", **view))
        page = contexts[-1].new_page()
        page.route("**/*", fulfil)
        watch(page)
        page.goto(f"{SITE}/shown")
        return page

    yield shown
    for context in contexts:
        context.close()
