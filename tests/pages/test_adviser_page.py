"""The page of a person's adviser, in each state, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page

from search_api.pages import adviser
from tests.pages.invented import profile
from tests.pages.readable import assert_everybody_can_read

WORKS = {"state": "works", "reason": None, "retry_at": None}
STATES: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "works": ({"alertable": True}, WORKS, "Une fois par jour"),
    "unconfirmed": ({"confirmed_at": None}, WORKS, "Pas encore confirmée"),
    "paused": ({"paused": True, "paused_until": "2026-12-24T00:00:00+00:00"}, WORKS, "En pause jusqu’au"),
    "unsubscribed": ({"unsubscribed_at": "2026-11-20T10:00:00+00:00"}, WORKS, "Arrêtées par la personne"),
    "waits": ({}, {**WORKS, "state": "waits", "retry_at": "2026-11-24T18:00:00+00:00"}, "est peut-être pleine"),
    "stopped": ({"alertable": True}, {**WORKS, "state": "stopped", "reason": "not_delivered"}, "reviennent"),
    "wrong": ({}, {**WORKS, "state": "stopped", "reason": "no_such_address"}, "n’existe plus"),
    "unread": ({"stage": "failed", "failure": {"code": "file_scan", "message": "Aucun texte."}}, WORKS, "Aucun texte."),
}


@pytest.mark.parametrize("name", STATES)
def test_it_says_the_state_and_everybody_can_read_it(
    web: FlaskClient, show: Callable[..., Page], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    changes, mail, said = STATES[name]
    monkeypatch.setattr(adviser.links, "shared", lambda client, token: profile(**changes))
    monkeypatch.setattr(adviser, "mail_of", lambda owner: mail)
    monkeypatch.setattr(adviser, "engine", lambda: None)
    answer = web.get("/conseiller/token")
    assert said in answer.get_data(as_text=True)
    assert_everybody_can_read(show(answer))
