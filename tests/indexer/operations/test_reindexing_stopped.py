"""Reindexing stopped at any moment: the old versions stay in use, and the next run goes on. Real engine."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from indexer.engine.documents import change
from indexer.engine.lease import BusyError, held
from indexer.engine.versions import version_in_use, versions
from indexer.operations import reindex_state, reindexing
from indexer.operations.reindex_state import end_abandoned
from indexer.settings import PROJECT_ROOT
from tests.indexer.operations.reindexed import COUNT, KilledError, assert_clean, documents, run


def test_a_run_that_failed_goes_on_where_it_was(filled: Elasticsearch) -> None:
    steps: list[int] = []

    def fail(kind: str, done: int, total: int) -> None:
        if done >= 15:
            raise KilledError

    with pytest.raises(KilledError):
        run(filled, fail)
    before = version_in_use(filled, "offers")
    assert len(documents(filled, "offers")) == COUNT, "the old version is in use"
    target = set(versions(filled, "offers")) - {before}
    report, _ = run(filled, lambda kind, done, total: steps.append(done) if kind == "offers" else None)
    assert report.resumed
    assert steps[0] == 20
    assert report.documents["offers"]["read"] == COUNT
    assert {version_in_use(filled, "offers")} == target
    assert_clean(filled)


KILLED_PROCESS = """
import sys, time
from indexer.engine.client import engine
from indexer.operations import index_copy, reindexing
index_copy.PAGE = 5
def advance(kind, done, total):
    print(done, flush=True)
    if done >= 10:
        time.sleep(60)
reindexing.reindex(engine(), {}, advance, settled_after=0)
"""


def test_a_run_that_was_killed_goes_on_at_once(filled: Elasticsearch) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED_PROCESS], cwd=PROJECT_ROOT, env=dict(os.environ), stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert [process.stdout.readline() for _ in range(2)][-1] == b"10\n"
    with pytest.raises(BusyError, match="Another reindex is running"):
        run(filled)
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    report, _ = run(filled)
    assert report.resumed
    assert len(documents(filled, "offers")) == COUNT
    assert_clean(filled)


@pytest.mark.parametrize("moment", ["before", "after"])
def test_killed_beside_the_swap_writes_come_back_and_the_next_run_ends_it(
    filled: Elasticsearch, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    swap = reindexing.swap

    def die(*arguments: Any) -> None:
        if moment == "after":
            swap(*arguments)
        raise KilledError

    with monkeypatch.context() as patch:
        patch.setattr(reindexing, "swap", die)
        # Killed, it could not even end the holding back of writes.
        patch.setattr(reindexing, "let_write", lambda client, index: None)
        with pytest.raises(KilledError):
            run(filled)
    end_abandoned(filled, datetime.now(UTC))
    change(filled, "offers", "o00", lambda doc: {**doc, "employer": "Cirque"})
    report, _ = run(filled)
    assert report.resumed
    offers = documents(filled, "offers")
    assert offers["o00"]["employer"] == "Cirque"
    assert offers["o01"]["jobs"] == ["N4444"]
    assert len(offers) == COUNT
    assert_clean(filled)


def test_what_nobody_continues_is_erased_after_a_day(filled: Elasticsearch) -> None:
    def fail(kind: str, done: int, total: int) -> None:
        raise KilledError

    with pytest.raises(KilledError):
        run(filled, fail)
    end_abandoned(filled, datetime.now(UTC))
    assert len(versions(filled, "profiles")) == 2
    with held(filled, reindex_state.NAME):
        end_abandoned(filled, datetime.now(UTC) + timedelta(days=2))
    assert len(versions(filled, "profiles")) == 2
    end_abandoned(filled, datetime.now(UTC) + timedelta(days=2))
    assert_clean(filled)
