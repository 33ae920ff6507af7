"""Ending the mails of a person whose address does not take them, and their return once it does."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from elasticsearch import Elasticsearch

from indexer.alerts import people
from indexer.alerts.claims import drop_due
from indexer.alerts.people import MAIL_STOPPED, MAIL_WORKS
from indexer.engine.documents import change, change_many, scan
from indexer.engine.indices import refresh
from indexer.matching.matches import DROPPED, PENDING
from indexer.profiles.document import MATCHED, PARSED
from indexer.profiles.document import complete as complete_profile
from indexer.reference.in_force import gazetteer, vocabulary
from indexer.searches.document import complete as complete_search

BOUNCED = "bounced"
NO_ADDRESS, NOT_DELIVERED = "no_such_address", "not_delivered"
"""Why mail is stopped: the address does not exist, or mail came back again and again."""
WORKING = {"mail_state": MAIL_WORKS, "mail_reason": None, "mail_retry_at": None, "soft_bounces": 0}
"""What is known of a person whose mail arrives."""
GONE = {"mail_state": MAIL_STOPPED, "mail_reason": NO_ADDRESS, "mail_retry_at": None}
"""What is known of a person whose address does not exist, whoever says so."""
Document = dict[str, Any]


def end_mails(client: Elasticsearch, person: str) -> None:
    """Let nothing be looked for, or sent, on behalf of a person; what was due is dropped. Twice is as good as once."""
    _mark(client, person, stopped=True)
    drop_due(client, {"recipient": person}, BOUNCED)


def mails_again(client: Elasticsearch, person: str) -> list[str]:
    """Have mails sent again, at the person's word that they arrive; return the ids of profiles to be matched again.

    What was dropped because it could not be sent is due again, but for what has closed since, which the digest drops.
    """
    people.change(client, person, lambda doc: {**doc, **WORKING})
    profiles = _mark(client, person, stopped=False)
    refresh(client, "matches")
    theirs = [{"term": {"recipient": person}}, {"term": {"state": DROPPED}}, {"term": {"reason": BOUNCED}}]
    dropped = [identifier for identifier, _ in scan(client, "matches", {"bool": {"filter": theirs}}, "id")]
    change_many(client, "matches", dropped, _due_again)
    return profiles


def heard_from(client: Elasticsearch, person: str) -> None:
    """Take note that a person followed the link of a mail: their address works, whatever was heard of it before."""
    if people.person(client, person).get("mail_state") != MAIL_WORKS:
        mails_again(client, person)


def _due_again(match: Document) -> Document | None:
    if (match["state"], match.get("reason")) != (DROPPED, BOUNCED):
        return None
    return {**match, "state": PENDING, "reason": None}


def _mark(client: Elasticsearch, person: str, *, stopped: bool) -> list[str]:
    """Write on all that a person left whether mail to them is stopped; return the profiles changed."""
    now = datetime.now(UTC).isoformat()

    def profile(doc: Document) -> Document | None:
        if bool(doc.get("mail_stopped")) == stopped:
            return None
        edited = complete_profile({**doc, "mail_stopped": stopped}, vocabulary())
        return {**edited, "stage": PARSED} if edited["stage"] == MATCHED and edited["alertable"] else edited

    def search(doc: Document) -> Document | None:
        if bool(doc.get("mail_stopped")) == stopped:
            return None
        # As after a pause: with the next offer.
        since = {} if stopped or not doc.get("since") else {"since": now}
        return complete_search({**doc, **since, "mail_stopped": stopped}, vocabulary(), gazetteer())

    change(client, "recruiters", person, lambda doc: {**doc, "mail_stopped": stopped}, refresh=True)
    mine = {"term": {"person": person}}
    refresh(client, "profiles", "searches")
    profiles = [identifier for identifier, _ in scan(client, "profiles", mine, "id")]
    for identifier in profiles:
        change(client, "profiles", identifier, profile, refresh=True)
    for identifier in [identifier for identifier, _ in scan(client, "searches", mine, "id")]:
        change(client, "searches", identifier, search, refresh=True)
    return profiles
