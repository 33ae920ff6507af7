"""Organisations and who belongs to them: the first who gives a SIRET, and whoever is let in afterwards.

A SIRET is public, so giving one proves nothing. The first may publish and sees no CV until somebody who knows the
organisation vouches for it. A second one waits: a member lets them in, or the operator.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from elasticsearch import ConflictError, Elasticsearch

from indexer.engine.documents import change, get, scan
from indexer.engine.indices import index_name, refresh
from indexer.recruiters.document import (
    ASKED,
    LET_IN,
    NEW,
    TURNED_AWAY,
    VOUCHED,
    Organisation,
    Recruiter,
    new_organisation,
    with_notice,
)
from indexer.recruiters.lifecycle import edit

MEMBER, WAITS = "member", "waits"
_TOGETHER = 1000


def join(client: Elasticsearch, recruiter: Recruiter, siret: str, name: str, commune: str) -> str:
    """Have a recruiter belong to the organisation of a SIRET, or ask to; return MEMBER or WAITS.

    Whoever waited for another does so no more. What the organisation is called stays as its first member wrote it.
    """
    now = datetime.now(UTC).isoformat()
    organisation = new_organisation(siret, name, commune, now)
    try:
        client.create(index=index_name("organisations"), id=organisation["id"], document=organisation, refresh=True)
        first = True
    except ConflictError:
        # One that its members left is theirs who comes next, and whoever vouched for it did not know them.
        first = not members(client, organisation["id"])
        if first:
            change(client, "organisations", organisation["id"], lambda doc: _unknown_again(doc, now), refresh=True)
    if first or recruiter.get("organisation") == organisation["id"]:
        _belong(client, recruiter["id"], organisation["id"], now)
        return MEMBER
    asked = {"organisation": None, "asks_to_join": organisation["id"], "asked_at": now, "terms_accepted_at": now}

    def asks(known: Recruiter) -> Recruiter:
        # Whoever asks again is waited for already.
        again = known.get("asks_to_join") == organisation["id"]
        return known if again else with_notice({**known, **asked}, ASKED, organisation["id"], now)

    edit(client, recruiter["id"], asks)
    return WAITS


def let_in(client: Elasticsearch, identifier: str, organisation: str) -> Recruiter | None:
    """Let in a recruiter who asked to join an organisation; None when they do not ask any more."""
    recruiter = get(client, "recruiters", identifier)
    if recruiter is None or recruiter.get("asks_to_join") != organisation:
        return None
    return _belong(client, identifier, organisation, datetime.now(UTC).isoformat(), notice=LET_IN)


def turn_away(client: Elasticsearch, identifier: str, organisation: str) -> Recruiter | None:
    """Refuse a recruiter who asked to join an organisation, or take a member out of it; None when they are neither."""
    turned, now = False, datetime.now(UTC).isoformat()

    def apart(known: Recruiter) -> Recruiter | None:
        nonlocal turned
        turned = organisation in (known.get("organisation"), known.get("asks_to_join"))
        if not turned:
            return None
        return with_notice({**known, "organisation": None, "asks_to_join": None}, TURNED_AWAY, organisation, now)

    recruiter = edit(client, identifier, apart)
    return recruiter if turned else None


def members(client: Elasticsearch, organisation: str) -> list[Recruiter]:
    """Return the recruiters of an organisation, by id."""
    return _those(client, {"term": {"organisation": organisation}})


def waiting(client: Elasticsearch, organisation: str) -> list[Recruiter]:
    """Return the recruiters who wait to be let into an organisation, once their address is confirmed."""
    asked = [{"term": {"asks_to_join": organisation}}, {"exists": {"field": "confirmed_at"}}]
    return _those(client, {"bool": {"filter": asked}})


def organisations(client: Elasticsearch, state: str = "") -> list[Organisation]:
    """Return all organisations, or those in one state, the oldest first within each."""
    refresh(client, "organisations")
    query = {"term": {"state": state}} if state else {"match_all": {}}
    found = [document for _, document in scan(client, "organisations", query, "id", ["*"])]
    return sorted(found, key=lambda one: (one["state"], one["received_at"]))


def count(client: Elasticsearch, state: str) -> int:
    """Return how many organisations are in a state."""
    refresh(client, "organisations")
    return int(client.count(index=index_name("organisations"), query={"term": {"state": state}})["count"])


def people_of(client: Elasticsearch, identifiers: Iterable[str]) -> dict[str, Any]:
    """Return for each organisation its `members` and those `waiting`, as `members` and `waiting` do, all together."""
    wanted = list(dict.fromkeys(identifiers))
    people: dict[str, Any] = {one: {"members": [], "waiting": []} for one in wanted}
    for start in range(0, len(wanted), _TOGETHER):
        some = wanted[start : start + _TOGETHER]
        for recruiter in _those(client, {"terms": {"organisation": some}}):
            people[recruiter["organisation"]]["members"].append(recruiter)
        asked = [{"terms": {"asks_to_join": some}}, {"exists": {"field": "confirmed_at"}}]
        for recruiter in _those(client, {"bool": {"filter": asked}}):
            people[recruiter["asks_to_join"]]["waiting"].append(recruiter)
    return people


def _belong(client: Elasticsearch, recruiter: str, organisation: str, now: str, notice: str = "") -> Recruiter | None:
    belongs = {"organisation": organisation, "asks_to_join": None, "joined_at": now}

    def joined(known: Recruiter) -> Recruiter:
        known = {**known, **belongs, "terms_accepted_at": known.get("terms_accepted_at") or now}
        return with_notice(known, notice, organisation, now) if notice else known

    return edit(client, recruiter, joined)


def _unknown_again(organisation: Organisation, now: str) -> Organisation | None:
    if organisation["state"] != VOUCHED:
        return None
    return {**organisation, "state": NEW, "state_since": now, "vouched_by": None}


def _those(client: Elasticsearch, query: dict[str, Any]) -> list[Recruiter]:
    refresh(client, "recruiters")
    return [document for _, document in scan(client, "recruiters", query, "id", ["*"])]
