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


@pytest.fixture
def show(browser: Browser, web: FlaskClient) -> Iterator[Show]:
    """Show an answer of the application in the browser, which gets the rest (styles, frames) from it too.

    `watch` sees the page before anything is loaded. Each has a context of its own: closing one ends whatever its page
    still asks for, and closing the page alone may wait for it for ever.
    """
    contexts: list[BrowserContext] = []

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
