"""One at a time: a lease on a long piece of work, kept in the engine, that ends by itself when its holder dies."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from elasticsearch import ConflictError, Elasticsearch, NotFoundError

from indexer.engine.indices import index_name

# Renewed every few seconds: a holder silent for this long is dead, or has lost the engine.
LEASE = timedelta(seconds=60)


class BusyError(Exception):
    """Somebody else holds the lease; the message says who and since when."""


class Lease:
    """The right to do one piece of work, until released or not renewed for LEASE."""

    def __init__(self, client: Elasticsearch, name: str) -> None:
        """Take the lease. Raises BusyError when another holder is alive."""
        self._client, self._name = client, name
        self._owner = holder_name()
        self._place = _free_place(client, name)
        self.renew()

    def renew(self) -> None:
        """Say that the work goes on. Raises BusyError when somebody else took it over meanwhile."""
        document = {"kind": "lease", "owner": self._owner, "alive_at": datetime.now(UTC).isoformat()}
        try:
            answer = self._client.index(
                index=index_name("reference"), id=_identifier(self._name), document=document, **self._place
            )
        except ConflictError as error:
            raise BusyError(f"Another {self._name} has just begun.") from error
        self._place = {"if_seq_no": answer["_seq_no"], "if_primary_term": answer["_primary_term"]}

    def release(self) -> None:
        """Let others have it; nothing happens when somebody else took it over."""
        try:
            self._client.delete(index=index_name("reference"), id=_identifier(self._name), **self._place)
        except (ConflictError, NotFoundError):
            return


@contextmanager
def held(client: Elasticsearch, name: str) -> Iterator[Lease]:
    """Hold a lease while the block runs."""
    lease = Lease(client, name)
    try:
        yield lease
    finally:
        lease.release()


def is_held(client: Elasticsearch, name: str) -> bool:
    """Say whether a living holder has the lease."""
    try:
        _free_place(client, name)
    except BusyError:
        return True
    return False


def _free_place(client: Elasticsearch, name: str) -> dict[str, Any]:
    """Return what makes the first write fail if somebody else is quicker. Raises BusyError."""
    try:
        hit = client.get(index=index_name("reference"), id=_identifier(name))
    except NotFoundError:
        return {"op_type": "create"}
    owner, alive_at = hit["_source"]["owner"], datetime.fromisoformat(hit["_source"]["alive_at"])
    if datetime.now(UTC) - alive_at < LEASE and not holder_died(owner):
        raise BusyError(
            f"Another {name} is running ({owner.rpartition(':')[0]}); were it dead, it would be free within a minute."
        )
    return {"if_seq_no": hit["_seq_no"], "if_primary_term": hit["_primary_term"]}


def holder_name() -> str:
    """Return a new name for whoever takes something in hand: this machine, this process, and what tells two apart."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"


def holder_died(owner: str) -> bool:
    """Say whether the holder was a process of this machine that is no more."""
    host, process, _ = owner.rsplit(":", 2)
    if host != socket.gethostname():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def _identifier(name: str) -> str:
    return f"lease-{name}"
