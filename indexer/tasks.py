"""Celery tasks: they carry ids, call one function, and may run twice."""

from __future__ import annotations

import logging
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from itertools import islice

import redis
from elasticsearch import TransportError

from indexer.accounts import sign_in_mail
from indexer.alerts import brake, claims, confirmations, digests
from indexer.alerts.runs import keep_walk, kept_walk
from indexer.alerts.smtp import MailDelayedError
from indexer.bounces.mailbox import MailboxError, read_mailbox
from indexer.candidates.letters import write_due_letters
from indexer.candidates.sweeping import sweep_publications
from indexer.candidates.waiting import answer_for_closed, ask_both
from indexer.celery_app import app
from indexer.cv_search.saved import look
from indexer.engine.client import engine
from indexer.offers.processing import process_offers as process_offers_now
from indexer.operations.files import erase_unwanted
from indexer.operations.forward_sweep import sweep_forwards
from indexer.operations.mails import send_due_mails
from indexer.operations.merging import expunge, let_go_of_deleted, merge_segments
from indexer.operations.pauses import end_pauses
from indexer.operations.reindex_state import end_abandoned
from indexer.operations.retention import erase_whose_time_is_over
from indexer.operations.sweep import requeue_unfinished
from indexer.profiles import erasures
from indexer.profiles.processing import process_profile as process_profile_now
from indexer.publications.read_sent import read_sent as read_sent_now
from indexer.publications.tending import tend
from indexer.quarantine.attempts import is_outage, reason_of, try_each
from indexer.queueing import (
    OFFERS_A_TASK,
    enqueue_digests,
    enqueue_gathered,
    enqueue_profile,
    gathered_offers,
    room,
)
from indexer.reading.extraction import reader_answers
from indexer.reading.refusals import ReaderUnavailableError
from indexer.recruiters.erasure import erase_again as erase_recruiter_again
from indexer.recruiters.standing import examine_organisation_of
from indexer.reference.in_force import gazetteer, vocabulary
from indexer.settings import settings

HEARTBEAT_KEY, FILES_HEARTBEAT_KEY = "estey:heartbeat", "estey:heartbeat:files"
HEARTBEAT_LASTS = 60
READER_KEY = "estey:reader"
"""That Tika answered a moment ago: looked at by the worker, so that no page ever waits for Tika."""
READER_LASTS = 30
# A day, and what a late run needs.
SWEPT_HOURS = 26
# A second or two of work: a confirmation mail does not wait long behind a morning of alerts.
MAILS_A_TASK = 20
# Of the run of alerts: well within the time to the next one.
RUN_SECONDS = 40.0
log = logging.getLogger(__name__)


@app.task(autoretry_for=(ReaderUnavailableError, TransportError), retry_backoff=2, retry_jitter=True, max_retries=5)
def process_profile(identifier: str, again: bool = False) -> None:
    """Read a CV and match its profile; `again` when the sweep found it unfinished."""
    client = engine()
    try_each(client, "profiles", [identifier], lambda _: process_profile_now(client, identifier), again=again)


@app.task(autoretry_for=(ReaderUnavailableError, TransportError), retry_backoff=2, retry_jitter=True, max_retries=5)
def process_offers(identifiers: list[str], again: bool = False) -> None:
    """Understand offers and match them; `again` when the sweep found them unfinished."""
    client = engine()
    try_each(client, "offers", identifiers, lambda some: process_offers_now(client, some), again=again)


@app.task
def process_gathered_offers() -> None:
    """Understand and match the offers that came one by one, a task's worth; the sweep finds what an outage leaves."""
    some, client = gathered_offers(), engine()
    try_each(client, "offers", some, lambda those: process_offers_now(client, those))
    if len(some) == OFFERS_A_TASK:
        # At the end of the queue: who came meanwhile with a CV is not behind all of them.
        enqueue_gathered()


@app.task(autoretry_for=(ReaderUnavailableError, TransportError), retry_backoff=2, retry_jitter=True, max_retries=5)
def process_offer_file(identifier: str, again: bool = False) -> None:
    """Read the file of an offer, understand and match it; `again` when the sweep found it unfinished."""
    client = engine()
    try_each(client, "offers", [identifier], lambda some: process_offers_now(client, some), again=again)


@app.task(autoretry_for=(ReaderUnavailableError, TransportError), retry_backoff=2, retry_jitter=True, max_retries=5)
def read_sent(identifier: str, again: bool = False) -> None:
    """Read what a recruiter or an organisation's program sent; `again` when the sweep found it unread."""
    client = engine()
    try_each(client, "readings", [identifier], lambda _: read_sent_now(client, identifier), again=again)


@app.task(autoretry_for=(TransportError,), retry_backoff=5, retry_jitter=True, max_retries=5)
def send_confirmation(identifier: str, kind: str = "profiles") -> None:
    """Send the confirmation mail of a profile or of a saved search; one that is delayed is found by the sweep."""
    try:
        confirmations.send_confirmation(engine(), identifier, kind)
    except MailDelayedError as error:
        log.warning("mail delayed", extra={"why": str(error)})


@app.task(autoretry_for=(MailDelayedError, TransportError), retry_backoff=5, retry_jitter=True, max_retries=5)
def send_sign_in_link(person: str, then: str) -> None:
    """Send the link that signs a person in, if they are known here."""
    sign_in_mail.send_sign_in_link(engine(), person, then)


