"""Joining an organisation and leaving it: the first who gives a SIRET, and whoever is let in afterwards.

A SIRET is public, so giving one proves nothing. The first may propose offers, of which the operator reads the first
ones, and sees no CV until somebody who knows the organisation vouches for it. A second one waits: while nobody vouches,
whoever came first is no judge of who belongs, and the operator or a partner body lets them in; afterwards a member may.
"""

from __future__ import annotations

from datetime import UTC, datetime

from elasticsearch import ConflictError, Elasticsearch

from indexer.engine.documents import change, get
from indexer.engine.indices import index_name
from indexer.recruiters.belonging import count, members, organisations, people_of, waiting
from indexer.recruiters.document import (
    ASKED,
    BLOCKED,
    LET_IN,
    TURNED_AWAY,
    Organisation,
    Recruiter,
    is_vouched,
    new_organisation,
    with_notice,
)
from indexer.recruiters.leaving import after_leaving, erase_published
from indexer.recruiters.lifecycle import edit
from indexer.recruiters.standing import reassess

__all__ = [
    "MEMBER",
    "WAITS",
    "count",
    "join",
    "let_in",
    "may_let_in",
    "members",
    "organisations",
    "people_of",
    "turn_away",
    "waiting",
]

MEMBER, WAITS = "member", "waits"


def join(client: Elasticsearch, recruiter: Recruiter, siret: str, name: str, commune: str) -> str:
    """Have a recruiter belong to the organisation of a SIRET, or ask to; return MEMBER or WAITS.

    Whoever waited for another does so no more. Of two who come at once, one is the first: whose name is written with
    the organisation (`held_by`). One that its members left is theirs who comes next, who inherits nothing of it.
    """
    now = datetime.now(UTC).isoformat()
    organisation = new_organisation(siret, name, commune, now, held_by=recruiter["id"])
    identifier = organisation["id"]
    try:
        client.create(index=index_name("organisations"), id=identifier, document=organisation, refresh=True)
        first = True
    except ConflictError:
        first = _take(client, organisation, recruiter["id"])
    if first or recruiter.get("organisation") == identifier:
        _belong(client, recruiter["id"], identifier, now)
        _left(client, recruiter, identifier)
        reassess(client, identifier)
        return MEMBER
    asked = {"organisation": None, "asks_to_join": identifier, "asked_at": now, "terms_accepted_at": now}

    def asks(known: Recruiter) -> Recruiter:
        # Whoever asks again is waited for already.
        again = known.get("asks_to_join") == identifier
        return known if again else with_notice({**known, **asked}, ASKED, identifier, now)

    edit(client, recruiter["id"], asks)
    _left(client, recruiter, identifier)
    return WAITS


def may_let_in(organisation: Organisation) -> bool:
    """Say whether the members of an organisation decide who joins them: once somebody vouches for it. Pure."""
    return is_vouched(organisation)


def let_in(client: Elasticsearch, identifier: str, organisation: str) -> Recruiter | None:
    """Let in a recruiter who asked to join an organisation; None when they do not ask any more."""
    recruiter = get(client, "recruiters", identifier)
    if recruiter is None or recruiter.get("asks_to_join") != organisation:
        return None
    if not members(client, organisation):
        # Its last member left: who comes now inherits nothing.
        erase_published(client, organisation)
    belongs = _belong(client, identifier, organisation, datetime.now(UTC).isoformat(), notice=LET_IN)
    reassess(client, organisation)
    return belongs


def turn_away(client: Elasticsearch, identifier: str, organisation: str) -> Recruiter | None:
    """Refuse a recruiter who asked to join an organisation, or take a member out of it; None when they are neither.

    What a member published goes on with another; their keys are void (`leaving`).
    """
    turned, was_member, now = False, False, datetime.now(UTC).isoformat()

    def apart(known: Recruiter) -> Recruiter | None:
        nonlocal turned, was_member
        was_member = known.get("organisation") == organisation
        turned = was_member or known.get("asks_to_join") == organisation
        if not turned:
            return None
        return with_notice({**known, "organisation": None, "asks_to_join": None}, TURNED_AWAY, organisation, now)

    recruiter = edit(client, identifier, apart)
    if was_member:
        after_leaving(client, organisation, identifier)
    return recruiter if turned else None


def _take(client: Elasticsearch, fresh: Organisation, recruiter: str) -> bool:
    """Take an organisation that nobody holds any more; say whether it is this recruiter's now.

    It begins anew, but for a blocked one, which stays blocked. Whoever writes first has it (`if_seq_no`).
    """
    known = get(client, "organisations", fresh["id"])
    holder = known.get("held_by") if known else None
    if holder == recruiter:
        # They began to join, and something died before they belonged; or others are in it, and they were taken out.
        return not members(client, fresh["id"])
    if known is None or members(client, fresh["id"]) or (holder and get(client, "recruiters", holder)):
        return False
    took = False

    def take(doc: Organisation) -> Organisation | None:
        nonlocal took
        took = doc.get("held_by") == holder
        if not took:
            return None
        kept = {name: doc.get(name) for name in ("state", "state_since", "vouched_by", "reason")}
        return {**fresh, **(kept if doc["state"] == BLOCKED else {})}

    change(client, "organisations", fresh["id"], take, refresh=True)
    if took:
        # Its keys went with the write; nobody belongs to it yet who could publish meanwhile.
        erase_published(client, fresh["id"])
    return took


def _left(client: Elasticsearch, recruiter: Recruiter, asked: str) -> None:
    """See to what a recruiter leaves behind who belonged to another organisation."""
    before = recruiter.get("organisation")
    if before and before != asked:
        after_leaving(client, before, recruiter["id"])


def _belong(client: Elasticsearch, recruiter: str, organisation: str, now: str, notice: str = "") -> Recruiter | None:
    belongs = {"organisation": organisation, "asks_to_join": None, "joined_at": now}
    change(
        client,
        "organisations",
        organisation,
        lambda doc: {**doc, "emptied_at": None} if doc.get("emptied_at") else None,
        refresh=True,
    )

    def joined(known: Recruiter) -> Recruiter:
        known = {**known, **belongs, "terms_accepted_at": known.get("terms_accepted_at") or now}
        return with_notice(known, notice, organisation, now) if notice else known

    return edit(client, recruiter, joined)
