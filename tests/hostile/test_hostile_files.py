"""Hundreds of hostile files through the real door, read by the real Tika: each gets its answer."""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import uuid4

import pytest
import requests

from indexer.engine.client import engine
from indexer.engine.documents import get_many
from indexer.reading.extraction import LONGEST_TEXT
from indexer.reading.refusals import SENTENCES
from tests.client import Client
from tests.cv_files import WELDER, as_pdf
from tests.hostile.archives import all_archives
from tests.hostile.pdfs import all_pdfs
from tests.hostile.sent import READ, Sent
from tests.hostile.texts import all_texts
from tests.running import RunningStack, eventually
from tests.search_api.asking import leave, wait_for_stage

BATCHES = 4
# Two workers, files that cost them twenty seconds each, and Tika's restarts between.
PATIENCE_SECONDS = 400
REFUSED = {413, 415, 422}


@cache
def corpus() -> list[Sent]:
    """Return every hostile file; making them takes seconds."""
    return [*all_archives(), *all_pdfs(), *all_texts()]


@dataclass
class Outcome:
    """What became of one file."""

    sent: Sent
    answer: requests.Response
    profile: dict[str, Any] | None = None

    @property
    def code(self) -> str:
        if self.answer.status_code in REFUSED:
            return str(self.answer.json()["errors"][0]["code"])
        if self.profile is None:
            return f"status {self.answer.status_code}"
        return READ if self.profile["stage"] == "matched" else str((self.profile["failure"] or {}).get("code"))


def batch(client: Client, files: list[Sent]) -> list[Outcome]:
    """Send files four at a time, and wait until each that was taken is read or failed."""

    def post(file: Sent) -> Outcome:
        # An address for each: the same content under another name, from the same person, is one deposit.
        asked = {"commune": "Guéret", "email": f"hostile-{uuid4().hex[:8]}@example.org", "consent": "true"}
        return Outcome(file, client.post_deposit(file.name, file.content, **asked))

    with ThreadPoolExecutor(4) as together:
        outcomes = list(together.map(post, files))
    waiting = {one.answer.json()["id"]: one for one in outcomes if one.answer.status_code == 202}
    deadline = time.monotonic() + PATIENCE_SECONDS
    while waiting and time.monotonic() < deadline:
        for identifier, profile in get_many(engine(), "profiles", list(waiting)).items():
            if profile["stage"] in ("matched", "failed"):
                waiting.pop(identifier).profile = profile
        time.sleep(1)
    assert not waiting, [one.sent.what for one in waiting.values()]
    return outcomes


@pytest.fixture(scope="module")
def outcomes(stack: RunningStack) -> list[Outcome]:
    client, found = Client(stack), []
    for number in range(BATCHES):
        found += batch(client, corpus()[number::BATCHES])
        good = leave(client, content=as_pdf(WELDER), commune="Guéret")
        assert wait_for_stage(good.api_url, "matched", "failed")["stage"] == "matched", f"after batch {number}"
    return found


def test_the_corpus_is_of_all_kinds_and_each_file_is_another() -> None:
    assert len(corpus()) >= 200
    assert len({(file.name, file.content) for file in corpus()}) >= 200
    assert len({file.what for file in corpus()}) == len(corpus())


def test_each_file_comes_to_its_own_end_and_no_other(outcomes: list[Outcome]) -> None:
    wrong = {one.sent.what: one.code for one in outcomes if one.code not in one.sent.outcomes}
    assert wrong == {}


def test_every_refusal_has_its_sentence(outcomes: list[Outcome]) -> None:
    for one in outcomes:
        if one.answer.status_code in REFUSED:
            [error] = one.answer.json()["errors"]
        else:
            error = (one.profile or {}).get("failure")
        assert error is None or error["message"] == SENTENCES[error["code"]], one.sent.what
        assert one.answer.headers["Content-Type"] == "application/json"
        assert one.answer.headers["X-Content-Type-Options"] == "nosniff"
    refused = {one.code for one in outcomes} - {READ}
    assert refused >= {
        "file_archive_bomb", "file_damaged", "file_empty", "file_encrypted", "file_entities", "file_extension",
        "file_is_image", "file_macros", "file_scan", "file_too_large", "file_too_slow", "file_type_mismatch",
    }  # fmt: skip


def test_tika_was_stopped_at_its_limit_and_answers_again(outcomes: list[Outcome], stack: RunningStack) -> None:
    assert [one.sent.what for one in outcomes if one.code == "file_too_slow"]
    assert requests.get(f"{stack.environment['ESTEY_TIKA_URL']}/version", timeout=10).status_code == 200
    assert eventually(stack.is_whole)


def test_nothing_of_this_machine_and_nothing_carried_inside_was_read(outcomes: list[Outcome]) -> None:
    for one in outcomes:
        text = str((one.profile or {}).get("text") or "")
        assert len(text) <= LONGEST_TEXT
        for word in ("root:", "hidden words", "\u202e", "\x00"):
            assert word not in text, one.sent.what


def test_nothing_that_was_sent_is_served_back_and_no_name_runs_on_its_page(outcomes: list[Outcome]) -> None:
    shown = [one for one in outcomes if one.profile and one.sent.what.startswith(("named", "scripts", "templates"))]
    assert len(shown) >= 10
    for one in shown:
        page = requests.get(one.answer.json()["follow_url"], timeout=30)
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "onerror=" not in page.text
        assert "'unsafe" not in page.headers["Content-Security-Policy"]


def test_no_file_lies_outside_the_file_store(outcomes: list[Outcome], stack: RunningStack) -> None:
    for one in outcomes:
        if one.profile:
            path = one.profile["file"]["path"]
            name = rf"profiles/{one.profile['id']}-[0-9a-f]{{8}}\.{one.profile['file']['extension']}"
            assert re.fullmatch(name, path), path
            assert (stack.home / "files" / path).is_file()