@app.task(autoretry_for=(TransportError,), retry_backoff=5, retry_jitter=True, max_retries=5)
def ask_register(recruiter: str) -> None:
    """Ask the register of companies of the organisation that a recruiter gave, unless it answered, and take it in."""
    examine_organisation_of(engine(), recruiter)


@app.task
def send_mails() -> None:
    """Send the mails that are due and are no digests; what is delayed, or interrupted, leaves by a later run."""
    send_due_mails(engine(), datetime.now(UTC))


@app.task
def send_due_alerts() -> None:
    """Queue the mails that are due, as many as there is room for; the next run goes on after those looked at."""
    if brake.pull_if_due(engine()).is_on:
        return
    before = kept_walk(engine())
    walk = claims.Walk(before, RUN_SECONDS)
    recipients = claims.recipients_waiting(engine(), walk=walk)
    while room() and (some := list(islice(recipients, MAILS_A_TASK))):
        if not enqueue_digests(some):
            break
    if walk.beyond != before:
        keep_walk(engine(), walk.beyond)


@app.task
def send_digests(recipients: list[str]) -> None:
    """Send the mails of these people. One that the server delays is found again, after a wait, by the run of alerts."""
    for recipient in recipients:
        try:
            digests.send_digest(engine(), recipient, refreshed=True)
        except MailDelayedError as error:
            log.warning("mail delayed", extra={"why": str(error)})
            if error.everybody:
                return
        except Exception as error:
            if is_outage(error):
                raise
            # One mail at which the code fails must not hold up those after it.
            log.error("a mail could not be made", extra={"recipient": recipient, "reason": reason_of(error)})


@app.task
def sweep() -> None:
    """Queue again what is not finished, and finish erasures."""
    erasures.finish(engine(), datetime.now(UTC), {"recruiters": erase_recruiter_again})
    write_due_letters(engine())
    requeue_unfinished(engine())
    end_abandoned(engine(), datetime.now(UTC))


# Acknowledged at once: it may last longer than the queue waits before it gives a task to another worker.
@app.task(acks_late=False, time_limit=6 * 3600)
def sweep_night() -> None:
    """Run the stored queries forwards over the last day's offers; twice adds nothing."""
    swept = sweep_forwards(engine(), datetime.now(UTC) - timedelta(hours=SWEPT_HOURS))
    log.info("sweep ended", extra=asdict(swept))
    log.info("people looked for anew", extra={"added": sweep_publications(engine())})


@app.task(acks_late=False, time_limit=6 * 3600)
def merge_night() -> None:
    """Bring the segments of the indices together, so that searches are as fast as they can be by the morning, and take
    what was erased off the disk.
    """
    if not let_go_of_deleted(engine()):
        log.warning("a copy of an index is away: what was erased stays on the disk until it is back, or gives up")
    merge_segments(engine())
    expunge(engine())


@app.task(acks_late=False, time_limit=6 * 3600)
def sweep_files() -> None:
    """Erase the files that no document points to."""
    log.info("files looked at", extra=asdict(erase_unwanted(engine(), datetime.now(UTC))))


@app.task
def read_bounces() -> None:
    """Read the mails that came back, if a mailbox is set; one that cannot be reached is read at the next run."""
    if settings().bounce_mailbox:
        try:
            read_mailbox(engine(), datetime.now(UTC))
        except MailboxError as error:
            log.warning("the mailbox of bounces cannot be read: %s", error)


@app.task
def look_with_cv_searches() -> None:
    """Look for new people with the searches that recruiters keep; what was found twice is told once."""
    look(engine(), vocabulary(), gazetteer(), datetime.now(UTC))


@app.task
def end_due_pauses() -> None:
    """Resume the alerts of those whose pause is over."""
    for identifier in end_pauses(engine(), datetime.now(UTC)):
        enqueue_profile(identifier)


@app.task
def tend_publications() -> None:
    """End the offers published here whose time is over, note who is told before, finish what was begun."""
    tend(engine(), datetime.now(UTC))


@app.task
def erase_expired() -> None:
    """Erase what has been kept as long as it may be."""
    erase_whose_time_is_over(engine(), datetime.now(UTC))
    erasures.forget_those_who_left(engine())


@app.task
def ask_about_unanswered() -> None:
    """Ask recruiters and people about the CVs that nobody answered; tell those whose offer closed."""
    now = datetime.now(UTC)
    over = answer_for_closed(engine(), now)
    log.info("asked about CVs without answer", extra={"cvs": ask_both(engine(), now), "of_closed_offers": over})


@app.task
def heartbeat() -> None:
    """Leave a sign that beat, queue and worker work together, and whether Tika answers (read by /api/health)."""
    server = redis.Redis.from_url(settings().redis_url)
    server.set(HEARTBEAT_KEY, datetime.now(UTC).isoformat(), ex=HEARTBEAT_LASTS)
    if reader_answers():
        server.set(READER_KEY, 1, ex=READER_LASTS)
    else:
        server.delete(READER_KEY)


@app.task
def heartbeat_of_files() -> None:
    """Leave a sign that the worker of files works; while it reads a long file, none comes."""
    lasts = HEARTBEAT_LASTS + settings().tika_timeout
    redis.Redis.from_url(settings().redis_url).set(FILES_HEARTBEAT_KEY, datetime.now(UTC).isoformat(), ex=lasts)
