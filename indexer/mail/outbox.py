"""The outbox: a mail that is due is one document, created once, sent once, under one Message-ID for ever.

Its id is made of its kind, its recipient and what made it due (its cause): whoever finds it due a second time creates
nothing. Its states: `queued` → `claimed` → `sent`, or `dropped` with a reason, or `failed` when our own code cannot
make it. It is made when it is sent, of what is so then: it holds ids and no words.

1. *Claim*: one write takes it for one worker, until a time; the sequence number tells two workers apart.
2. *Send*: it is made by its kind and handed to the server.
3. *Accepted*: one write says that it left.

Killed before 3, it is sent (again) under the same Message-ID by whoever takes it over: when the claim's time is over,
or at once when its holder was a process of this machine that is no more. So the one window in which it can leave twice
is that between the server's 250 and the write of 3, as for digests (docs/reliability.md).
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

from elasticsearch import ConflictError, Elasticsearch

from indexer.alerts import backing_off, smtp
from indexer.alerts.due import is_stopped, may_be_written_to
from indexer.alerts.mail_headers import sender_domain
from indexer.alerts.open_digests import claim_lasts
from indexer.alerts.people import person
from indexer.engine.documents import change, get, scan
from indexer.engine.indices import index_name, refresh
from indexer.engine.lease import holder_died, holder_name
from indexer.quarantine.attempts import NO_WORD, is_outage, reason_of
from indexer.reading.extraction import MOST_ATTEMPTS
from indexer.settings_values import SettingsError

log = logging.getLogger(__name__)

QUEUED, CLAIMED, SENT, DROPPED, FAILED = "queued", "claimed", "sent", "dropped", "failed"
OPEN = (QUEUED, CLAIMED)
"""The states in which a mail is still to be sent."""
FAILED_QUERY = {"term": {"state": FAILED}}
OVERTAKEN, BOUNCED, REFUSED, LET_GO = "overtaken", "bounced", "mail_refused", "let_go"
"""Why a mail was dropped: what it says is not so any more; mail to its recipient is stopped; the server refuses it for
good; our code failed at it, and an operator let it go."""
KEPT = timedelta(days=90)
"""How long a mail is kept once it was due: longer than whatever made it due can be found a second time."""

Mail = dict[str, Any]
Render = Callable[[Elasticsearch, Mail], EmailMessage | None]
"""Makes a mail of what is so now; None when it need not be sent any more."""


def put(
    client: Elasticsearch,
    kind: str,
    recipient: str,
    cause: str,
    about: dict[str, str] | None = None,
    said: dict[str, Any] | None = None,
) -> Mail:
    """Have a mail sent to a recipient (an id), once for each cause; return it as it is stored.

    `about` names documents (`organisation`, `publication`, `recruiter`); `said` is what else its kind needs to make it.
    It is sent by the next run (`indexer.operations.mails`).
    """
    identifier = mail_id(kind, recipient, cause)
    mail = {
        "id": identifier,
        "kind": kind,
        "recipient": recipient,
        "cause": cause,
        "about": about or {},
        "said": said or {},
        "message_id": f"<{kind.replace('_', '-')}-{identifier}@{sender_domain()}>",
        "state": QUEUED,
        "failures": 0,
        "delays": 0,
        "created_at": datetime.now(UTC).isoformat(),
    }
    with suppress(ConflictError):
        client.create(index=index_name("mails"), id=identifier, document=mail)
        return mail
    return get(client, "mails", identifier) or mail


def put_again(client: Elasticsearch, identifier: str) -> None:
    """Have a mail that was not sent, since what it says was not so any more, sent now that it is so again."""
    fields = {"state": QUEUED, "reason": None, "free_at": None}
    change(client, "mails", identifier, lambda doc: {**doc, **fields} if doc.get("reason") == OVERTAKEN else None)


def count_about(client: Elasticsearch, kind: str, about: Mapping[str, str]) -> int:
    """Return how many mails of a kind there are about these documents, sent or not."""
    refresh(client, "mails")
    filters: list[dict[str, Any]] = [{"term": {"kind": kind}}, *({"term": {f"about.{a}": b}} for a, b in about.items())]
    return int(client.count(index=index_name("mails"), query={"bool": {"filter": filters}})["count"])


def put_each(client: Elasticsearch, kind: str, field: str, put_of: Callable[[Elasticsearch, str], None]) -> None:
    """Do `put_of` with the id of each document of a kind that says, in a field, that mails are due.

    One at which our code fails keeps none of the others from being put: it is logged, and tried by the next run.
    """
    refresh(client, kind)
    for identifier in [identifier for identifier, _ in scan(client, kind, {"exists": {"field": field}}, "id")]:
        try:
            put_of(client, identifier)
        except Exception as error:
            if is_outage(error):
                raise
            about = {"kind": kind, "document": identifier, "reason": reason_of(error)}
            log.error("a mail that is due could not be put into the outbox", extra=about)


def mail_id(kind: str, recipient: str, cause: str) -> str:
    """Return the id of the one mail of a kind to a recipient for a cause. Pure."""
    return hashlib.sha256("\n".join(("estey mail", kind, recipient, cause)).encode()).hexdigest()[:24]


def due(client: Elasticsearch) -> Iterator[str]:
    """Yield the id of each mail that may be sent now, the oldest first."""
    refresh(client, "mails")
    query = {"terms": {"state": list(OPEN)}}
    fields = ["state", "free_at", "holder", "created_at"]
    found = [(mail["created_at"], name) for name, mail in scan(client, "mails", query, "id", fields) if is_free(mail)]
    yield from (name for _, name in sorted(found))


def is_free(mail: Mail) -> bool:
    """Say whether an open mail waits for somebody to send it."""
    free_at, holder = mail.get("free_at"), mail.get("holder")
    over = not free_at or datetime.fromisoformat(free_at) <= datetime.now(UTC)
    return over or bool(holder and holder_died(holder))


def send(client: Elasticsearch, identifier: str, kinds: Mapping[str, Render]) -> str:
    """Send a mail unless it was sent, another has it, or it waits; return its state then, empty when it is left alone.

    Raises smtp.MailDelayedError when the server cannot take it now: it is sent later, under the same Message-ID. What
    our own code does wrong is noted and logged: the mail is made again later, and `failed` after MOST_ATTEMPTS.
    """
    mail = _claim(client, identifier)
    if mail is None:
        return ""
    try:
        return _settle(client, mail, _sent(client, mail, kinds))
    except smtp.MailDelayedError as error:
        wait = backing_off.wait(mail["delays"], everybody=error.everybody)
        _settle(client, mail, {**_later(wait), "delays": mail["delays"] + 1})
        raise
    except Exception as error:
        if is_outage(error) or isinstance(error, SettingsError):
            _settle(client, mail, _later(backing_off.wait(0)))
            raise
        failures, reason = mail["failures"] + 1, reason_of(error)
        log.error("a mail could not be made", extra={"kind": mail["kind"], "document": identifier, "reason": reason})
        over = (
            {"state": FAILED, "holder": None} if failures >= MOST_ATTEMPTS else _later(backing_off.wait(failures - 1))
        )
        return _settle(client, mail, {**over, "failures": failures, "trouble": reason})


def failed(client: Elasticsearch) -> Iterator[tuple[str, Mail]]:
    """Yield the id of each mail at which our code failed, with why."""
    refresh(client, "mails")
    yield from scan(client, "mails", FAILED_QUERY, "id", ["trouble", "failures", "created_at"])


def retry(client: Elasticsearch, identifier: str) -> bool:
    """Have a mail at which our code failed made again, under the same Message-ID; False when there is none."""
    return _unless_moved(client, identifier, {"state": QUEUED, "free_at": None, "failures": 0, "trouble": None})


def let_go(client: Elasticsearch, identifier: str) -> bool:
    """Drop a mail at which our code failed; False when there is none."""
    return _unless_moved(client, identifier, _dropped(LET_GO))


def erase_of(client: Elasticsearch, recruiter: str) -> None:
    """Erase the mails to a recruiter, and those that name them. Twice is as good as once (GDPR art. 17)."""
    refresh(client, "mails")
    theirs = [{"term": {"recipient": recruiter}}, {"term": {"about.recruiter": recruiter}}]
    query = {"bool": {"should": theirs, "minimum_should_match": 1}}
    client.delete_by_query(index=index_name("mails"), query=query, conflicts="proceed", refresh=True)


def erase_old_mails(client: Elasticsearch, now: datetime) -> int:
    """Erase the mails that were due KEPT ago, but for those an operator has to look at; return how many there were."""
    refresh(client, "mails")
    old = [{"range": {"created_at": {"lt": (now - KEPT).isoformat()}}}, {"terms": {"state": [SENT, DROPPED]}}]
    query = {"bool": {"filter": old}}
    answer = client.delete_by_query(index=index_name("mails"), query=query, conflicts="proceed", refresh=True)
    return int(answer["deleted"])


def _claim(client: Elasticsearch, identifier: str) -> Mail | None:
    """Take a mail for this worker; None when it is not to be sent now. One that many holders died of has failed."""
    holder, claimed = holder_name(), None

    def edit(doc: Mail) -> Mail | None:
        nonlocal claimed
        if doc.get("holder") == holder:
            # Written, and its answer lost: it is ours.
            return None
        claimed = None
        if doc["state"] not in OPEN or not is_free(doc):
            return None
        failures = doc["failures"] + bool(doc.get("holder") and holder_died(doc["holder"]))
        if failures >= MOST_ATTEMPTS:
            trouble = doc.get("trouble") or NO_WORD
            return {**doc, "state": FAILED, "holder": None, "failures": failures, "trouble": trouble}
        claimed = {**doc, "state": CLAIMED, "holder": holder, "free_at": _in(claim_lasts()), "failures": failures}
        return claimed

    change(client, "mails", identifier, edit)
    return claimed


def _sent(client: Elasticsearch, mail: Mail, kinds: Mapping[str, Render]) -> dict[str, Any]:
    """Hand a mail over; return the fields that say what became of it."""
    begun, known = datetime.now(UTC), person(client, mail["recipient"])
    if is_stopped(known):
        return _dropped(BOUNCED)
    if not may_be_written_to(known, begun):
        return {"state": QUEUED, "holder": None, "free_at": known["mail_retry_at"]}
    message = kinds[mail["kind"]](client, mail)
    if message is None:
        return _dropped(OVERTAKEN)
    message.replace_header("Message-ID", mail["message_id"])
    if not _is_still_ours(client, mail, begun):
        return {}
    try:
        smtp.send(message)
    except smtp.RecipientRefusedError:
        log.warning("a mail was refused for good", extra={"kind": mail["kind"], "document": mail["id"]})
        return _dropped(REFUSED)
    return {"state": SENT, "holder": None, "free_at": None, "sent_at": datetime.now(UTC).isoformat()}


def _is_still_ours(client: Elasticsearch, mail: Mail, begun: datetime) -> bool:
    """Say whether we still have a mail just before it is handed over; hold on to it when much time has passed."""
    if datetime.now(UTC) - begun < claim_lasts() / 10:
        return True
    kept = change(client, "mails", mail["id"], lambda doc: _if_held(doc, mail, {"free_at": _in(claim_lasts())}))
    return kept is not None and kept.get("holder") == mail["holder"]


def _settle(client: Elasticsearch, mail: Mail, fields: dict[str, Any]) -> str:
    """Write what became of a mail, and return its state; that it left, even when another took it over meanwhile."""

    def edit(doc: Mail) -> Mail | None:
        return {**doc, **fields} if fields["state"] == SENT else _if_held(doc, mail, fields)

    if not fields:
        return ""
    change(client, "mails", mail["id"], edit)
    return str(fields["state"])


def _if_held(doc: Mail, mail: Mail, fields: dict[str, Any]) -> Mail | None:
    return {**doc, **fields} if doc.get("holder") == mail["holder"] else None


def _unless_moved(client: Elasticsearch, identifier: str, fields: dict[str, Any]) -> bool:
    """Change a mail that has failed; say whether it had."""
    had = False

    def edit(doc: Mail) -> Mail | None:
        nonlocal had
        had = doc["state"] == FAILED
        return {**doc, **fields} if had else None

    change(client, "mails", identifier, edit, refresh=True)
    return had


def _dropped(reason: str) -> dict[str, Any]:
    return {"state": DROPPED, "holder": None, "free_at": None, "reason": reason}


def _later(wait: timedelta) -> dict[str, Any]:
    return {"state": QUEUED, "holder": None, "free_at": _in(wait)}


def _in(wait: timedelta) -> str:
    return (datetime.now(UTC) + wait).isoformat()
