"""`estey offers import`: each form of file, broken records counted, the same offers twice unchanged."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from elasticsearch import Elasticsearch

from indexer.engine.documents import scan
from indexer.engine.indices import refresh
from indexer.offers.processing import process_offers
from indexer.offers.search import Search, search
from indexer.reference.in_force import vocabulary
from indexer.settings import settings
from tests.client import Client, welder_offer
from tests.estey.command_line import assert_one_sentence, run_command, type_command
from tests.fixtures.queue import Queue
from tests.running import RunningStack

OFFERS, COUNT = Path(__file__).parents[1] / "data" / "offers_france_travail_v2.jsonl", 35
NANTES = {
    "libelle": "44 - NANTES",
    "latitude": 47.2184,
    "longitude": -1.5536,
    "codePostal": "44000",
    "commune": "44109",
}

FORMS: dict[str, Callable[[list[dict[str, Any]]], str]] = {
    "a JSON array": json.dumps,
    "a JSON array over many lines": lambda records: json.dumps(records, indent=2, ensure_ascii=False),
    "resultats": lambda records: json.dumps({"resultats": records, "filtresPossibles": []}),
    "JSON lines": lambda records: "\n".join(map(json.dumps, records)),
    "JSON lines ended as Windows does": lambda records: "\r\n".join([*map(json.dumps, records), "", ""]),
    "with a byte order mark": lambda records: "\ufeff" + json.dumps(records),
    "JSON lines with U+2028": lambda records: "\n".join(
        json.dumps({**record, "description": "a\u2028b"}, ensure_ascii=False) for record in records
    ),
}


def offers(count: int) -> list[dict[str, Any]]:
    return [welder_offer(uuid4().hex, lieuTravail=NANTES) for _ in range(count)]


def report_of(client: Client, path: Path) -> dict[str, Any]:
    report = client.estey("offers", "import", str(path), "--source", "command-line")
    assert set(report) == {"read", "created", "updated", "unchanged", "refused", "seconds"}
    assert report.pop("seconds") >= 0
    refused = sum(report["refused"].values())
    assert report["read"] == report["created"] + report["updated"] + report["unchanged"] + refused
    return dict(report)


def whole(read: int, **changes: Any) -> dict[str, Any]:
    return {"read": read, "created": 0, "updated": 0, "unchanged": 0, "refused": {}, **changes}


@pytest.mark.parametrize("form", FORMS)
def test_offers_in_each_form_are_created_then_unchanged(client: Client, tmp_path: Path, form: str) -> None:
    path = tmp_path / "offers with spaces é.json"
    path.write_bytes(FORMS[form](offers(3)).encode())
    assert report_of(client, path) == whole(3, created=3)
    assert report_of(client, path) == whole(3, unchanged=3)
    client.settle()


def test_changed_offers_are_updated_and_doubles_within_a_file_count_once(client: Client, tmp_path: Path) -> None:
    first, second = offers(2)
    path = tmp_path / "offers.json"
    path.write_text(json.dumps([first, second, first]), encoding="utf-8")
    assert report_of(client, path) == whole(3, created=2, unchanged=1)
    path.write_text(json.dumps([first, {**second, "intitule": "Soudeuse MIG"}]), encoding="utf-8")
    assert report_of(client, path) == whole(2, updated=1, unchanged=1)
    client.settle()


def test_broken_records_are_counted_by_reason_and_stop_nothing(client: Client, tmp_path: Path) -> None:
    good = offers(3)
    lines = [
        json.dumps(good[0]),
        '{"id": "1", "intitule": ',
        "[" * 100_000,
        "not JSON at all",
        '"a text"',
        "[1, 2]",
        "null",
        json.dumps(good[1]),
        json.dumps({"intitule": "Soudeur"}),
        json.dumps({**good[0], "id": uuid4().hex, "intitule": " "}),
        json.dumps({**good[0], "id": uuid4().hex, "dateCreation": "hier"}),
        json.dumps({**good[0], "id": uuid4().hex, "dateActualisation": "31/12/2026"}),
        json.dumps({**good[0], "id": uuid4().hex, "lieuTravail": {"commune": "x" * 40_000}}),
        json.dumps({**good[2], "intitule": "Soudeur \ud800"}),
    ]
    path = tmp_path / "offers.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    reasons = {
        "bad_json": 3, "not_an_object": 3, "no_id": 1, "no_title": 1, "bad_date_dateCreation": 1,
        "bad_date_dateActualisation": 1, "engine_refused": 1,
    }  # fmt: skip
    assert report_of(client, path) == whole(14, created=3, refused=reasons)
    client.settle()
    assert client.estey("status")["in_flight"] == 0


def test_the_same_offer_of_two_sources_is_two_offers(client: Client, tmp_path: Path) -> None:
    [offer] = offers(1)
    before = client.estey("status")["counts"]["offers"]
    for source in ("one", "two"):
        client.import_offers(tmp_path, offer, source=source)
    assert client.estey("status")["counts"]["offers"] == before + 2


def test_an_empty_list_is_no_error(client: Client, tmp_path: Path) -> None:
    path = tmp_path / "offers.json"
    path.write_text("[]", encoding="utf-8")
    assert report_of(client, path) == whole(0)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "no file"),
        (b"", "expected a JSON array"),
        (b"  \n", "expected a JSON array"),
        (b"Bonjour.\nAu revoir.", "expected a JSON array"),
        (b'{"error": "quota"}', "expected a JSON array"),
        (b"3", "expected a JSON array"),
        (b"PK\x03\x04\xff\xfe\x00", "UTF-8"),
        ("répertoire", "cannot be read"),
    ],
    ids=str,
)
def test_a_file_that_holds_no_offers_is_refused_in_one_sentence(
    client: Client, tmp_path: Path, content: bytes | str | None, words: str
) -> None:
    path = tmp_path / "offers.json"
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content:
        path.mkdir()
    done = run_command(client.stack.home, "offers", "import", str(path), "--source", "test", "--json")
    assert words in assert_one_sentence(done)


def test_for_people_the_report_is_lines_and_the_progress_is_shown_apart(client: Client, tmp_path: Path) -> None:
    path = tmp_path / "offers.json"
    path.write_text(json.dumps(offers(2)), encoding="utf-8")
    done = type_command(client.stack.home, "offers", "import", str(path), "--source", "test")
    assert done.returncode == 0
    assert done.stdout.startswith("read: 2\ncreated: 2\n")
    assert "2/2" in done.stderr
    client.settle()


def test_offers_of_every_shape_go_in_whole_and_twice_changes_nothing(
    stack: RunningStack, engine: Elasticsearch, queue: Queue
) -> None:
    """Written by hand after real ones: no title, no description, `null` for all that is not known, entities, lists.

    On indices of their own: some have no place, and everybody would be told of them.
    """
    own = {**stack.environment, "ESTEY_INDEX_PREFIX": settings().index_prefix, "ESTEY_REDIS_URL": queue.url}
    reports = []
    for _ in range(2):
        done = type_command(stack.home, "offers", "import", str(OFFERS), "--source", "shapes", "--json", **own)
        assert done.returncode == 0, done.stderr
        reports.append(json.loads(done.stdout) | {"seconds": 0})
    assert reports == [whole(COUNT, created=COUNT, seconds=0), whole(COUNT, unchanged=COUNT, seconds=0)]
    queued = [arguments[0] for name, arguments in queue.tasks() if name == "process_offers"]
    identifiers = [identifier for some in queued for identifier in some]
    assert len(identifiers) == len(set(identifiers)) == COUNT
    process_offers(engine, identifiers)
    refresh(engine)
    stored = {offer["title"]: offer for _, offer in scan(engine, "offers", {"match_all": {}}, "id", ["*"])}
    assert {offer["stage"] for offer in stored.values()} == {"matched"}
    assert "Développeur / Développeuse data" in stored, "the job stands for a title that is empty"
    assert "Administrateur Systèmes & Réseaux H/F" in stored
    found = search(engine, Search("accrocheur de guirlandes"), vocabulary())
    assert "Accrocheur de guirlandes de Noël (H/F)" in [offer["title"] for offer in found.offers]
