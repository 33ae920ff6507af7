"""The production Tika server is the embedded one: same version, parsers and endpoints."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from embedded import jars, tika
from embedded.home import Home
from indexer.settings import PROJECT_ROOT
from tests.deployment import compose_file

SERVICE = compose_file.load(compose_file.FILLED_IN)["services"]["tika"]
CONFIGURATION = PROJECT_ROOT / "deployment" / "tika.xml"
ROOT = ElementTree.parse(CONFIGURATION).getroot()  # noqa: S314


def embedded_root(home: Path) -> ElementTree.Element:
    return ElementTree.fromstring(tika.configuration(Home(home), 9998, 60))  # noqa: S314


def parsers(root: ElementTree.Element) -> list[tuple[str | None, list[tuple[str | None, str | None]]]]:
    return [
        (parser.get("class"), [(param.get("name"), param.text) for param in parser.iter("param")])
        for parser in root.iterfind("parsers/parser")
    ]


def test_the_image_is_of_the_version_that_is_embedded() -> None:
    assert SERVICE["image"].startswith(f"apache/tika:{jars.TIKA[2]}.")


def test_our_configuration_is_mounted_where_the_command_looks_for_it() -> None:
    assert SERVICE["command"][0] == "--config"
    assert SERVICE["volumes"] == [f"./deployment/tika.xml:{SERVICE['command'][1]}:ro"]
    assert CONFIGURATION.stat().st_mode & 0o004, "Tika runs as another user, who must be able to read it"


def test_it_reads_what_the_embedded_one_reads_and_no_more(tmp_path: Path) -> None:
    assert parsers(ROOT) == parsers(embedded_root(tmp_path))


def test_it_offers_what_the_embedded_one_offers_and_no_more(tmp_path: Path) -> None:
    found = [endpoint.text for endpoint in ROOT.iter("endpoint")]
    assert found == [endpoint.text for endpoint in embedded_root(tmp_path).iter("endpoint")]
    assert "/version" in SERVICE["healthcheck"]["test"][-1]
    assert "version" in found


def test_the_proposed_time_out_is_one_it_accepts() -> None:
    longest = int(ROOT.findtext("server/params/taskTimeoutMillis") or 0)
    assert int(compose_file.example_default("ESTEY_TIKA_TIMEOUT")) * 1000 <= longest
    assert f"above {longest // 1000}" in compose_file.EXAMPLE.read_text(encoding="utf-8")


def test_it_listens_where_the_service_looks_for_it() -> None:
    port = ROOT.findtext("server/params/port")
    settings = compose_file.raw()["services"]["worker"]["environment"]
    assert settings["ESTEY_TIKA_URL"] == f"http://tika:{port}"
    assert f"/127.0.0.1/{port} " in SERVICE["healthcheck"]["test"][-1]
    # The image says `-h 0.0.0.0`; a host here would be a second opinion.
    assert ROOT.find("server/params/host") is None
