"""One person's mail: what is due to them is claimed, rendered, sent, then marked.

1. *Claim*: a digest is opened on the person's document, with all its matches, in one write (`open_digests`).
2. *Send*: what can still be told is rendered and handed to the server, the digest's id in the Message-ID.
3. *Accepted*: that the server said 250 is written to the person's document, in one write.
4. *Mark*: the matches become `sent`, the digest is closed.

Killed before 3, the mail is sent (again) by whoever takes the digest over, under the same Message-ID; killed after it,
only the marks are made. So the one window in which a mail can leave twice is between the server's 250 and the one write
of step 3, some milliseconds, and it then shows the same Message-ID twice (docs/reliability.md).
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

from elasticsearch import Elasticsearch

from indexer.alerts import backing_off, brake, claims, domain_rate, mails_apart, open_digests, people, smtp
from indexer.alerts.due import is_stopped, leaving, may_be_written_to, rhythms, waiting
from indexer.alerts.open_digests import DigestLostError, OpenDigest, Snapshot
from indexer.alerts.people import Person, person
from indexer.alerts.slowing import slows_now
from indexer.alerts.telling import BOUNCED, REFUSED, Telling, sort_out
from indexer.bounces.mailing import GONE, end_mails
from indexer.candidates.telling import sort_out_cvs, tells_of_people
from indexer.engine.indices import refresh
from indexer.matching.matches import DROPPED, PENDING
from indexer.quarantine.attempts import is_outage, reason_of
from indexer.settings_values import SettingsError

log = logging.getLogger(__name__)

PAUSED_LOOK = timedelta(hours=1)
"""How often a digest whose mail may have left already, and whose person paused since, is looked at again."""


def send_digest(client: Elasticsearch, recipient: str, *, everyone: bool = False, refreshed: bool = False) -> int:
    """Send one person what is due to them, whatever profiles and searches found it; return how many offers were told.

    One mail at most: a digest that was left unfinished goes first, and what is new leaves with the next run. With
    `everyone`, what is pending is sent whatever the hour they chose. With `refreshed` the caller just had the matches
    made visible to searches (`claims.recipients_waiting` does), which costs a third of a mail.

    Raises smtp.MailDelayedError when the mail server cannot take it now: the digest stays open, and is finished later.
    Raises what our own code did wrong, too, once that is noted: the digest is made again later, and set apart after
    MOST_ATTEMPTS (`mails_apart`). While the brake holds, nothing leaves.
    """
    if brake.holds(client):
        return 0
    now = datetime.now(UTC)
    seen = open_digests.snapshot(client, recipient)
    if not may_be_written_to(seen.person, now):
        return 0
    if seen.open_digest:
        digest = open_digests.take_over(client, recipient)
    else:
        digest = _open(client, seen, now, everyone=everyone, refreshed=refreshed)
    if digest is None:
        return 0
    try:
        return _finish(client, digest)
    except DigestLostError:
        # Another finishes it, or the person is gone.
        log.info("digest taken over by another", extra={"digest": digest.identifier})
        return 0
    except Exception as error:
        if not isinstance(error, smtp.MailDelayedError | SettingsError) and not is_outage(error):
            _failed(client, digest, reason_of(error))
        raise


def _failed(client: Elasticsearch, digest: OpenDigest, reason: str) -> None:
    """Note that our own code failed at a digest: it is made again later, or set apart in the end."""
    try:
        if open_digests.fail(client, digest, reason, backing_off.wait(digest.failures)):
            log.error("a mail was set apart", extra={"digest": digest.identifier, "reason": reason})
    except DigestLostError:
        log.info("digest taken over by another", extra={"digest": digest.identifier})


def _open(
    client: Elasticsearch, seen: Snapshot, now: datetime, *, everyone: bool, refreshed: bool
) -> OpenDigest | None:
    """Open a digest of what leaves now; None when nothing does, or another was first.

    Searched only now, after `seen` was read: see `open_digests.begin`. A search that is not refreshed may still show as
    pending what another digest has: `claims.unsettled` leaves it out, and what it does not show yet leaves next time.
    """
    if not mails_apart.has_room(seen.person):
        return None
    recipient = seen.person["person"]
    if not refreshed:
        refresh(client, "matches")
    alerts = list(waiting(client, recipient))
    apart = mails_apart.matches_apart(seen.person)
    due = leaving(alerts, rhythms(client, alerts), seen.person, now, everyone=everyone)
    if not due:
        # What a digest set apart has claimed is not left over: it waits for an operator.
        digest, matches = ("", []) if apart else claims.claimed_by_an_earlier_release(client, recipient)
        return open_digests.begin(client, seen, matches, digest) if matches else None
    matches = claims.due_matches(client, recipient, due, apart)
    return open_digests.begin(client, seen, matches) if matches else None


def _finish(client: Elasticsearch, digest: OpenDigest) -> int:
    """Send a digest unless it was, and mark it; return how many offers were told."""
    hits = claims.unsettled(client, digest.identifier, digest.matches)
    if digest.sent_at:
        told = [hit["_id"] for hit in hits]
        accepted = digest
    else:
        known = person(client, digest.person)
        telling = _sorted_out(client, digest, known, claims.claim(client, digest.identifier, hits))
        if not telling.told and telling.waiting and digest.handed:
            open_digests.delay(client, digest, PAUSED_LOOK, refused=False)
            return 0
        if not telling.told:
            open_digests.end(client, digest)
            return 0
        if telling.waiting and not digest.handed:
            # Before the mail leaves: what it does not tell must not be taken for told, nor told under its name later.
            digest = open_digests.narrow(client, digest, [hit["_id"] for hit in telling.told])
        slowed = slows_now(known, telling.finders, datetime.now(UTC))
        if not _sent(client, digest, telling, slowed=slowed):
            return 0
        told = [hit["_id"] for hit in telling.told]
        accepted = open_digests.accepted(client, digest, told, slowed=slowed)
    claims.mark_sent(client, accepted.identifier, told, accepted.sent_at)
    open_digests.end(client, accepted)
    log.info("digest sent", extra={"digest": accepted.identifier, "offers": len(told)})
    return len(told)


def _sorted_out(client: Elasticsearch, digest: OpenDigest, known: Person, hits: list[claims.Hit]) -> Telling:
    """Return what can be told, and mark the rest."""
    if is_stopped(known):
        telling = Telling(dropped={BOUNCED: hits})
    else:
        sort = sort_out_cvs if tells_of_people(hits) else sort_out
        telling = sort(client, hits)
        if telling.waiting and digest.handed:
            # The mail may have told these already: they cannot go into another. They wait with all the rest, or go.
            telling = sort(client, hits, also_paused=True) if telling.told else telling
            return _dropped(client, telling)
    claims.move(client, telling.waiting, {"state": PENDING})
    return _dropped(client, telling)


def _dropped(client: Elasticsearch, telling: Telling) -> Telling:
    for reason, gone in telling.dropped.items():
        claims.move(client, gone, {"state": DROPPED, "reason": reason})
    return telling


def _sent(client: Elasticsearch, digest: OpenDigest, telling: Telling, *, slowed: bool) -> bool:
    """Hand the mail over; False when it waits its turn, or will never be taken.

    Raises MailDelayedError and DigestLostError.
    """
    message = telling.message(digest.identifier, slowed=slowed)
    held = open_digests.keep(client, digest)
    if not domain_rate.may_go(telling.owner["email"]):
        open_digests.delay(client, held, backing_off.wait(0), refused=True)
        return False
    try:
        smtp.send(message)
    except smtp.MailDelayedError as error:
        later = backing_off.wait(digest.attempts, everybody=error.everybody)
        open_digests.delay(client, held, later, refused=error.refused)
        raise
    except smtp.RecipientRefusedError as error:
        log.warning("mail refused by the mail server", extra={"digest": digest.identifier, "address": error.address})
        reason = BOUNCED if error.address else REFUSED
        claims.move(client, telling.told, {"state": DROPPED, "reason": reason})
        if error.gone:
            people.change(client, digest.person, lambda doc: {**doc, **GONE})
            end_mails(client, digest.person)
        open_digests.end(client, digest)
        return False
    return True
