"""Nobody learns from an answer whether somebody's address is known here, neither by its words nor by its time.

Times are not compared: the work is. Whoever asks for the engine the same things in the same order, writes as much and
queues the same tasks, takes as long. The application runs in this process, on a real engine and a real Redis.
"""

from __future__ import annotations

import io
import re
import secrets
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from elasticsearch import Elasticsearch
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from indexer.engine.client import engine as engine_of_process
from indexer.engine.indices import refresh
from indexer.engine.patience import PatientClient
from indexer.profiles.document import person_of
from indexer.recruiters.lifecycle import register
from indexer.reference.in_force import VERSIONS
from search_api.app import create_app
from tests.cv_files import WELDER
from tests.factories.documents import NOW, store
from tests.factories.profiles import store_person
from tests.fixtures.queue import Queue
from tests.indexer.searches.test_both_directions import make_search
from tests.search_api.asking import address

ROUNDS = 3
SECRET = re.compile(r"[\w.-]{40,}")
IDENTIFIER = re.compile(r"(/_(?:doc|create|update)/)[^/?]+")

Ask = Callable[[FlaskClient, str], TestResponse]


@pytest.fixture
def application(engine: Elasticsearch, queue: Queue, file_store: object) -> Iterator[FlaskClient]:
    """The application on the indices, the queue and the file store of this test."""
    engine_of_process.cache_clear()
    yield create_app().test_client()
    engine_of_process.cache_clear()


@pytest.fixture
def known(engine: Elasticsearch) -> str:
    """The address of somebody who left a CV, saved a search and recruits, all confirmed."""
    email = address()
    facts = {"email": email, "person": person_of(email), "confirmed_at": NOW}
    store_person(engine, "known", stage="matched", **facts)
    store(engine, "searches", make_search("known", words="soudeur") | facts)
    register(engine, email, "Dominique Exemple")
    refresh(engine)
    return email


@pytest.fixture
def requests_sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, Any]]:
    """What the engine is asked: method, path without ids, and the form of what is sent."""
    sent: list[tuple[str, str, Any]] = []
    perform = PatientClient.perform_request

    def watched(client: PatientClient, method: str, path: str, **given: Any) -> Any:
        sent.append((method, IDENTIFIER.sub(r"\1<id>", path), form_of(given.get("body"))))
        return perform(client, method, path, **given)

    # Which data are in force is asked every thirty seconds, whoever comes.
    monkeypatch.setattr(VERSIONS, "_clock", lambda: 0.0)
    VERSIONS.pointers()
    monkeypatch.setattr(PatientClient, "perform_request", watched)
    return sent


def form_of(body: Any) -> Any:
    """What is sent to the engine without its values: names, and how many there are of what."""
    if isinstance(body, dict):
        return {name: form_of(value) for name, value in body.items()}
    return [form_of(one) for one in body] if isinstance(body, list | tuple) else type(body).__name__


def deposit(web: FlaskClient, email: str) -> TestResponse:
    begun = web.post("/deposer", data={"cv": (io.BytesIO(WELDER.encode()), "cv.txt")})
    assert begun.status_code == 303, begun.text
    steps = begun.headers["Location"].rpartition("/")[0]
    given = {"commune": "Limoges", "email": email, "consent": "true", "mail_consent": "true"}
    return web.post(f"{steps}/recherche", data=given)


def save(web: FlaskClient, email: str) -> TestResponse:
    # Words of no offer: a search that most offers answer is refused. Each asks for its own: asked twice it is one.
    given = {
        "q": "".join(secrets.choice("zqxwvjk") for _ in range(9)),
        "lieu": "Limoges",
        "email": email,
        "frequency": "weekly",
        "consent": "true",
    }
    return web.post("/alerte", data=given)


def sign_in(web: FlaskClient, email: str) -> TestResponse:
    return web.post("/connexion", data={"email": email})


def recruit(web: FlaskClient, email: str) -> TestResponse:
    return web.post("/recruteurs", data={"email": email, "name": "Dominique Exemple"})


def shape(answer: TestResponse) -> tuple[int, str, str, int]:
    """An answer without what is made at random: status, where it leads, its words, its length."""
    leads, words = (SECRET.sub("<secret>", text) for text in (answer.headers.get("Location", ""), answer.text))
    return answer.status_code, leads, words, len(answer.headers)


@pytest.mark.parametrize("ask", [deposit, save, sign_in, recruit])
def test_known_or_not_the_answer_and_the_work_for_it_are_the_same(
    application: FlaskClient, queue: Queue, known: str, requests_sent: list[tuple[str, str, Any]], ask: Ask
) -> None:
    done = []
    for number in range(2 * ROUNDS):
        requests_sent.clear()
        queue.server.delete("celery")
        answer = ask(application, address() if number % 2 else known)
        tasks = [(name, form_of(arguments)) for name, arguments in queue.tasks()]
        done.append((shape(answer), list(requests_sent), tasks))
    assert done[0][0][0] == 303
    assert done[0][2], "something is queued for whoever asks"
    for other in done[1:]:
        assert other == done[0]
