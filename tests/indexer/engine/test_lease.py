"""One at a time: a lease is refused while its holder lives, and free once it is dead. Real engine."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from elasticsearch import Elasticsearch

from indexer.engine.indices import index_name
from indexer.engine.lease import LEASE, BusyError, Lease, held


def said_by(engine: Elasticsearch, owner: str, age: timedelta) -> None:
    alive_at = (datetime.now(UTC) - age).isoformat()
    document = {"kind": "lease", "owner": owner, "alive_at": alive_at}
    engine.index(index=index_name("reference"), id="lease-work", document=document)


def test_a_lease_is_refused_while_it_is_held_and_free_afterwards(engine: Elasticsearch) -> None:
    with held(engine, "work") as lease:
        with pytest.raises(BusyError, match=f"Another work is running \\({socket.gethostname()}:{os.getpid()}"):
            Lease(engine, "work")
        lease.renew()
        Lease(engine, "other work").release()
    Lease(engine, "work").release()


def test_a_holder_on_another_machine_is_believed_alive_for_a_minute(engine: Elasticsearch) -> None:
    said_by(engine, "elsewhere:1:abc", LEASE - timedelta(seconds=5))
    with pytest.raises(BusyError):
        Lease(engine, "work")
    said_by(engine, "elsewhere:1:abc", LEASE + timedelta(seconds=5))
    Lease(engine, "work").release()


def test_a_holder_that_died_on_this_machine_is_not_waited_for(engine: Elasticsearch) -> None:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    said_by(engine, f"{socket.gethostname()}:{process.pid}:abc", timedelta(0))
    Lease(engine, "work").release()


def test_who_was_silent_too_long_learns_that_it_was_taken_over(engine: Elasticsearch) -> None:
    silent = Lease(engine, "work")
    owner = engine.get(index=index_name("reference"), id="lease-work")["_source"]["owner"]
    said_by(engine, owner, LEASE + timedelta(seconds=5))
    lease = Lease(engine, "work")
    with pytest.raises(BusyError):
        silent.renew()
    silent.release()
    lease.renew()
    lease.release()
