"""What is kept of a person, given back and erased, through HTTP."""

from __future__ import annotations

import json
import time
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import redis
import requests
from pypdf import PdfReader

from indexer.alerts.marks import keep
from indexer.engine.client import engine
from indexer.engine.indices import KINDS, index_name, refresh
from indexer.profiles.document import person_of
from indexer.profiles.erasures import KEPT, finish
from indexer.settings import settings
from tests.client import Client
from tests.search_api.asking import leave, unheard_word
from tests.search_api.own_space import CV, press, told
from tests.signing_in import signed_in


def test_everything_kept_is_given_back(client: Client, tmp_path: Path) -> None:
    title = f"Soudeur TIG {unheard_word()}"
    person, browser = told(client, tmp_path, title)
    requests.post(f"{person.follow_url}/conseiller", timeout=30)
    answer = browser.get(f"{client.stack.url}/espace/donnees.json", timeout=60)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"
    kept = answer.json()
    assert [profile["id"] for profile in kept["profiles"]] == [person.identifier]
    assert date.fromisoformat(kept["profiles"][0]["available_from"])
    assert len(kept["saved_searches"]) == 1
    [offer] = [offer for offer in kept["offers"] if offer.get("title") == title]
    assert offer["state"] == "sent"
    assert offer["points"] == sum(reason["points"] for reason in offer["reasons"]) > 0
    [mail] = kept["mails"]
    assert mail["offers"] == len([offer for offer in kept["offers"] if offer["state"] == "sent"])
    assert len(kept["person"]["sign_in_links"]) == 1
    for secret in ("link_key", "adviser_key", "session_key", "sign_ins"):
        assert f'"{secret}"' not in answer.text

    file = browser.get(kept["profiles"][0]["file"]["url"], timeout=30)
    assert file.content == CV
    assert file.headers["Content-Type"] == "application/octet-stream"
    assert 'filename="mon CV.pdf"' in file.headers["Content-Disposition"]
    assert file.headers["X-Content-Type-Options"] == "nosniff"

    document = browser.get(f"{client.stack.url}/espace/donnees.pdf", timeout=120)
    assert document.headers["Content-Type"] == "application/pdf"
    reader = PdfReader(BytesIO(document.content))
    root: Any = reader.trailer["/Root"]
    assert (root["/MarkInfo"]["/Marked"], root["/Lang"]) == (True, "fr-FR")
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for said in (
        person.email,
        title,
        "métier : ",
        "Disponible tout de suite",
        "Qui voit le CV",
        "Votre alerte",
        "Envoyé le",
    ):
        assert said in text, said


def held_by(store: Any, key: bytes) -> list[bytes]:
    """What Redis keeps under a key; one that is gone meanwhile holds nothing."""
    kind = store.type(key)
    if kind == b"string":
        return [store.get(key) or b""]
    if kind == b"hash":
        return list(store.hgetall(key).values())
    if kind == b"list":
        return list(store.lrange(key, 0, -1))
    return list(store.zrange(key, 0, -1) if kind == b"zset" else store.smembers(key) if kind == b"set" else [])


def stored_anywhere(words: list[str]) -> list[str]:
    """Where any of these words lies: an index, the file store, Redis."""
    found = []
    refresh(engine(), *KINDS)
    for kind in KINDS:
        for hit in engine().search(index=index_name(kind), size=10_000)["hits"]["hits"]:
            if any(word in json.dumps(hit["_source"]) or word == hit["_id"] for word in words):
                found.append(f"{kind}/{hit['_id']}")
    for path in Path(settings().files_url.removeprefix("file://")).rglob("*"):
        if path.is_file() and any(word in path.name or word.encode() in path.read_bytes() for word in words):
            found.append(str(path))
    store = redis.Redis.from_url(settings().redis_url)
    for key in store.scan_iter():
        if any(word.encode() in bytes(value) for word in words for value in (key, *held_by(store, key))):
            found.append(f"redis {key!r}")
    return found


def besides_notes(places: list[str]) -> list[str]:
    """All but the notes of erasures: numbers alone, from which what is written late is erased too."""
    return [place for place in places if not place.startswith("reference/erasure-")]


def test_everything_is_erased_everywhere_within_a_minute(client: Client, tmp_path: Path) -> None:
    person, browser = told(client, tmp_path, f"Soudeur TIG {unheard_word()}")
    other = leave(client, email=person.email)
    saved = browser.get(f"{client.stack.url}/espace/donnees.json", timeout=60).json()["saved_searches"]
    theirs = person_of(person.email)
    keep(engine(), theirs, "an-offer")
    words = [theirs, person.email, person.identifier, other.identifier, saved[0]["id"]]
    places = {place.partition("/")[0] for place in stored_anywhere(words)}
    assert {"profiles", "searches", "people", "matches", "marks"} <= places
    assert browser.get(f"{client.stack.url}/espace/effacer", timeout=30).status_code == 200
    began = time.monotonic()
    assert "Tout est effacé" in press(browser, client, "/espace/effacer").text
    while left := besides_notes(stored_anywhere(words)):
        assert time.monotonic() < began + 60, left
        time.sleep(2)
    finish(engine(), datetime.now(UTC) + KEPT + timedelta(minutes=1))
    assert stored_anywhere(words) == [], "the notes too, once no task can be writing any more"
    assert browser.get(f"{client.stack.url}/suivi", timeout=30, allow_redirects=False).status_code == 303
    assert requests.get(person.follow_url, timeout=30).status_code == 404


def test_what_a_worker_writes_while_a_person_is_erased_goes_as_well(client: Client) -> None:
    from indexer.matching.matches import Due, record

    person = leave(client)
    browser = signed_in(client, person.email)
    assert press(browser, client, "/espace/effacer").status_code == 200
    record(engine(), [Due(person_of(person.email), person.identifier, uuid4().hex)])
    began = time.monotonic()
    while left := besides_notes(stored_anywhere([person_of(person.email)])):
        assert time.monotonic() < began + 60, left
        time.sleep(2)
