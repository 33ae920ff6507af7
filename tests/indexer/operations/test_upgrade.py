"""An upgrade whose mappings changed: `estey migrate`, then `estey reindex`, while mails are due. No alert is lost."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from indexer.alerts.claims import recipients_waiting
from indexer.alerts.digests import send_digest
from indexer.alerts.people import person
from indexer.alerts.smtp import MailDelayedError
from indexer.engine import indices as engine_indices
from indexer.engine.indices import KINDS, ensure_indices, index_name
from indexer.engine.versions import is_outdated, version_in_use
from indexer.profiles import lifecycle
from indexer.settings import MAPPINGS
from tests.factories.matches import PERSON, let_claims_expire, offers_due, states
from tests.factories.profiles import store_person
from tests.indexer.mail_server import MailServer
from tests.indexer.operations.reindexed import run


@pytest.fixture
def next_release(engine: Elasticsearch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Mappings in which offers and profiles have another field, and one field of each is defined otherwise."""
    folder = tmp_path / "mappings"
    shutil.copytree(MAPPINGS, folder)
    for kind, changed in (("offers", "title"), ("profiles", "text")):
        mapping = json.loads((folder / f"{kind}.json").read_text(encoding="utf-8"))
        mapping["properties"]["of_the_next_release"] = {"type": "keyword"}
        mapping["properties"][changed] = {"type": "text", "analyzer": "simple"}
        (folder / f"{kind}.json").write_text(json.dumps(mapping), encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(engine_indices, "MAPPINGS", folder)
        yield folder


@pytest.fixture
def outbox_of_the_next_release(next_release: Path) -> Path:
    """What people were told, and what is known of them, is defined otherwise too: in each, one field is not indexed."""
    for kind, changed in (("matches", "reason"), ("people", "mail_state")):
        mapping = json.loads((next_release / f"{kind}.json").read_text(encoding="utf-8"))
        mapping["properties"][changed] = {"type": "keyword", "index": False}
        (next_release / f"{kind}.json").write_text(json.dumps(mapping), encoding="utf-8")
    return next_release


def fields(engine: Elasticsearch, kind: str) -> dict[str, Any]:
    [found] = engine.indices.get_mapping(index=index_name(kind)).body.values()
    properties: dict[str, Any] = found["mappings"]["properties"]
    return properties


def test_what_was_due_before_during_and_after_is_sent_once(
    engine: Elasticsearch, next_release: Path, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.operations.reindexing.GRACE_SECONDS", 0.02)
    store_person(engine, stage="matched")
    offers_due(engine, 2)
    before = {kind: version_in_use(engine, kind) for kind in ("offers", "profiles")}

    assert ensure_indices(engine) == []
    assert "of_the_next_release" in fields(engine, "profiles"), "migrate adds what is new"
    assert fields(engine, "profiles")["text"]["analyzer"] != "simple", "what changed waits for reindex"

    sent: list[int] = []

    def meanwhile(_kind: str, _done: int, _total: int) -> None:
        if not sent:
            sent.append(send_digest(engine, PERSON))
            offers_due(engine, 2, start=2)

    run(engine, meanwhile)
    assert sent == [2]
    for kind, changed in (("offers", "title"), ("profiles", "text")):
        assert version_in_use(engine, kind) != before[kind]
        assert fields(engine, kind)[changed]["analyzer"] == "simple"
    offers_due(engine, 1, start=4)
    assert list(recipients_waiting(engine)) == [PERSON]
    assert [send_digest(engine, PERSON), send_digest(engine, PERSON)] == [3, 0]
    assert states(engine) == {f"o{number}": "sent" for number in range(5)}
    assert len({mail["Message-ID"] for mail in mail_server.taken}) == len(mail_server.taken) == 2


def test_what_people_were_told_and_what_waits_comes_over_when_it_is_defined_otherwise(
    engine: Elasticsearch,
    outbox_of_the_next_release: Path,
    mail_server: MailServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("indexer.operations.reindexing.GRACE_SECONDS", 0.02)
    for name in ("p", "q", "gone"):
        store_person(engine, name, stage="matched", file={"path": "profiles/none"})
    offers_due(engine, 2)
    assert send_digest(engine, PERSON) == 2
    # Of one a mail is under way, of another everything is erased meanwhile.
    offers_due(engine, 2, person="person-q", profile="q", start=2)
    mail_server.data_answer = "451 later"
    with pytest.raises(MailDelayedError):
        send_digest(engine, "person-q")
    mail_server.data_answer = ""
    name = person(engine, "person-q")["digest"]["id"]
    offers_due(engine, 2, person="person-gone", profile="gone", start=4)
    assert send_digest(engine, "person-gone") == 2
    ensure_indices(engine)

    done: list[str] = []

    def meanwhile(kind: str, _done: int, _total: int) -> None:
        if kind == "matches" and not done:
            done.append(kind)
            lifecycle.delete(engine, "gone")
            offers_due(engine, 2, start=6)

    report, _ = run(engine, meanwhile)
    assert {"people", "matches"} <= set(report.documents)
    for kind, changed in (("matches", "reason"), ("people", "mail_state")):
        assert fields(engine, kind)[changed].get("index") is False
    assert "person-gone" not in str(engine.search(index=f"{index_name('matches')},{index_name('people')}", size=99))
    let_claims_expire(engine)
    for recipient in sorted(recipients_waiting(engine)):
        assert send_digest(engine, recipient) == 2
        assert send_digest(engine, recipient) == 0
    assert set(states(engine).values()) == {"sent"}
    told = [mail["Message-ID"] for mail in mail_server.taken]
    assert len(told) == len(set(told)) == 4
    assert f"<{name}@example.org>" in told


def test_what_is_defined_as_before_is_not_copied(engine: Elasticsearch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.operations.reindexing.GRACE_SECONDS", 0.02)
    # Whatever a test before left defined otherwise.
    run(engine)
    assert [kind for kind in KINDS if is_outdated(engine, kind)] == []
    before = version_in_use(engine, "matches")
    run(engine)
    assert version_in_use(engine, "matches") == before
