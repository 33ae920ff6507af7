"""Having a person's profiles matched again: an offer due to them is one match, held by whatever found it first."""

from __future__ import annotations

from typing import Any

from elasticsearch import Elasticsearch

from indexer.engine.documents import change, scan
from indexer.engine.indices import refresh
from indexer.matching.criteria import is_visible
from indexer.profiles.document import MATCHED, PARSED, Profile
from indexer.queueing import enqueue_profile


def match_person_again(client: Elasticsearch, person: str, besides: str = "") -> list[Profile]:
    """Have a person's profiles that may be alerted, or shown, matched again; return them all, `besides` left out.

    When what held a match no longer asks, the others have to find the offer for themselves. One that cannot be queued
    now is by the sweep.
    """
    refresh(client, "profiles")
    query: dict[str, Any] = {"bool": {"filter": [{"term": {"person": person}}]}}
    if besides:
        query["bool"]["must_not"] = [{"term": {"id": besides}}]
    found = [identifier for identifier, _ in scan(client, "profiles", query, "id")]
    changed = [change(client, "profiles", identifier, _to_match_again) for identifier in found]
    others = [other for other in changed if other]
    for other in others:
        if other["stage"] == PARSED:
            enqueue_profile(other["id"])
    return others


def _to_match_again(doc: Profile) -> Profile | None:
    wanted = doc["alertable"] or is_visible(doc)
    return {**doc, "stage": PARSED} if doc["stage"] == MATCHED and wanted else None
