"""Pauses: of everything a person gets, and their end, which comes by itself on the day the person chose."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from elasticsearch import Elasticsearch

from indexer.engine.documents import change, scan
from indexer.engine.indices import refresh
from indexer.profiles import lifecycle
from indexer.profiles.document import MATCHED, PARSED, complete
from indexer.recruiters import lifecycle as recruiters
from indexer.reference.in_force import gazetteer, vocabulary
from indexer.searches import document as saved
from indexer.searches import lifecycle as searches

Document = dict[str, Any]


def pause_person(client: Elasticsearch, person: str, until: str | None = None) -> int:
    """Pause every profile and saved search of a person, until an ISO 8601 time or until they resume; return how many.

    What was found before waits. Twice is as good as once.
    """
    refresh(client, "profiles")
    mine = {"term": {"person": person}}
    profiles = [identifier for identifier, _ in scan(client, "profiles", mine, "id")]
    for identifier in profiles:
        lifecycle.pause(client, identifier, paused=True, until=until)
    found = searches.of_person(client, person)
    for identifier in found:
        searches.pause(client, identifier, until)
    recruits = recruiters.pause(client, person, paused=True, until=until) is not None
    return len(profiles) + len(found) + recruits


def end_pauses(client: Elasticsearch, now: datetime) -> list[str]:
    """Resume the profiles and saved searches whose pause is over; return the ids of the profiles, to be matched again.

    A search resumes with the next offer, as when the person resumes it. An unsubscription made meanwhile stands, and
    the person was not heard from: how long their data are kept is counted as before.
    """
    _end(client, "searches", now, lambda doc: saved.complete({**doc, "since": now.isoformat()}, *_words()))
    _end(client, "recruiters", now, lambda doc: doc)
    return _end(client, "profiles", now, _to_match_again)


def _words() -> tuple[Any, Any]:
    return vocabulary(), gazetteer()


def _to_match_again(profile: Document) -> Document:
    completed = complete(profile, vocabulary())
    return {**completed, "stage": PARSED} if completed["stage"] == MATCHED and completed["alertable"] else completed


def _end(client: Elasticsearch, kind: str, now: datetime, resumed: Callable[[Document], Document]) -> list[str]:
    def edit(doc: Document) -> Document | None:
        # Read again: the person may have resumed, or paused for longer, since the search.
        if not doc.get("paused") or not doc.get("paused_until") or datetime.fromisoformat(doc["paused_until"]) > now:
            return None
        return resumed({**doc, "paused": False, "paused_until": None})

    over = [{"term": {"paused": True}}, {"range": {"paused_until": {"lte": now.isoformat()}}}]
    refresh(client, kind)
    identifiers = [identifier for identifier, _ in scan(client, kind, {"bool": {"filter": over}}, "id")]
    return [identifier for identifier in identifiers if change(client, kind, identifier, edit, refresh=True)]
