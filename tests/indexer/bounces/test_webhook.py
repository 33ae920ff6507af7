"""POST /api/bounces: signed by the provider, within five minutes, and counted once. Real engine, real application."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from elasticsearch import Elasticsearch
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from indexer.alerts.digests import send_digest
from indexer.alerts.people import person
from indexer.settings import settings
from search_api.app import create_app
from search_api.signed_requests import refusal
from tests.factories.matches import PERSON, matches, offers_due
from tests.factories.profiles import store_person
from tests.indexer.bounces.shapes import dsn
from tests.indexer.mail_server import MailServer

KEY = "0123456789abcdef0123456789abcdef"


def signed(body: bytes, key: bytes = KEY.encode(), at: float | None = None) -> dict[str, str]:
    stamp = str(int(time.time() if at is None else at))
    digest = hmac.new(key, f"id1.{stamp}.".encode() + body, hashlib.sha256).digest()
    return {
        "webhook-id": "id1",
        "webhook-timestamp": stamp,
        "webhook-signature": "v1," + base64.b64encode(digest).decode(),
    }


@pytest.fixture
def web(indices: Elasticsearch, monkeypatch: pytest.MonkeyPatch) -> Iterator[FlaskClient]:
    monkeypatch.setenv("ESTEY_BOUNCE_KEY", KEY)
    settings.cache_clear()
    yield create_app().test_client()
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
def name(engine: Elasticsearch, mail_server: MailServer) -> str:
    """The name of a mail that was sent."""
    store_person(engine)
    offers_due(engine, 1)
    send_digest(engine, PERSON, everyone=True)
    return str(matches(engine)["o0"]["digest"])


def post(web: FlaskClient, body: Any, headers: dict[str, str] | None = None) -> TestResponse:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    kind = "message/rfc822" if isinstance(body, bytes) else "application/json"
    return web.post("/api/bounces", data=raw, headers=signed(raw) if headers is None else headers, content_type=kind)


def state(engine: Elasticsearch) -> tuple[Any, Any]:
    known = person(engine, PERSON)
    return known["mail_state"], known["soft_bounces"]


def test_an_event_counts_once_however_often_and_by_whatever_way_it_comes(
    engine: Elasticsearch, name: str, web: FlaskClient
) -> None:
    event = {"type": "soft", "message_id": f"<{name}@estey.example>", "and": "more"}
    for body in ({"events": [event, event]}, {"events": [event], "other": 1}):
        answer = post(web, body)
        assert answer.status_code == 200
        assert answer.json == {"handled": len(body["events"]), "passed_over": 0}
    returned = f"Message-ID: <{name}@estey.example>\r\n"
    assert post(web, dsn("4.2.2", returned=returned)).json == {"handled": 1, "passed_over": 0}
    assert state(engine) == ("waits", 1)
    assert post(web, dsn("5.1.1", returned=returned)).json == {"handled": 1, "passed_over": 0}
    assert state(engine)[0] == "stopped"


@pytest.mark.parametrize(
    ("headers", "said"),
    [
        (lambda body: {}, "doit être signée"),
        (lambda body: signed(body + b" "), "n’est pas la bonne"),
        (lambda body: signed(body, b"another key of thirty-two letters"), "n’est pas la bonne"),
        (lambda body: {**signed(body), "webhook-id": "id2"}, "n’est pas la bonne"),
        (lambda body: {**signed(body), "webhook-signature": "v1,é v2,x"}, "n’est pas la bonne"),
        (lambda body: signed(body, at=time.time() - 301), "cinq minutes"),
        (lambda body: signed(body, at=time.time() + 301), "cinq minutes"),
    ],
)
def test_what_the_provider_did_not_sign_now_is_refused_and_changes_nothing(
    engine: Elasticsearch, name: str, web: FlaskClient, headers: Callable[[bytes], dict[str, str]], said: str
) -> None:
    body = {"events": [{"type": "hard", "message_id": name + "@x"}]}
    answer = post(web, body, headers(json.dumps(body).encode()))
    assert answer.status_code == 401
    assert answer.json is not None
    assert said in answer.json["message"]
    assert state(engine) == ("works", 0)


@pytest.mark.parametrize("body", [{}, [], {"events": [{"type": "gone", "message_id": "x"}]}, {"events": "no"}])
def test_a_signed_body_that_is_no_report_gets_a_sentence(web: FlaskClient, body: Any) -> None:
    answer = post(web, body)
    assert answer.status_code == 422
    assert answer.json is not None
    assert "Ce rapport ne se lit pas" in answer.json["message"]


def test_a_report_of_another_mail_is_passed_over(engine: Elasticsearch, web: FlaskClient) -> None:
    assert post(web, {"events": [{"type": "hard", "message_id": "<1@other.example>"}]}).json == {
        "handled": 0,
        "passed_over": 1,
    }
    assert post(web, b"hello").json == {"handled": 0, "passed_over": 1}


def test_without_a_key_there_is_no_such_address(web: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ESTEY_BOUNCE_KEY")
    settings.cache_clear()
    assert post(web, {"events": []}).status_code == 404


def test_a_key_as_providers_show_it_is_understood_and_several_signatures_may_stand() -> None:
    raw = b"secret of thirty-two characters."
    key = "whsec_" + base64.b64encode(raw).decode()
    headers = signed(b"{}", raw)
    headers["webhook-signature"] = "v1,old " + headers["webhook-signature"]
    assert refusal(headers, b"{}", key) == ""


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=60), st.binary(max_size=60))
def test_whatever_is_sent_without_the_key_is_refused(identifier: str, stamp: str, signature: str, body: bytes) -> None:
    headers = {"webhook-id": identifier, "webhook-timestamp": stamp, "webhook-signature": signature}
    assert refusal(headers, body, KEY) in ("signature_missing", "signature_invalid")
