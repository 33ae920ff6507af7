"""Each way in which Tika runs out of time is a time-out that the operator's metrics count. Real Redis, real sockets."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable

import pytest

from indexer import measurements
from indexer.reading.extraction import read_text
from indexer.reading.file_checks import CheckedFile
from indexer.reading.refusals import FileRefusedError, ReaderUnavailableError
from indexer.settings import settings
from tests.fixtures.queue import Queue

CV = CheckedFile(b"Soudeur TIG", "txt", "text/plain")
LIMIT = 1
TIMED_OUT = json.dumps([{"X-TIKA:EXCEPTION:container_exception": "org.apache.tika.exception.TikaTimeoutException"}])


def cuts_at_the_limit(connection: socket.socket) -> None:
    """As when Tika kills the child that reads."""
    time.sleep(LIMIT + 0.2)
    connection.close()


def says_so(connection: socket.socket) -> None:
    connection.recv(65_536)
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(TIMED_OUT)}\r\n\r\n"
    connection.sendall((head + TIMED_OUT).encode())
    connection.close()


def cuts_at_once(connection: socket.socket) -> None:
    connection.close()


def read_by(answer: Callable[[socket.socket], None], patch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        patch.setenv("ESTEY_TIKA_URL", f"http://127.0.0.1:{server.getsockname()[1]}")
        patch.setenv("ESTEY_TIKA_TIMEOUT", str(LIMIT))
        patch.setattr(measurements, "_silent_until", 0.0)
        settings.cache_clear()
        threading.Thread(target=lambda: answer(server.accept()[0]), daemon=True).start()
        read_text(CV)


@pytest.mark.parametrize("answer", [cuts_at_the_limit, says_so])
def test_a_file_that_tika_is_stopped_at_is_too_slow_and_counted(
    queue: Queue, monkeypatch: pytest.MonkeyPatch, answer: Callable[[socket.socket], None]
) -> None:
    with pytest.raises(FileRefusedError) as refusal:
        read_by(answer, monkeypatch)
    assert refusal.value.code == "file_too_slow"
    assert measurements.read()["reader_timeouts|"] == 1


def test_a_reader_that_hangs_up_is_down_and_no_time_out(queue: Queue, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ReaderUnavailableError):
        read_by(cuts_at_once, monkeypatch)
    assert "reader_timeouts|" not in measurements.read()
