"""Offers due to people, written straight into the indices, and what became of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import bulk

from indexer.engine.documents import scan
from indexer.engine.indices import index_name, refresh
from indexer.matching.matches import DIRECT, PENDING, Due, record
from tests.factories.documents import NOW, store_all
from tests.factories.offers import make_offer

PERSON = "person-p"


def make_match(person: str, offer: str, **changes: Any) -> dict[str, Any]:
    """An offer that is due to a person through their `profile`, or through a saved `search`."""
    due = Due(person, changes.pop("profile", ""), offer, changes.pop("kind", DIRECT), changes.pop("search", ""))
    through = {"search": due.search} if due.search else {"profile": due.profile}
    said = {"recipient": person, "offer": offer, "kind": due.kind, "state": PENDING, "created_at": NOW}
    return {"id": due.identifier, **through, **said, **changes}


def offers_due(engine: Elasticsearch, count: int, person: str = PERSON, profile: str = "p", start: int = 0) -> None:
    """Store offers `o<start>`… and the matches due for them, found ten minutes ago."""
    offers = (
        make_offer(f"o{number}", title=f"Soudeur {number:03}", employer=f"Atelier {number}")
        for number in range(start, start + count)
    )
    store_all(engine, "offers", offers)
    record(engine, [Due(person, profile, f"o{number}") for number in range(start, start + count)])
    let_time_pass(engine)
    refresh(engine)


def matches(engine: Elasticsearch) -> dict[str, dict[str, Any]]:
    """Every match, by its offer."""
    refresh(engine, "matches")
    fields = ["offer", "state", "reason", "digest", "claimed_at", "sent_at"]
    return {source["offer"]: source for _, source in scan(engine, "matches", {"match_all": {}}, "id", fields)}


def states(engine: Elasticsearch) -> dict[str, str]:
    return {offer: match["state"] for offer, match in matches(engine).items()}


def let_claims_expire(engine: Elasticsearch) -> None:
    """Let the time of every open digest be over."""
    then = (datetime.now(UTC) - timedelta(seconds=1)).isoformat()
    refresh(engine, "people")
    update_all(engine, "people", {"exists": {"field": "digest_until"}}, {"digest_until": then}, "person")


def let_time_pass(engine: Elasticsearch, **ago: float) -> None:
    """Have everything that waits been found so long ago; ten minutes when nothing is said."""
    then = (datetime.now(UTC) - timedelta(**(ago or {"minutes": 10}))).isoformat()
    refresh(engine, "matches")
    update_all(engine, "matches", {"term": {"state": "pending"}}, {"created_at": then})


def update_all(engine: Elasticsearch, kind: str, query: dict[str, Any], doc: dict[str, Any], sort: str = "id") -> None:
    """Write these fields into every document of a query, in one request; searches see them afterwards."""
    found = [identifier for identifier, _ in scan(engine, kind, query, sort)]
    changes = ({"_op_type": "update", "_index": index_name(kind), "_id": name, "doc": doc} for name in found)
    bulk(engine, changes, refresh=True)
