"""An engine whose port was taken while it was down comes back on another, and the service finds it there."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from embedded.home import Home
from tests import running
from tests.embedded.test_up import eventually, is_whole, process_of
from tests.running import clean_environment, free_port


def turn_away(server: socket.socket) -> None:
    """Take connections and end them, as a server that is none of ours may."""
    with suppress(OSError):
        while True:
            server.accept()[0].close()


@pytest.mark.timeout(900)
def test_the_service_goes_on_with_the_engine_on_its_new_port(tmp_path: Path) -> None:
    instance = running.start(clean_environment(tmp_path / "home", free_port()))
    try:
        before = instance.environment["ESTEY_ENGINE_URL"]
        engine = process_of(instance.home, "OpenSearchRunner")
        assert engine is not None
        engine.kill()
        engine.wait(30)
        with socket.create_server(("127.0.0.1", int(urlsplit(before).port or 0))) as server:
            threading.Thread(target=turn_away, args=(server,), daemon=True).start()
            assert eventually(lambda: url(instance.home) != before, 120)
            assert (
                requests.get(url(instance.home), timeout=10).json()["cluster_name"] == Home(instance.home).cluster_name
            )
            assert eventually(lambda: is_whole(instance), 120)
            answer = requests.get(f"{instance.url}/?q=soudeur", timeout=30)
            assert answer.ok
    finally:
        instance.stop()


def url(home: Path) -> str:
    return str(Home(home).read_instance()["environment"]["ESTEY_ENGINE_URL"])
