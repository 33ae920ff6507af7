"""What follows when a mail came back: nothing, a wait, or the end of the mails; and their return.

A mail counts once, by whatever way its report comes and however often: what was heard of it is kept with the person.
What is known of the person is written first and the rest follows from it, so that a report whose handling was cut short
is handled whole when it is read again.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from elasticsearch import Elasticsearch

from indexer.alerts import people
from indexer.alerts.confirmations import KINDS as CONFIRMED
from indexer.alerts.people import MAIL_STOPPED, MAIL_WAITS, Person
from indexer.bounces.mailing import GONE, NOT_DELIVERED, WORKING, end_mails
from indexer.bounces.reports import ARRIVED, COMPLAINT, Report
from indexer.bounces.statuses import HARD
from indexer.bounces.tokens import confirmed_document
from indexer.engine.documents import change, get
from indexer.engine.indices import index_name, refresh
from indexer.profiles import lifecycle
from indexer.recruiters import lifecycle as recruiters
from indexer.searches import lifecycle as searches

log = logging.getLogger(__name__)

WAITS_HOURS = (2, 4, 16, 64)
"""How long mail waits after each soft bounce in a row; the one after the last wait stops the mails."""
ROW_ENDS = timedelta(days=14)
"""Bounces are in a row unless this long passed since the last wait was over: mails then arrived, as far as is known."""
MOST_REMEMBERED = 40


def handle(client: Elasticsearch, report: Report, now: datetime) -> bool:
    """Do what follows from a report; False when it names no mail of ours, or one whose person is gone."""
    owners = {name: owner for name in report.names if (owner := _person_of(client, name))}
    for name, person in owners.items():
        if report.kind == COMPLAINT:
            # As by the link of the mail: RFC 8058 and a complaint say the same.
            lifecycle.unsubscribe_person(client, person)
            searches.unsubscribe_person(client, person)
            recruiters.unsubscribe(client, person)
        else:
            _count(client, person, name, report, now)
        log.info("report of a mail", extra={"kind": report.kind, "code": report.status, "mail": name[:8]})
    return bool(owners)


def after(person: Person, name: str, kind: str, now: datetime) -> Person | None:
    """Return what is known of a person once a mail of this name came back (or arrived); None: nothing new. Pure."""
    heard = person.get("heard_mails") or []
    key = f"{kind}:{name}"
    if key in heard:
        return None
    remembered = {**person, "heard_mails": [*heard, key][-MOST_REMEMBERED:]}
    if kind == ARRIVED:
        # A mail that arrived ends a row; one that is stopped begins again by the person only.
        works = person.get("mail_state") != MAIL_STOPPED
        return {**remembered, **WORKING} if works else remembered
    if person.get("mail_state") == MAIL_STOPPED:
        return remembered
    if kind == HARD:
        return {**remembered, **GONE}
    last = person.get("mail_retry_at")
    over = last is not None and datetime.fromisoformat(last) + ROW_ENDS < now
    count = 1 if over else int(person.get("soft_bounces") or 0) + 1
    if count > len(WAITS_HOURS):
        stopped = {"mail_state": MAIL_STOPPED, "mail_reason": NOT_DELIVERED, "mail_retry_at": None}
        return {**remembered, **stopped, "soft_bounces": count}
    retry_at = now + timedelta(hours=WAITS_HOURS[count - 1])
    waits = {"mail_state": MAIL_WAITS, "mail_reason": NOT_DELIVERED, "mail_retry_at": retry_at.isoformat()}
    return {**remembered, **waits, "soft_bounces": count}


def _count(client: Elasticsearch, person: str, name: str, report: Report, now: datetime) -> None:
    known = people.change(client, person, lambda doc: after(doc, name, report.kind, now))
    confirmed = confirmed_document(name)
    if confirmed and report.kind == HARD:
        for kind in CONFIRMED:
            change(client, kind, confirmed, lambda doc: {**doc, "confirmation": "refused"})
    if known.get("mail_state") == MAIL_STOPPED:
        end_mails(client, person)


def _person_of(client: Elasticsearch, name: str) -> str:
    """Return the person a mail of ours was sent to; empty when nothing is left that says so."""
    if confirmed := confirmed_document(name):
        owners = (get(client, kind, confirmed) for kind in CONFIRMED)
        return next((str(owner["person"]) for owner in owners if owner), "")
    refresh(client, "matches")
    query = {"term": {"digest": name}}
    told = client.search(index=index_name("matches"), query=query, size=1, source_includes=["recipient"])
    hits = told["hits"]["hits"]
    return str(hits[0]["_source"]["recipient"]) if hits else ""
