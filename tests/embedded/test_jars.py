"""Fetching: a file is whole or absent, over a real HTTP server that misbehaves."""

from __future__ import annotations

import hashlib
import io
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import requests
from jgo.maven import MavenContext

from embedded import jars
from embedded.errors import StartError


def a_jar() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        # A date of its own: two jars of two seconds are equal all the same.
        archive.writestr(zipfile.ZipInfo("A.class", date_time=(2026, 1, 1, 0, 0, 0)), b"x" * 200_000)
    return content.getvalue()


class Repository:
    """What a Maven repository answers: whole bodies by path, and paths whose connection is cut half-way."""

    def __init__(self) -> None:
        self.bodies: dict[str, bytes] = {}
        self.cut: set[str] = set()
        self.url = ""

    def put(self, path: str, body: bytes) -> None:
        self.bodies[path] = body
        self.bodies[f"{path}.sha1"] = hashlib.sha1(body).hexdigest().encode()  # noqa: S324


@pytest.fixture
def repository() -> Iterator[Repository]:
    served = Repository()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = served.bodies.get(self.path)
            if body is None:
                self.send_error(404)
                return
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[: len(body) // 2] if self.path in served.cut else body)

        def log_message(self, *_arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield served
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda _seconds: None)


def test_a_whole_file_gets_its_name(repository: Repository, tmp_path: Path) -> None:
    repository.put("/a.jar", a_jar())
    received: list[int] = []
    path = tmp_path / "deep" / "a.jar"
    assert jars.download_whole(requests.Session(), f"{repository.url}/a.jar", path, received.append)
    assert path.read_bytes() == a_jar()
    assert sum(received) == len(a_jar())


def test_an_absent_file_is_said_to_be_absent(repository: Repository, tmp_path: Path) -> None:
    assert not jars.download_whole(
        requests.Session(), f"{repository.url}/none.jar", tmp_path / "none.jar", lambda *_: None
    )


@pytest.mark.parametrize("fault", ["checksum", "cut", "not a jar"])
def test_a_file_that_is_not_whole_never_gets_its_name(repository: Repository, tmp_path: Path, fault: str) -> None:
    repository.put("/a.jar", b"<html>a captive portal</html>" if fault == "not a jar" else a_jar())
    if fault == "checksum":
        repository.bodies["/a.jar.sha1"] = b"0" * 40
    if fault == "cut":
        repository.cut.add("/a.jar")
    with pytest.raises((jars.IncompleteError, requests.RequestException)):
        jars.download_whole(requests.Session(), f"{repository.url}/a.jar", tmp_path / "a.jar", lambda *_: None)
    assert not (tmp_path / "a.jar").exists()


def test_a_download_that_keeps_failing_is_a_sentence_and_the_next_try_recovers(
    repository: Repository, tmp_path: Path
) -> None:
    path = "/org/example/thing/1/thing-1.jar"
    repository.put(path, a_jar())
    repository.cut.add(path)
    context = MavenContext(
        resolver=jars.WholeFiles(lambda *_: None), repo_cache=tmp_path, remote_repos={"central": repository.url}
    )
    artifact = context.project("org.example", "thing").at_version("1").artifact()
    with pytest.raises(StartError, match=r"Downloading thing-1\.jar failed .* start again"):
        artifact.resolve()
    repository.cut.clear()
    assert artifact.resolve().read_bytes() == a_jar()


def test_nothing_answering_is_a_sentence(tmp_path: Path) -> None:
    context = MavenContext(
        resolver=jars.WholeFiles(lambda *_: None), repo_cache=tmp_path, remote_repos={"central": "http://127.0.0.1:9"}
    )
    with pytest.raises(StartError, match="check the network"):
        context.project("org.example", "thing").at_version("1").artifact().resolve()
