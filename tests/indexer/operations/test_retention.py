"""A CV goes two years after the last contact; one that was never confirmed, after a month."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from indexer.engine.client import engine
from indexer.engine.documents import get
from indexer.engine.indices import index_name
from indexer.operations.retention import erase_expired_profiles
from tests.running import RunningStack

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def stored(**fields: Any) -> str:
    identifier = uuid4().hex
    document = {"id": identifier, "person": identifier, "stage": "failed", "confirmation": "sent", **fields}
    engine().index(
        index=index_name("profiles"),
        id=identifier,
        document={**document, "file": {"path": f"profiles/{identifier}.txt"}},
        refresh=True,
    )
    return identifier


@pytest.mark.parametrize(
    ("days", "confirmed", "kept"),
    [(729, True, True), (731, True, False), (29, False, True), (31, False, False), (31, True, True)],
)
def test_a_profile_is_kept_as_long_as_it_may_be_and_no_longer(
    stack: RunningStack, days: int, confirmed: bool, kept: bool
) -> None:
    contact = (NOW - timedelta(days=days)).isoformat()
    identifier = stored(last_contact_at=contact, **({"confirmed_at": contact} if confirmed else {}))
    erase_expired_profiles(engine(), NOW)
    assert (get(engine(), "profiles", identifier) is not None) is kept
    engine().delete_by_query(index=index_name("profiles"), query={"term": {"id": identifier}}, refresh=True)
