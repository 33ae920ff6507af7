"""Pages rendered by the application itself, over invented documents: no stack, no browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from search_api.app import create_app
from search_api.pages import alerts, follow, saved_searches, search
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
        reached = [invented.reached_line()] if offers else []
        monkeypatch.setattr(follow, "trained_offers_now", lambda client, profile: reached)
        monkeypatch.setattr(alerts, "_to_confirm", lambda token: (profile, None))

    return keep


@pytest.fixture
def keep_saved_search(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Have every secret link of a saved search open this one, which brings so many offers a week."""

    def keep(saved: dict[str, Any], weekly: float = 3.5, *, too_wide: bool = False) -> None:
        monkeypatch.setattr(saved_searches, "engine", lambda: None)
        monkeypatch.setattr(saved_searches, "_saved", lambda secret: saved)
        monkeypatch.setattr(saved_searches, "_to_confirm", lambda token: (saved, None))
        monkeypatch.setattr(saved_searches, "offers_a_week", lambda client, saved: weekly)
        monkeypatch.setattr(saved_searches, "is_too_wide", lambda client, saved: too_wide)
        monkeypatch.setattr(saved_searches.lifecycle, "delete", lambda client, identifier: True)

    return keep


@pytest.fixture
def keep_search(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Have every search answered so."""

    def keep(answered: Any = None, offer: dict[str, Any] | None = None) -> None:
        monkeypatch.setattr(search, "engine", lambda: None)
        monkeypatch.setattr(search, "run_search", lambda wanted: answered or invented.answered())
        monkeypatch.setattr(search, "get", lambda client, index, identifier: offer)

    return keep
