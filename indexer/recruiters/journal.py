"""The journal of what was decided of organisations: who, when, of whom, and how it was before, to undo it.

It names organisations; recruiters stand in it by their id alone.
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import Any

from elasticsearch import Elasticsearch

from indexer.engine.documents import change, get
from indexer.engine.indices import index_name, refresh

Entry = dict[str, Any]

VOUCH, BLOCK, LET_IN, TURN_AWAY, RENAME, KEEP_NAME = "vouch", "block", "let_in", "turn_away", "rename", "keep_name"
WORDS = {
    VOUCH: "s’est porté garant de",
    BLOCK: "a bloqué",
    LET_IN: "a accueilli quelqu’un dans",
    TURN_AWAY: "a écarté quelqu’un de",
    RENAME: "a changé le nom de",
    KEEP_NAME: "a refusé un nouveau nom à",
}
MOST = 200


def write(client: Elasticsearch, by: str, action: str, organisation: dict[str, Any], **said: Any) -> str:
    """Write down what somebody decided of an organisation; return the entry's id.

    `said`: `link` (the key of the link it was done through), `recruiter`, `reason`, and `before`, what it takes to undo
    it.
    """
    identifier = secrets.token_hex(10)
    entry = {
        "id": identifier,
        "at": datetime.now(UTC).isoformat(),
        "by": by,
        "action": action,
        "organisation": organisation["id"],
        "organisation_name": organisation["name"],
        **{name: value for name, value in said.items() if value},
    }
    client.index(index=index_name("journal"), id=identifier, document=entry, refresh=True)
    return identifier


def entries(client: Elasticsearch, *, link: str = "", by: str = "", most: int = MOST) -> list[Entry]:
    """Return what was decided, the latest first; of one link, or in one name, when it is given."""
    refresh(client, "journal")
    asked = [{"term": {name: value}} for name, value in (("link", link), ("by", by)) if value]
    answer = client.search(
        index=index_name("journal"), query={"bool": {"filter": asked}}, sort=[{"at": "desc"}], size=most
    )
    return [dict(hit["_source"]) for hit in answer["hits"]["hits"]]


def entry(client: Elasticsearch, identifier: str) -> Entry | None:
    """Return one entry; None when there is none by that id."""
    return get(client, "journal", identifier)


def note_undone(client: Elasticsearch, identifier: str, by: str) -> None:
    """Write down that what an entry says was undone, and by whom."""
    now = datetime.now(UTC).isoformat()
    undone = {"undone_at": now, "undone_by": by}
    change(client, "journal", identifier, lambda doc: None if doc.get("undone_at") else {**doc, **undone}, refresh=True)


def erase_old(client: Elasticsearch, before: datetime) -> int:
    """Erase what was written before a time, and return how many entries there were."""
    refresh(client, "journal")
    old = {"range": {"at": {"lt": before.isoformat()}}}
    answer = client.delete_by_query(index=index_name("journal"), query=old, conflicts="proceed", refresh=True)
    return int(answer["deleted"])
