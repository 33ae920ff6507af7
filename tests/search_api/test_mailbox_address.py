"""Captured mails are shown on this machine and in a private network only; with https, browsers keep to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer.settings import settings
from search_api.app import create_app
from search_api.pages.mailbox import is_own_network


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[pytest.MonkeyPatch]:
    monkeypatch.setenv("ESTEY_SECRET_KEY", "a key that only this test knows, and long enough")
    monkeypatch.setenv("ESTEY_MAILBOX", str(tmp_path / "mail"))
    for folder in ("cur", "new", "tmp"):
        (tmp_path / "mail" / folder).mkdir(parents=True)
    yield monkeypatch
    settings.cache_clear()


def web(address: pytest.MonkeyPatch, url: str) -> FlaskClient:
    address.setenv("ESTEY_PUBLIC_URL", url)
    settings.cache_clear()
    return create_app().test_client()


@pytest.mark.parametrize(
    ("url", "own"),
    [
        ("http://127.0.0.1:8000", True),
        ("http://localhost:8000", True),
        ("http://[::1]:8000", True),
        ("http://192.168.1.20:8000", True),
        ("http://10.1.2.3", True),
        ("https://estey.example.org", False),
        ("http://localhost.example.org", False),
        ("http://8.8.8.8", False),
        ("http://0.0.0.0:8000", False),
        ("http://intranet", False),
        ("//[::1", False),
        ("", False),
    ],
)
def test_an_address_of_this_machine_or_of_a_private_network(url: str, own: bool) -> None:
    assert is_own_network(url) is own


def test_captured_mails_are_not_served_under_a_public_address(address: pytest.MonkeyPatch) -> None:
    assert web(address, "http://127.0.0.1:8000").get("/mailbox").status_code == 200
    public = web(address, "https://estey.example.org")
    for path in ("/mailbox", "/mailbox/x", "/mailbox/x/html"):
        assert public.get(path, base_url="https://estey.example.org").status_code == 404
    assert "/mailbox" not in public.get("/confidentialite", base_url="https://estey.example.org").text


def test_nor_to_whoever_asks_by_another_name_when_the_address_was_not_set(address: pytest.MonkeyPatch) -> None:
    local = web(address, "http://127.0.0.1:8000")
    for name in ("https://estey.example.org", "http://rebound.example.org:8000", "http://8.8.8.8"):
        assert local.get("/mailbox", base_url=name).status_code == 404
    for name in ("http://localhost:8000", "http://192.168.1.20:8000"):
        assert local.get("/mailbox", base_url=name).status_code == 200


def test_with_https_browsers_are_told_to_keep_to_it(address: pytest.MonkeyPatch) -> None:
    answer = web(address, "https://estey.example.org").get("/api/health/live")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "Strict-Transport-Security" not in web(address, "http://127.0.0.1:8000").get("/api/health/live").headers
