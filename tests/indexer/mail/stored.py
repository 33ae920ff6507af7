"""What lies in the outbox, and letting its waits end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from elasticsearch import Elasticsearch

from indexer.engine.documents import scan
from indexer.engine.indices import refresh
from tests.factories.matches import update_all


def mails(engine: Elasticsearch) -> list[dict[str, Any]]:
    """Every mail of the outbox."""
    refresh(engine, "mails")
    return [mail for _, mail in scan(engine, "mails", {"match_all": {}}, "id", ["*"])]


def let_waits_end(engine: Elasticsearch) -> None:
    """Let the claims of the outbox, and its waits after a delay, be over."""
    refresh(engine, "mails")
    then = (datetime.now(UTC) - timedelta(seconds=1)).isoformat()
    update_all(engine, "mails", {"exists": {"field": "free_at"}}, {"free_at": then})
