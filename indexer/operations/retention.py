"""How long people's profiles are kept, and the erasure of those whose time is over."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from elasticsearch import Elasticsearch

from indexer.candidates.letters import erase_old_letters
from indexer.candidates.views import erase_old_views
from indexer.engine.documents import scan
from indexer.mail.outbox import erase_old_mails
from indexer.offers.reports import erase_settled
from indexer.profiles import draft
from indexer.profiles.erased import forget_old
from indexer.profiles.lifecycle import delete
from indexer.publications.sent import erase_read
from indexer.recruiters import journal, watchlist
from indexer.recruiters.erasure import erase_organisation, erase_recruiter
from indexer.recruiters.leaving import abandoned
from indexer.searches import lifecycle as searches

log = logging.getLogger(__name__)

# CNIL, recruitment guide (2023): CVs of a pool are kept two years at most after the last contact with the person.
KEPT_DAYS = 730
# An address that was never confirmed may not be the depositor's; its link is good for 14 days.
UNCONFIRMED_DAYS = 30
# Reports of offers, once the operator settled them: long enough to answer whoever complains of what was done.
REPORTS_DAYS = 180


def erase_whose_time_is_over(client: Elasticsearch, now: datetime) -> None:
    """Erase everything that has been kept as long as it may be; run each hour."""
    erasures = (erase_expired_drafts, erase_expired_profiles, erase_expired_searches, erase_expired_recruiters)
    for erase in (*erasures, erase_abandoned_organisations, erase_old_decisions):
        erase(client, now)
    for erase in (erase_settled_reports, erase_old_letters, erase_old_mails, erase_old_views, erase_read):
        erase(client, now)
    forget_old(now)


def erase_expired_profiles(client: Elasticsearch, now: datetime) -> int:
    """Erase every profile whose time is over, with its CV and matches, and return how many there were."""
    return _erase_expired(client, "profiles", now, delete)


def erase_expired_drafts(client: Elasticsearch, now: datetime) -> int:
    """Erase every deposit that was begun and not finished within its time, and return how many there were.

    The time runs from when it was begun, whatever was done meanwhile: nobody agreed to more yet.
    """
    begun = {"range": {"draft_since": {"lt": (now - draft.KEPT).isoformat()}}}
    expired = [identifier for identifier, _ in scan(client, "profiles", begun, "id")]
    erased = sum(draft.erase(client, identifier) for identifier in expired)
    if erased:
        log.info("erased at the end of their time", extra={"kind": "drafts", "documents": erased})
    return erased


def erase_expired_searches(client: Elasticsearch, now: datetime) -> int:
    """Erase every saved search whose time is over, by the same rule, and return how many there were."""
    return _erase_expired(client, "searches", now, searches.delete)


def erase_expired_recruiters(client: Elasticsearch, now: datetime) -> int:
    """Erase every recruiter whose time is over, by the same rule; the last of an organisation takes it with them."""
    return _erase_expired(client, "recruiters", now, erase_recruiter)


def erase_abandoned_organisations(client: Elasticsearch, now: datetime) -> int:
    """Erase the organisations whose last member left a month ago, with what they published; return how many."""
    found = abandoned(client, now)
    for identifier in found:
        erase_organisation(client, identifier)
    return len(found)


def erase_old_decisions(client: Elasticsearch, now: datetime) -> int:
    """Erase what the journal and the watchlist kept KEPT_DAYS, but for marks of blocked organisations; return how many
    entries and marks there were.
    """
    before = now - timedelta(days=KEPT_DAYS)
    return journal.erase_old(client, before) + watchlist.erase_old(client, before)


def erase_settled_reports(client: Elasticsearch, now: datetime) -> int:
    """Erase the reports of offers that were settled REPORTS_DAYS ago, and return how many there were."""
    return erase_settled(client, now - timedelta(days=REPORTS_DAYS))


def _erase_expired(client: Elasticsearch, kind: str, now: datetime, erase: Callable[[Elasticsearch, str], bool]) -> int:
    out_of_contact = {"range": {"last_contact_at": {"lt": (now - timedelta(days=KEPT_DAYS)).isoformat()}}}
    never_confirmed = {
        "bool": {
            "filter": [{"range": {"last_contact_at": {"lt": (now - timedelta(days=UNCONFIRMED_DAYS)).isoformat()}}}],
            "must_not": [{"exists": {"field": "confirmed_at"}}],
        }
    }
    over = {"bool": {"should": [out_of_contact, never_confirmed], "minimum_should_match": 1}}
    expired = [identifier for identifier, _ in scan(client, kind, over, "id")]
    erased = sum(erase(client, identifier) for identifier in expired)
    if erased:
        log.info("erased at the end of their time", extra={"kind": kind, "documents": erased})
    return erased
