"""What every answer has, good or bad: headers that protect, JSON under /api and a French page elsewhere."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.client import Client
from tests.running import clean_environment, eventually, free_port

ANSWERS = [
    ("GET", "/", 200),
    ("GET", "/deposer", 200),
    ("POST", "/deposer", 422),
    ("GET", "/confidentialite", 200),
    ("GET", "/mailbox", 200),
    ("GET", "/api/offers", 200),
    ("GET", "/api/offers?page=0", 422),
    ("POST", "/api/offers", 401),
    ("POST", "/api/profiles", 422),
    ("GET", "/api/health/live", 204),
    ("GET", "/openapi.json", 200),
    ("GET", "/docs", 200),
    ("GET", "/absent", 404),
    ("GET", "/offres/absent", 404),
    ("GET", "/suivi/absent", 404),
    ("GET", "/confirm/absent", 404),
    ("POST", "/desabonnement/absent", 404),
    ("GET", "/mailbox/absent", 404),
    ("GET", "/api/absent", 404),
    ("GET", "/api/profiles/absent", 404),
    ("PUT", "/", 405),
    ("GET", "/api/profiles", 405),
    ("DELETE", "/api/offers", 405),
    ("POST", "/api/health", 405),
]


@pytest.mark.parametrize(("method", "path", "status"), ANSWERS)
def test_every_answer_protects_who_reads_it(client: Client, method: str, path: str, status: int) -> None:
    answer = requests.request(method, client.stack.url + path, timeout=30)
    assert answer.status_code == status
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "object-src 'none'" in policy
    assert ("unsafe-inline" in policy) == (path == "/docs")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Permissions-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(("method", "path", "status"), [case for case in ANSWERS if case[2] >= 400])
def test_errors_are_json_under_api_and_a_french_page_elsewhere(
    client: Client, method: str, path: str, status: int
) -> None:
    answer = requests.request(method, client.stack.url + path, timeout=30)
    assert answer.status_code == status
    if path.startswith("/api/"):
        assert answer.headers["Content-Type"] == "application/json"
        assert answer.json()["code"] == status
        assert answer.json()["message"].endswith((".", " »."))
    else:
        assert answer.headers["Content-Type"].startswith("text/html")
        assert '<html lang="fr"' in answer.text


@pytest.mark.parametrize(("path", "allowed"), [("/api/profiles", {"POST"}), ("/api/offers", {"GET", "POST"})])
def test_a_refused_method_is_answered_with_those_that_exist(client: Client, path: str, allowed: set[str]) -> None:
    answer = requests.delete(client.stack.url + path, timeout=30)
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) - {"HEAD", "OPTIONS"} == allowed


def test_health_says_that_every_part_answers(client: Client) -> None:
    # Others may have stopped a part a moment ago.
    assert eventually(client.stack.is_whole)
    answer = requests.get(f"{client.stack.url}/api/health", timeout=30)
    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "unhealthy": []})
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


class LoneWeb:
    """The web alone, without the engine, and without the key that signs links unless one is given."""

    def __init__(self, folder: Path) -> None:
        self.log, port = folder / "web.log", free_port()
        self.url = f"http://127.0.0.1:{port}"
        # Nothing listens on the discard port of this machine.
        environment = {**clean_environment(folder / "home", port), "ESTEY_ENGINE_URL": "http://127.0.0.1:9"}
        command = [sys.executable, "-m", "gunicorn", "-b", f"127.0.0.1:{port}", "search_api.wsgi:app"]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [*command, "--no-control-socket"], env=environment, stdout=log, stderr=log, cwd=os.fspath(Path.cwd())
            )

    def wait(self) -> None:
        for _ in range(100):
            try:
                requests.get(f"{self.url}/api/health/live", timeout=5)
            except (requests.ConnectionError, requests.ReadTimeout):
                assert self.process.poll() is None, self.log.read_text(encoding="utf-8")
                time.sleep(0.2)
            else:
                return
        raise AssertionError("the web does not answer")


@pytest.fixture(scope="module")
def lone_web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LoneWeb]:
    web = LoneWeb(tmp_path_factory.mktemp("web"))
    web.wait()
    yield web
    web.process.terminate()
    web.process.wait(30)


@pytest.mark.parametrize("path", ["/api/profiles/a-secret-of-somebody", "/suivi/a-secret-of-somebody"])
def test_an_unforeseen_failure_is_said_in_french_and_tells_nothing(lone_web: LoneWeb, path: str) -> None:
    answer = requests.get(lone_web.url + path, timeout=30)
    assert answer.status_code == 500
    assert "de notre côté" in (answer.json()["message"] if "/api/" in path else answer.text)
    for inside in ("Traceback", "ESTEY_SECRET_KEY", "SettingsError"):
        assert inside not in answer.text
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    log = lone_web.log.read_text(encoding="utf-8")
    assert "ESTEY_SECRET_KEY must be set" in log, "the operator is told"
    assert "a-secret-of-somebody" not in log


@pytest.mark.parametrize("path", ["/api/offers", "/api/offers/absent", "/", "/offres/absent"])
def test_without_the_engine_the_service_says_that_it_is_unavailable(lone_web: LoneWeb, path: str) -> None:
    answer = requests.get(lone_web.url + path, timeout=60)
    assert answer.status_code == 503
    assert "momentanément indisponible" in (answer.json()["message"] if "/api/" in path else answer.text)
