"""Pages rendered by the application itself, over invented documents: no stack, no browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from search_api.app import create_app
from search_api.pages import alerts, follow, search
from tests.pages import invented


@pytest.fixture(scope="session")
def application() -> Flask:
    return create_app()


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
        monkeypatch.setattr(alerts, "_to_confirm", lambda token: (profile, None))

    return keep


@pytest.fixture
def keep_search(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Have every search answered so."""

    def keep(answered: Any = None, offer: dict[str, Any] | None = None) -> None:
        monkeypatch.setattr(search, "engine", lambda: None)
        monkeypatch.setattr(search, "run_search", lambda wanted: answered or invented.answered())
        monkeypatch.setattr(search, "get", lambda client, index, identifier: offer)

    return keep
