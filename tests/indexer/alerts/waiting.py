"""People with offers due to them, written straight into the indices."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import bulk

from indexer.engine.documents import scan
from indexer.engine.indices import index_name, refresh
from indexer.matching.matches import Due, record
from tests.indexer.matching.plain_profiles import make_offer, make_profile

PERSON = "person-p"


def store(engine: Elasticsearch, kind: str, document: dict[str, Any]) -> dict[str, Any]:
    engine.index(index=index_name(kind), id=document["id"], document=document, refresh=True)
    return document


def store_many(engine: Elasticsearch, documents: Iterable[tuple[str, dict[str, Any]]]) -> None:
    """Store documents by kind, in one request; searches see them afterwards."""
    bulk(
        engine,
        ({"_index": index_name(kind), "_id": document["id"], "_source": document} for kind, document in documents),
        refresh=True,
    )


def person_document(identifier: str = "p", **given: Any) -> dict[str, Any]:
    extra = {"email": f"{identifier}@example.org", "link_key": "k", "wanted": ["soudeur"], "confirmation": "sent"}
    return make_profile(identifier, **{**extra, **given})


def store_person(engine: Elasticsearch, identifier: str = "p", **given: Any) -> dict[str, Any]:
    return store(engine, "profiles", person_document(identifier, **given))


def offers_due(engine: Elasticsearch, count: int, person: str = PERSON, profile: str = "p", start: int = 0) -> None:
    """Store offers `o<start>`… and the matches due for them, found ten minutes ago."""
    offers = (
        make_offer(f"o{number}", title=f"Soudeur {number:03}", employer=f"Atelier {number}")
        for number in range(start, start + count)
    )
    store_many(engine, (("offers", offer) for offer in offers))
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
