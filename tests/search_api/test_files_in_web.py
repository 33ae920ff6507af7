"""No thread of the web reads a file: Tika is a port that takes whoever connects and never answers, and nobody does."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import Elasticsearch
from flask.testing import FlaskClient

from indexer.accounts.sign_in_links import make_link
from indexer.engine.client import engine as engine_of_process
from indexer.engine.documents import get
from indexer.publications.read_sent import read_sent
from indexer.recruiters import organisations
from indexer.recruiters.api_keys import make_key
from indexer.recruiters.lifecycle import register
from indexer.settings import settings
from search_api.app import create_app
from search_api.limits import by_key
from search_api.one_at_a_time import InHand
from search_api.problem_sentences import SENTENCES
from tests.client import welder_offer
from tests.cv_files import as_pdf, scan_like_pdf
from tests.factories.publications import PAU, TEXT
from tests.fixtures.queue import Queue
from tests.ports import Port, never_answering
from tests.search_api.recruiting import invented_siret

PAY = "Salaire : 2 000 € brut par mois. Écrire à a@example.org."
OFFER = f"Maçon (H/F)\nContrat : CDI\nLieu : 64000 Pau\n{TEXT}\n{PAY}"
OPERATOR = "operator-key"


@pytest.fixture
def web(engine: Elasticsearch, queue: Queue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FlaskClient]:
    """The application on the indices of this test, whose queue nobody works off."""
    with monkeypatch.context() as patch:
        patch.setenv("ESTEY_FILES_URL", (tmp_path / "store").as_uri())
        patch.setenv("ESTEY_LINK_HOSTS", "emploi.example.org")
        patch.setenv("ESTEY_API_KEY_HASHES", hashlib.sha256(OPERATOR.encode()).hexdigest())
        settings.cache_clear()
        engine_of_process.cache_clear()
        yield create_app().test_client()
    settings.cache_clear()
    engine_of_process.cache_clear()


@pytest.fixture
def silent_tika(web: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> Iterator[Port]:
    """In place of Tika, a port that never answers."""
    with never_answering() as port, monkeypatch.context() as patch:
        patch.setenv("ESTEY_TIKA_URL", f"http://127.0.0.1:{port.number}")
        settings.cache_clear()
        yield port
    settings.cache_clear()


def recruiter_of(client: Elasticsearch, email: str) -> tuple[str, str]:
    """A new recruiter and their organisation."""
    recruiter = register(client, email, "Camille Exemple")
    organisations.join(client, get(client, "recruiters", recruiter) or {}, invented_siret(), "Atelier", PAU)
    return recruiter, str((get(client, "recruiters", recruiter) or {})["organisation"])


def post(web: FlaskClient, key: str, text: str, name: str = "offre.pdf") -> Any:
    return send(web, key, as_pdf(text), name)


def send(web: FlaskClient, key: str, content: bytes, name: str = "offre.pdf") -> Any:
    headers = {"Authorization": f"Bearer {key}"}
    return web.post("/api/offers", data={"file": (io.BytesIO(content), name)}, headers=headers)


def test_every_door_answers_at_once_and_none_asks_tika(
    web: FlaskClient, engine: Elasticsearch, queue: Queue, silent_tika: Port
) -> None:
    recruiter, organisation = recruiter_of(engine, "a@example.org")
    key = make_key(engine, organisation, "Logiciel", recruiter)
    posted = post(web, key, OFFER)
    assert (posted.status_code, posted.json["stage"]) == (202, "received")
    read = web.get(posted.json["follow_url"], headers={"Authorization": f"Bearer {key}"})
    assert (read.status_code, read.json["stage"], read.json["result"]) == (200, "received", None)
    assert post(web, OPERATOR, OFFER).status_code == 202
    web.post(f"/connexion/{make_link(engine, recruiter, '/recruteurs/compte')}")
    sent = web.post("/recruteurs/offres/nouvelle/fichier", data={"fichier": (io.BytesIO(as_pdf(OFFER)), "offre.pdf")})
    assert sent.status_code == 303
    page = web.get(sent.headers["Location"])
    assert (page.status_code, page.headers["Refresh"], "Nous lisons votre fichier" in page.text) == (200, "3", True)
    stopped = web.get(f"{sent.headers['Location']}?arret=1")
    assert "Refresh" not in stopped.headers
    busy = web.post("/recruteurs/offres/nouvelle/lien", data={"lien": "https://emploi.example.org/1"})
    assert (busy.status_code, busy.headers["Retry-After"]) == (429, "5")
    assert "Nous lisons encore le document" in busy.text
    assert 'value="https://emploi.example.org/1"' in busy.text, "what was typed is there still"
    assert web.post("/deposer", data={"cv": (io.BytesIO(as_pdf(OFFER)), "cv.pdf")}).status_code == 303
    for path in ("/", "/api/health", "/recruteurs/offres/nouvelle", "/suivi"):
        assert web.get(path).status_code in (200, 303, 503)
    assert silent_tika.calls == 0
    names = [name for name, _ in queue.tasks()]
    assert sorted(name for name in names if name in ("read_sent", "process_offer_file")) == [
        "process_offer_file",
        "read_sent",
        "read_sent",
    ]


def test_one_file_of_an_organisation_is_in_hand_whatever_its_keys(
    web: FlaskClient, engine: Elasticsearch, silent_tika: Port
) -> None:
    recruiter, organisation = recruiter_of(engine, "a@example.org")
    keys = [make_key(engine, organisation, f"Logiciel {number}", recruiter) for number in range(2)]
    content = as_pdf(OFFER)
    first = send(web, keys[0], content)
    again = send(web, keys[1], content)
    assert (first.status_code, again.status_code) == (202, 202)
    assert again.json["follow_url"] == first.json["follow_url"], "the same file is the same reading"
    busy = post(web, keys[1], f"{OFFER} Autre.")
    assert (busy.status_code, busy.json["errors"][0]["code"], busy.headers["Retry-After"]) == (429, "file_in_hand", "5")
    other_recruiter, other = recruiter_of(engine, "b@example.org")
    assert send(web, make_key(engine, other, "Logiciel", other_recruiter), content).status_code == 202
    assert post(web, OPERATOR, OFFER).status_code == 202
    assert post(web, OPERATOR, f"{OFFER} Autre.").status_code == 429


def test_what_became_of_a_file_is_told_to_its_organisation(web: FlaskClient, engine: Elasticsearch) -> None:
    recruiter, organisation = recruiter_of(engine, "a@example.org")
    key = make_key(engine, organisation, "Logiciel", recruiter)

    def read(content: bytes) -> Any:
        posted = send(web, key, content)
        assert posted.status_code == 202, posted.text
        # What the worker does.
        read_sent(engine, posted.json["follow_url"].rpartition("/")[2])
        return posted.json, web.get(posted.json["follow_url"], headers={"Authorization": f"Bearer {key}"}).json

    posted, told = read(as_pdf(OFFER))
    assert told["stage"] == "done", told
    assert {name: told["result"][name] for name in ("id", "publication")} == {
        name: posted[name] for name in ("id", "publication")
    }
    assert told["result"]["state"] in ("published", "waiting")
    _, refused = read(as_pdf(f"{OFFER} Vous avez moins de 30 ans."))
    assert (refused["stage"], refused["failure"]["code"]) == ("failed", "offer_refused")
    assert [one["quote"] for one in refused["failure"]["errors"] if one["code"] == "age-limit"]
    _, scan = read(scan_like_pdf())
    assert scan["failure"]["code"] == "file_scan"
    assert "ressemble à un scan" in scan["failure"]["message"]
    stranger, elsewhere = recruiter_of(engine, "c@example.org")
    for asked in (OPERATOR, make_key(engine, elsewhere, "Logiciel", stranger)):
        assert web.get(posted["follow_url"], headers={"Authorization": f"Bearer {asked}"}).status_code == 404
    assert web.get(posted["follow_url"]).status_code == 401


def test_a_key_that_has_an_offer_under_way_is_told_to_come_again_and_others_are_not(
    web: FlaskClient, engine: Elasticsearch
) -> None:
    recruiter, organisation = recruiter_of(engine, "a@example.org")
    keys = [make_key(engine, organisation, f"Logiciel {number}", recruiter) for number in range(2)]
    headers = [{"Authorization": f"Bearer {key}"} for key in keys]
    in_hand: InHand = web.application.extensions["estey_in_hand"]["offers.Offers"]
    with web.application.test_request_context(headers=headers[0]):
        sender = by_key()
    with in_hand.one(sender):
        busy = web.post("/api/offers", json=welder_offer("one"), headers=headers[0])
        assert (busy.status_code, busy.headers["Retry-After"]) == (429, "1")
        assert busy.json["message"] == SENTENCES["one_at_a_time"]
        assert web.post("/api/offers", json=welder_offer("two"), headers=headers[1]).status_code == 202
        assert web.get("/api/offers", headers=headers[0]).status_code == 200, "to search is not to post"
    assert web.post("/api/offers", json=welder_offer("one"), headers=headers[0]).status_code == 202


def test_a_key_is_one_sender_however_its_header_is_written(web: FlaskClient) -> None:
    spelled = [
        {"Authorization": "Bearer k"},
        {"Authorization": "bearer   k "},
        {"Authorization": "Bearer k", "X-API-Key": "another"},
        {"Authorization": "Basic abc", "X-API-Key": "k"},
        {"X-API-Key": "k"},
    ]
    senders = set()
    for headers in spelled:
        with web.application.test_request_context(headers=headers):
            senders.add(by_key())
    assert len(senders) == 1


def test_many_keys_together_leave_threads_to_pages(web: FlaskClient) -> None:
    in_hand: InHand = web.application.extensions["estey_in_hand"]["offers.Offers"]
    headers = {"Authorization": f"Bearer {OPERATOR}"}
    with in_hand.one("a"):
        assert web.post("/api/offers", json=welder_offer("one"), headers=headers).status_code == 202
        with in_hand.one("b"):
            busy = web.post("/api/offers", json=welder_offer("two"), headers=headers)
            assert (busy.status_code, busy.headers["Retry-After"]) == (429, "1")
            assert web.get("/").status_code == 200
    assert web.post("/api/offers", json=welder_offer("two"), headers=headers).status_code == 202


def test_a_sender_has_one_request_under_way_in_a_process() -> None:
    in_hand = InHand()
    with in_hand.one("a") as first, in_hand.one("a") as second, in_hand.one("b") as other:
        assert (first, second, other) == (True, False, True)
    with in_hand.one("a") as again:
        assert again
    with pytest.raises(ValueError, match="broken"), in_hand.one("a"):
        raise ValueError("broken")
    with in_hand.one("a") as again:
        assert again, "also after a failure"
