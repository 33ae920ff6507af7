"""Correcting the name of an organisation: by its members, which waits to be read; by the operator, at once."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from elasticsearch import Elasticsearch

from indexer.engine.documents import change
from indexer.engine.indices import index_name, refresh
from indexer.publications.document import DRAFT
from indexer.publications.following import follow_organisation
from indexer.recruiters import names
from indexer.recruiters.document import NEW, Organisation, is_vouched
from indexer.recruiters.standing import reassess, reassess_namesakes, renamed

CHANGED, WAITS, SAME = "changed", "waits", "same"


def propose_name(client: Elasticsearch, identifier: str, wanted: str, recruiter: str) -> str:
    """Take the name that a member wants their organisation to have; return CHANGED, WAITS or SAME.

    It is changed at once while nobody saw the other: nobody vouches, and nothing was ever proposed to people. Otherwise
    it waits for the operator: a name that was read is not exchanged for one that was not. A register that answered has
    named it, and another name than its own waits too.
    """
    shown = _has_shown(client, identifier)
    outcome = SAME

    def edit(doc: Organisation) -> Organisation | None:
        nonlocal outcome
        if wanted == doc["name"]:
            outcome = SAME
            return {**doc, "proposed_name": None, "renaming_since": None} if doc.get("proposed_name") else None
        register = (doc.get("register") or {}).get("names") or []
        registered = any(names.telling_words(wanted) == names.telling_words(one) for one in register)
        if doc["state"] == NEW and not shown and (registered or not register):
            outcome = CHANGED
            return {**doc, **renamed(wanted)}
        outcome = WAITS
        now = datetime.now(UTC).isoformat()
        return {**doc, "proposed_name": {"name": wanted, "by": recruiter, "at": now}, "renaming_since": now}

    change(client, "organisations", identifier, edit, refresh=True)
    if outcome == CHANGED:
        reassess(client, identifier)
    return outcome


def rename(client: Elasticsearch, identifier: str, wanted: str) -> Organisation | None:
    """Give an organisation a name, its own again to refuse the one that was proposed; None when there is no such one.

    Its open offers say it at once.
    """
    found = change(client, "organisations", identifier, lambda doc: {**doc, **renamed(wanted)}, refresh=True)
    if found is None:
        return None
    if is_vouched(found):
        follow_organisation(client, identifier)
        reassess_namesakes(client, found)
    else:
        reassess(client, identifier)
    return found


def _has_shown(client: Elasticsearch, organisation: str) -> bool:
    """Say whether an organisation ever proposed an offer to people."""
    refresh(client, "publications")
    query: dict[str, Any] = {
        "bool": {"filter": [{"term": {"organisation": organisation}}], "must_not": [{"term": {"state": DRAFT}}]}
    }
    return bool(client.count(index=index_name("publications"), query=query)["count"])
