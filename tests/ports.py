"""A port where a server is in trouble, which counts how often it is tried."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass
class Port:
    """Where it listens, and how often somebody connected."""

    number: int = 0
    calls: int = 0


@contextmanager
def hanging_up() -> Iterator[Port]:
    """A port that hangs up on whoever connects: who counts the calls need not measure how long they took."""
    port = Port()

    class HangUp(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            port.calls += 1

    with socketserver.TCPServer(("127.0.0.1", 0), HangUp) as server:
        port.number = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield port
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def never_answering() -> Iterator[Port]:
    """A port that takes whoever connects and says nothing: what waits for it waits for ever."""
    port, ends = Port(), threading.Event()

    class Silence(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            port.calls += 1
            ends.wait(60)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Silence) as server:
        server.daemon_threads = True
        port.number = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield port
        finally:
            ends.set()
            server.shutdown()
            thread.join()
