"""Pages rendered by the application itself, in this process, over real documents in the indices of this process.

Their addresses are opened as people open them: with the secrets and the tokens of real links, signed in by a real link.
Documents are made by `tests.factories`; what is queued stays in the queue of this process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import Elasticsearch
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, BrowserContext, Page, Route
from werkzeug.test import TestResponse

from indexer.accounts.sign_in_links import make_link
from search_api.app import create_app
from tests.fixtures.queue import Queue
from tests.running import RunningStack

SITE = "http://estey.test"
VIEWS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light", "viewport": {"width": 1280, "height": 900}},
    "dark": {"color_scheme": "dark", "viewport": {"width": 1280, "height": 900}},
    "narrow light": {"color_scheme": "light", "viewport": {"width": 320, "height": 640}},
    "narrow dark": {"color_scheme": "dark", "viewport": {"width": 320, "height": 640}},
}

Show = Callable[..., Page]
SignIn = Callable[[str], None]


@pytest.fixture(scope="session")
def application(stack: RunningStack) -> Flask:
    """The application, made once: which indices it reads is looked up at each request."""
    app = create_app()
    # The first to ask has the vocabulary built, which takes seconds on a busy machine: no browser waits for it.
    app.test_client().get("/api/understand?text=soudeur")
    return app


@pytest.fixture
def web(application: Flask, engine: Elasticsearch, queue: Queue, file_store: Path) -> FlaskClient:
    """A browser without history, before empty indices, an empty queue and an empty file store."""
    return application.test_client()


@pytest.fixture
def sign_in(web: FlaskClient, engine: Elasticsearch) -> SignIn:
    """Sign somebody in, a person or a recruiter, by a link as their mail would hold it."""

    def enter(person: str) -> None:
        assert web.post(f"/connexion/{make_link(engine, person, '/')}").status_code == 303

    return enter


class OurSite:
    """What answers every request of a browser: one answer at `/shown`, and the application for all else."""

    def __init__(self) -> None:
        self.answer: TestResponse | None = None
        self.web: FlaskClient | None = None

    def fulfil(self, route: Route) -> None:
        """Answer a request; once nothing is shown any more, refuse it."""
        asked = route.request.url.removeprefix(SITE)
        if self.web is None or self.answer is None:
            route.abort()
            return
        given = self.answer if asked == "/shown" else self.web.get(asked)
        # A page that comes again by itself would go away under what looks at it.
        headers = {name: value for name, value in given.headers.items() if name != "Refresh"}
        route.fulfill(status=given.status_code, headers=headers, body=given.data)


@pytest.fixture
def show(browser: Browser, web: FlaskClient) -> Iterator[Show]:
    """Show an answer of the application in a new page, which gets the rest (styles, frames) from it too.

    `watch` sees the page before anything is loaded.
    """
    contexts: list[BrowserContext] = []

    def shown(answer: TestResponse, watch: Callable[[Page], None] = lambda page: None, **view: Any) -> Page:
        site = OurSite()
        site.answer, site.web = answer, web
        contexts.append(browser.new_context(locale="fr-FR", **view))
        page = contexts[-1].new_page()
        page.route("**/*", site.fulfil)
        watch(page)
        page.goto(f"{SITE}/shown")
        return page

    yield shown
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def kept_page(browser: Browser) -> Iterator[tuple[Page, OurSite]]:
    """One page a process, which shows one answer after another: a new one takes longer than all that is looked at."""
    with browser.new_context(locale="fr-FR") as context:
        page, site = context.new_page(), OurSite()
        page.route("**/*", site.fulfil)
        yield page, site


@pytest.fixture
def look(kept_page: tuple[Page, OurSite], web: FlaskClient) -> Iterator[Show]:
    """Show an answer as `show` does, in the page that is kept, for who looks at it and changes nothing of the page but
    what a view is made of: the colour scheme and the size of the window.
    """
    page, site = kept_page

    def shown(answer: TestResponse, **view: Any) -> Page:
        site.answer, site.web = answer, web
        wanted = {**VIEWS["light"], **view}
        page.emulate_media(color_scheme=wanted["color_scheme"], reduced_motion="no-preference")
        page.set_viewport_size(wanted["viewport"])
        page.goto(f"{SITE}/shown")
        return page

    yield shown
    site.answer = site.web = None
    page.goto("about:blank")
