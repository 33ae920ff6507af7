"""Asked to stop, a worker finishes what it has in hand, and takes nothing more. A real worker, a real mail server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from configparser import ConfigParser
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from embedded.home import Home
from embedded.jars import Jars
from embedded.programs import Addresses, all_programs
from embedded.supervision import configuration
from indexer.queueing import enqueue_digests
from indexer.settings import settings
from tests.factories.matches import PERSON, offers_due, states
from tests.factories.profiles import store_person
from tests.fixtures.queue import Queue
from tests.indexer.mail_server import MailServer
from tests.running import eventually

STARTS_SECONDS, ENDS_SECONDS = 120.0, 60.0


@pytest.fixture
def said(tmp_path: Path) -> Path:
    """Where the worker says what it does."""
    return tmp_path / "worker.log"


@pytest.fixture
def worker(
    engine: Elasticsearch, queue: Queue, mail_server: MailServer, said: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """A worker on the indices, the Redis database and the mail server of this test, in a process group of its own."""
    environment = {**os.environ, "ESTEY_INDEX_PREFIX": settings().index_prefix, "ESTEY_REDIS_URL": settings().redis_url}
    command = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "indexer.celery_app",
        "worker",
        "--concurrency",
        "1",
        "-n",
        "own@%h",
    ]
    with said.open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
    yield process
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)


def test_the_mail_in_hand_is_sent_and_marked_and_the_next_is_left_in_the_queue(
    worker: subprocess.Popen[bytes], said: Path, engine: Elasticsearch, queue: Queue, mail_server: MailServer
) -> None:
    mail_server.is_holding = True
    store_person(engine)
    offers_due(engine, 2)
    enqueue_digests([PERSON])
    assert eventually(lambda: mail_server.handed, STARTS_SECONDS), "the worker began to send"
    enqueue_digests(["another person"])
    worker.terminate()
    assert eventually(lambda: b"Warm shutdown" in said.read_bytes(), ENDS_SECONDS), "the worker knows that it is to end"
    mail_server.is_holding = False
    assert worker.wait(ENDS_SECONDS) == 0
    assert len(mail_server.taken) == 1
    assert states(engine) == {"o0": "sent", "o1": "sent"}
    assert queue.tasks() == [("send_digests", [["another person"]])]


def test_supervisor_asks_the_first_process_of_the_worker_only(tmp_path: Path) -> None:
    """Its other processes drop their task at SIGTERM: asked all at once, a mail was sent and never marked."""
    home = Home(tmp_path)
    home.prepare()
    programs = all_programs(home, Jars([], Path("tika.jar")), Addresses(1, 2, 3, 4, 5, 6), 60)
    read = ConfigParser(interpolation=None)
    read.read_string(configuration(home, programs, 6, "secret"))
    assert read["program:worker"]["stopasgroup"] == "false"
    assert read["program:worker"]["killasgroup"] == "true"
    assert read["program:web"]["stopasgroup"] == "true"
