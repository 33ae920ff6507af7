"""The Tika server of the stack, started alone with a short time-out: what it reads, and that no file takes it down."""

from __future__ import annotations

import io
import subprocess
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
import requests

from embedded import jars, ports, tika
from embedded.home import Home

TIMEOUT_SECONDS = 3


@pytest.fixture(scope="module")
def tika_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home = Home(tmp_path_factory.mktemp("tika"))
    home.prepare()
    (port,) = ports.find_free(1)
    jar = jars.fetch(lambda _count: None).tika
    command = tika.command(home, jar, tika.configure(home, port, TIMEOUT_SECONDS))
    with (home.logs / "tika.log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as process:
        wait_until_ready(port)
        yield f"http://127.0.0.1:{port}"
        process.terminate()


def wait_until_ready(port: int) -> None:
    deadline = time.monotonic() + 60
    while not tika.is_ready(port):
        assert time.monotonic() < deadline, "Tika does not answer"
        time.sleep(0.2)


def read(url: str, body: bytes) -> str:
    answer = requests.put(f"{url}/rmeta/text", data=body, headers={"Accept": "application/json"}, timeout=60)
    answer.raise_for_status()
    return "\n".join(part.get("X-TIKA:content", "") for part in answer.json())


def test_the_configuration_is_well_formed_for_any_path(tmp_path: Path) -> None:
    home = Home(tmp_path / "R&D <été>")
    root = ElementTree.fromstring(tika.configuration(home, 20_000, 60))  # noqa: S314
    assert root.findtext("server/params/taskTimeoutMillis") == "60000"
    assert f"-Djava.io.tmpdir={home.temporary}" in [arg.text for arg in root.iter("arg")]


@pytest.mark.timeout(900)
def test_it_reads_a_page_and_its_language(tika_url: str) -> None:
    assert "Soudeuse à Pau" in read(tika_url, "<html><body><p>Soudeuse à Pau</p></body></html>".encode())
    language = requests.put(f"{tika_url}/language/stream", data=b"Je cherche un emploi de soudeuse", timeout=60)
    assert language.text == "fr"


def test_it_opens_no_archive(tika_url: str) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("inside.txt", "hidden words")
    assert "hidden words" not in read(tika_url, content.getvalue())


@pytest.mark.timeout(900)
def test_a_file_that_takes_too_long_costs_only_itself(tika_url: str) -> None:
    nested = b"<html><body>" + b"<div><b><i><a href=x>" * 400_000
    with pytest.raises(requests.RequestException):
        read(tika_url, nested)
    wait_until_ready(int(tika_url.rpartition(":")[2]))
    assert "Soudeuse" in read(tika_url, b"Soudeuse")
