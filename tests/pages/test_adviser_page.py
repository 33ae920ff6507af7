"""The page of a person's adviser, in each state, in a real browser."""

from __future__ import annotations

from typing import Any

import pytest
from elasticsearch import Elasticsearch
from flask.testing import FlaskClient

from indexer.alerts.links import adviser_token
from indexer.profiles.adviser import share
from indexer.reading.refusals import SENTENCES
from tests.factories.documents import store
from tests.factories.people import NO_SUCH_ADDRESS, RETURNED_MAIL, WAITING_MAIL, make_person
from tests.factories.profiles import SCAN, make_welder
from tests.pages.conftest import Show
from tests.pages.readable import assert_everybody_can_read

STATES: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "works": ({}, {}, "Une fois par jour"),
    "unconfirmed": ({"confirmed_at": None}, {}, "Pas encore confirmée"),
    "paused": ({"paused": True, "paused_until": "2026-12-24T00:00:00+00:00"}, {}, "En pause jusqu’au"),
    "unsubscribed": ({"unsubscribed_at": "2026-11-20T10:00:00+00:00"}, {}, "Arrêtées par la personne"),
    "waits": ({}, WAITING_MAIL, "est peut-être pleine"),
    "stopped": ({"mail_stopped": True}, RETURNED_MAIL, "reviennent"),
    "wrong": ({"mail_stopped": True}, NO_SUCH_ADDRESS, "n’existe plus"),
    "unread": (SCAN, {}, SENTENCES["file_scan"]),
}
"""What the profile is, what is known of the person's mail, and what the page says."""


@pytest.mark.parametrize("name", STATES)
def test_it_says_the_state_and_everybody_can_read_it(
    web: FlaskClient, engine: Elasticsearch, look: Show, name: str
) -> None:
    changes, mail, said = STATES[name]
    profile = store(engine, "profiles", make_welder(**changes))
    store(engine, "people", make_person(profile["person"], **mail))
    answer = web.get(f"/conseiller/{adviser_token(share(engine, profile['id']) or {})}")
    assert said in answer.get_data(as_text=True)
    assert_everybody_can_read(look(answer))
