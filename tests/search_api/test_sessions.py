"""The session's cookie, by the application alone: how long it lasts, and what it is over https."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from flask import Flask

from indexer.accounts.sign_in_links import SignedIn
from indexer.settings import settings
from search_api import sessions
from search_api.app import create_app

SIGNED = SignedIn("0123456789abcdef0123456789abcdef", "key", "/suivi")


@pytest.fixture
def application(monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    monkeypatch.setenv("ESTEY_SECRET_KEY", "a key that only this test knows, and long enough")
    monkeypatch.setenv("ESTEY_PUBLIC_URL", "https://estey.example.org")
    settings.cache_clear()
    app = create_app()
    # What the engine would say of the person, who is there: that it is asked is tested through HTTP.
    monkeypatch.setattr(sessions, "engine", lambda: None)
    monkeypatch.setattr(sessions, "session_is_good", lambda client, person, key, session: (person, key) == SIGNED_IN)
    app.add_url_rule("/_in/<device>", view_func=_enter, endpoint="enter")
    app.add_url_rule("/_who", view_func=lambda: sessions.signed_in_person() or "nobody", endpoint="who")
    yield app
    settings.cache_clear()


SIGNED_IN = (SIGNED.person, SIGNED.session_key)


def _enter(device: str) -> str:
    sessions.sign_in(SIGNED, shared=device == "shared")
    return "in"


def test_over_https_the_cookie_is_secure_and_bound_to_its_host(application: Flask) -> None:
    cookie = application.test_client().get("/_in/own", base_url="https://estey.example.org").headers["Set-Cookie"]
    assert cookie.startswith("__Host-estey=")
    for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert part in cookie
    assert "Domain" not in cookie


@pytest.mark.parametrize(
    ("device", "visits", "last", "still"),
    [
        ("own", [], 59 * 86400, True),
        ("own", [], 61 * 86400, False),
        ("own", [50 * 86400, 50 * 86400], 50 * 86400, True),
        ("shared", [], 29 * 60, True),
        ("shared", [], 31 * 60, False),
        ("shared", [25 * 60, 25 * 60], 25 * 60, True),
        ("shared", [25 * 60], 31 * 60, False),
    ],
)
def test_a_session_lasts_from_visit_to_visit(
    application: Flask,
    monkeypatch: pytest.MonkeyPatch,
    device: str,
    visits: list[int],
    last: int,
    still: bool,
) -> None:
    now = [time.time()]
    monkeypatch.setattr(time, "time", lambda: now[0])
    with application.test_client() as web:
        web.get(f"/_in/{device}", base_url="https://estey.example.org")
        for seconds in visits:
            now[0] += seconds
            assert web.get("/_who", base_url="https://estey.example.org").text == SIGNED.person
        now[0] += last
        said = web.get("/_who", base_url="https://estey.example.org").text
    assert said == (SIGNED.person if still else "nobody")
