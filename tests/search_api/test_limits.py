"""Who asks too much too fast waits; the counts lie in the real Redis, and its absence turns nobody away."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
import redis
from flask import Flask
from flask.testing import FlaskClient

from indexer.settings import settings
from search_api import limits
from search_api.app import create_app
from search_api.one_at_a_time import ONE_AT_A_TIME
from tests.client import Client
from tests.running import RunningStack, free_port
from tests.search_api.asking import address, leave

PLACE = "Trifouillis"  # of a deposit that is refused for its place, and counts all the same


def application(monkeypatch: pytest.MonkeyPatch, **said: str) -> Flask:
    for name, value in {"RATE_LIMITS": "1", **said}.items():
        monkeypatch.setenv(f"ESTEY_{name}", value)
    settings.cache_clear()
    return create_app()


@pytest.fixture
def web(stack: RunningStack, monkeypatch: pytest.MonkeyPatch) -> Iterator[FlaskClient]:
    """The application with its limits, beside the stack whose own web has none; each test asks from elsewhere."""
    app = application(monkeypatch)
    number = uuid4().int
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = f"10.{number % 250}.{number // 250 % 250}.{number // 62500 % 250}"
    yield client
    monkeypatch.undo()
    settings.cache_clear()


def deposit(web: FlaskClient, email: str, path: str = "/api/profiles", **environ: str) -> int:
    sent = {"email": email, "commune": PLACE, "consent": "true"}
    return web.post(path, data=sent, content_type="multipart/form-data", environ_base=environ).status_code


def allowed(rule: str) -> int:
    return int(rule.split()[0])


def test_an_address_that_deposits_too_often_is_told_when_to_come_back(web: FlaskClient) -> None:
    most = allowed(limits.BY_ADDRESS["profiles.leave"])
    assert {deposit(web, address()) for _ in range(most)} == {422}
    answer = web.post("/api/profiles", data={"email": address()})
    assert answer.status_code == 429
    seconds = int(answer.headers["Retry-After"])
    assert 1 <= seconds <= 3601
    body = answer.get_json()
    assert body["code"] == 429
    assert body["message"] == limits.sentence(seconds)
    assert deposit(web, address(), REMOTE_ADDR="10.251.0.1") == 422, "somebody else, elsewhere"


def test_a_person_is_counted_wherever_they_ask_from_and_however_they_write_it(web: FlaskClient) -> None:
    email = address()
    most = allowed(limits.MAILBOX)
    seen = [
        deposit(web, email.upper() if number % 2 else email, REMOTE_ADDR=f"10.252.{number}.1")
        for number in range(most + 1)
    ]
    assert seen == [422] * most + [429]
    assert deposit(web, address(), REMOTE_ADDR="10.252.0.1") == 422, "another person, from there"


def test_an_address_is_counted_however_many_deposits_were_begun_for_it(web: FlaskClient) -> None:
    email = address()
    most = allowed(limits.MAILBOX)
    seen = [
        deposit(web, email, f"/deposer/{uuid4().hex}/recherche", REMOTE_ADDR=f"10.253.{number}.1")
        for number in range(most + 1)
    ]
    assert seen == [404] * most + [429], "links of nobody, whose form was sent all the same"


def test_a_mailbox_is_counted_once_over_all_pages_that_write_to_it_however_it_is_written(web: FlaskClient) -> None:
    name = uuid4().hex[:10]
    written = (
        f"{name}@example.org",
        f"{name.upper()}+un@example.org",
        f'"{name}"@Example.ORG',
        f" {name}+2@example.org ",
    )
    forms = ("/api/profiles", "/alerte", "/recruteurs", f"/deposer/{uuid4().hex}/recherche")
    most, seen = allowed(limits.MAILBOX), []
    for number in range(most + 4):
        # The sign-in pages have narrower limits of their own, and are asked less often.
        path = forms[number % len(forms)]
        seen.append(deposit(web, written[number % 4], path, REMOTE_ADDR=f"10.249.{number}.1"))
    assert 429 not in seen[:most]
    assert set(seen[most:]) == {429}
    assert deposit(web, f"{name}2@example.org", REMOTE_ADDR="10.249.0.1") == 422, "another mailbox, from there"


def test_the_links_of_one_mailbox_are_counted_with_what_else_writes_to_it(
    web: FlaskClient, stack: RunningStack
) -> None:
    person = leave(Client(stack), wanted="soudeur")
    most = allowed(limits.MAILBOX)
    for number in range(most):
        assert deposit(web, person.email.upper(), REMOTE_ADDR=f"10.248.{number}.1") == 422
    path = f"{urlsplit(person.follow_url).path}/renvoyer"
    assert web.post(path, environ_base={"REMOTE_ADDR": "10.248.0.99"}).status_code == 429


def test_a_page_says_it_to_people(web: FlaskClient) -> None:
    secret = f"unknown-{uuid4().hex}"
    most = allowed(limits.BY_PERSON["follow.send_again"])
    assert {web.post(f"/suivi/{secret}/renvoyer").status_code for _ in range(most)} == {404}
    answer = web.post(f"/suivi/{secret}/renvoyer")
    assert answer.status_code == 429
    assert "Vous avez fait beaucoup de demandes en peu de temps. Réessayez dans" in answer.text
    assert 'lang="fr"' in answer.text


def test_wrong_keys_are_counted_and_a_right_one_is_not(web: FlaskClient, stack: RunningStack) -> None:
    most = allowed(limits.WRONG_KEYS)
    right, wrong = ({"Authorization": f"Bearer {key}"} for key in (stack.api_key, "x"))
    for _ in range(most + 5):
        assert web.post("/api/offers", json=[], headers=right).status_code == 422
    assert {web.post("/api/offers", json=[], headers=wrong).status_code for _ in range(most)} == {401}
    assert web.post("/api/offers", json=[], headers=wrong).status_code == 429


def test_unsubscribing_and_health_are_never_refused(web: FlaskClient) -> None:
    for path, expected in (("/desabonnement/unknown", 404), ("/api/health/live", 204)):
        most = allowed(limits.EVERYTHING) + 5
        method = "POST" if "desabonnement" in path else "GET"
        assert {web.open(path, method=method).status_code for _ in range(most)} == {expected}


def test_redis_holds_no_address_no_secret_and_no_key(web: FlaskClient, stack: RunningStack) -> None:
    email, secret = address(), f"secret-{uuid4().hex}"
    deposit(web, email)
    web.post(f"/suivi/{secret}/renvoyer")
    web.post("/api/offers", json=[], headers={"Authorization": f"Bearer {stack.api_key}"})
    keys = [key.decode() for key in redis.Redis.from_url(stack.environment["ESTEY_REDIS_URL"]).keys("*estey*")]
    assert [key for key in keys if "mail:" in key]
    held = " ".join(keys)
    for private in (email, secret, stack.api_key, web.environ_base["REMOTE_ADDR"]):
        assert private not in held


def test_without_redis_people_are_let_in_and_still_counted(
    stack: RunningStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = application(monkeypatch, REDIS_URL=f"redis://127.0.0.1:{free_port()}/0")
    web = app.test_client()
    secret = uuid4().hex
    seen = [web.post(f"/suivi/{secret}/renvoyer").status_code for _ in range(10)]
    assert seen[0] == 404
    assert 500 not in seen
    assert seen[-1] == 429
    monkeypatch.undo()
    settings.cache_clear()


@pytest.mark.parametrize(("proxies", "seen"), [("0", "127.0.0.1"), ("1", "192.0.2.9"), ("2", "192.0.2.8")])
def test_the_address_is_the_one_that_our_own_proxies_saw(
    proxies: str, seen: str, stack: RunningStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = application(monkeypatch, PROXIES=proxies)
    app.add_url_rule("/seen", "seen", lambda: __import__("flask").request.remote_addr)
    said = {"X-Forwarded-For": "203.0.113.1, 192.0.2.8, 192.0.2.9", "X-Forwarded-Host": "evil.example"}
    assert app.test_client().get("/seen", headers=said).text == seen
    monkeypatch.undo()
    settings.cache_clear()


def test_households_and_not_single_addresses_are_counted_in_ipv6() -> None:
    app = Flask("x")
    keys = set()
    for asked_from in ("2001:db8::1", "2001:db8::ffff", "2001:db8:0:1::1"):
        with app.test_request_context(environ_base={"REMOTE_ADDR": asked_from}):
            keys.add(limits.by_address())
    assert len(keys) == 2


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "1 seconde."), (60, "60 secondes."), (91, "2 minutes."), (3600, "60 minutes."), (7000, "2 heures.")],
)
def test_the_time_to_wait_is_said_in_words(seconds: int, words: str) -> None:
    assert limits.sentence(seconds).endswith(f"Réessayez dans {words}")


def test_every_endpoint_named_exists() -> None:
    endpoints = set(create_app().view_functions)
    tables = (limits.BY_ADDRESS, limits.BY_PERSON, limits.WRITES_TO_A_MAILBOX, limits.BY_KEY, limits.FREE)
    named = {name for table in (*tables, ONE_AT_A_TIME) for name in table}
    assert named <= endpoints
