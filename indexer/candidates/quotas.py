"""How many CVs and files one recruiter may take in a day, and the word to the operator when somebody wants more.

Counted from what is written down of who saw whom (`indexer.candidates.views`): the same CV opened again that day counts
once. Who reaches the limit is told so; the operator is told once a day of each.
"""

from __future__ import annotations

import logging
import re
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

from elasticsearch import Elasticsearch

from indexer.alerts import smtp
from indexer.alerts.mail_headers import sender_domain
from indexer.alerts.messages import notice_message
from indexer.candidates.views import EXPORT, FILE, PAGE
from indexer.engine.documents import change, get, scan
from indexer.engine.indices import index_name, refresh
from indexer.settings import settings

log = logging.getLogger(__name__)

Document = dict[str, Any]

LINES_OF_A_CV = 5
"""A line of an exported table says less than a CV: so many may be taken for each."""
TOLD_AFRESH = timedelta(hours=24)


class QuotaReachedError(Exception):
    """A recruiter took as many CVs, files or lines (`how`) as they may in a day."""

    def __init__(self, how: str) -> None:
        super().__init__(how)
        self.how = how


def most_a_day(how: str) -> int:
    """Return how many profiles a recruiter may see in one way in a day; 0: no limit."""
    config = settings()
    return {PAGE: config.cvs_a_day, FILE: config.files_a_day, EXPORT: LINES_OF_A_CV * config.cvs_a_day}.get(how, 0)


def check_quota(client: Elasticsearch, recruiter: Document, profiles: list[str], how: str) -> None:
    """Refuse what would be more in a day (UTC) than a recruiter may: raises QuotaReachedError.

    To be asked before `views.note_views`. Of requests at the same moment a few too many may pass, and no more: each
    counts what was written before it.
    """
    most = most_a_day(how)
    if not most:
        return
    refresh(client, "views")
    now = datetime.now(UTC)
    seen = [{"term": {"recruiter": recruiter["id"]}}, {"term": {"how": how}}, {"term": {"day": now.date().isoformat()}}]
    others = {"bool": {"filter": seen, "must_not": [{"terms": {"profile": profiles}}]}}
    taken = int(client.count(index=index_name("views"), query=others)["count"])
    if taken + len(profiles) <= most:
        return
    _note(client, recruiter["id"], now)
    log.warning("a recruiter reached a quota", extra={"recruiter": recruiter["id"], "how": how})
    raise QuotaReachedError(how)


def tell_operator_of_quotas(client: Elasticsearch, now: datetime) -> int:
    """Mail the operator (ESTEY_CONTACT) of each recruiter who reached a quota, once a day of each; return how many.

    What is told is claimed first, so that two runs send one mail; one that was delayed is sent by a later run.
    """
    if not settings().contact:
        return 0
    refresh(client, "recruiters")
    reached = {"exists": {"field": "quota_reached_at"}}
    told = 0
    for identifier, _ in scan(client, "recruiters", reached, "id"):
        recruiter = _claimed(client, identifier, now)
        if recruiter is None:
            continue
        organisation = get(client, "organisations", recruiter.get("organisation") or "-")
        try:
            smtp.send(message_of(organisation or {}, recruiter))
            told += 1
        except smtp.MailDelayedError as error:
            log.warning("the operator's mail was delayed", extra={"why": str(error)})
            change(client, "recruiters", identifier, lambda doc: {**doc, "quota_told_at": None}, refresh=True)
        except smtp.RecipientRefusedError:
            log.warning("the operator's mail was refused for good: see ESTEY_CONTACT")
    return told


def message_of(organisation: Document, recruiter: Document) -> EmailMessage:
    """Return the mail that tells of a recruiter at a quota: whose organisation, when, what can be done. Pure.

    It names the organisation and nobody; of one time it is one mail.
    """
    name, reached = organisation.get("name") or "une organisation", str(recruiter["quota_reached_at"])
    paragraphs = [
        f"Un recruteur de {name} a voulu ouvrir ou télécharger plus de CV qu’une journée n’en permet"
        f" ({settings().cvs_a_day} CV, {settings().files_a_day} fichiers). La suite lui est refusée jusqu’à demain.",
        "Si vous ne savez pas pourquoi, demandez-le à l’organisation, ou bloquez-la :"
        f" « estey organisations block {organisation.get('id', 'ID')} --reason … ».",
    ]
    message = notice_message(
        settings().contact, f"Estey : beaucoup de CV pris par {name}"[:150], paragraphs, "Voir", "/operateur"
    )
    digits = re.sub(r"\D", "", reached)
    message.replace_header("Message-ID", f"<quota-{recruiter['id']}-{digits}@{sender_domain()}>")
    return message


def _note(client: Elasticsearch, recruiter: str, now: datetime) -> None:
    """Note that a recruiter reached a quota, unless that was noted today."""

    def edit(doc: Document) -> Document | None:
        before = doc.get("quota_reached_at")
        if before and now - datetime.fromisoformat(before) < TOLD_AFRESH:
            return None
        return {**doc, "quota_reached_at": now.isoformat(), "quota_told_at": None}

    change(client, "recruiters", recruiter, edit, refresh=True)


def _claimed(client: Elasticsearch, recruiter: str, now: datetime) -> Document | None:
    """Note that the operator is being told; return the recruiter if this call did."""
    won = False

    def edit(doc: Document) -> Document | None:
        nonlocal won
        won = bool(doc.get("quota_reached_at")) and not doc.get("quota_told_at")
        return {**doc, "quota_told_at": now.isoformat()} if won else None

    stored = change(client, "recruiters", recruiter, edit, refresh=True)
    return stored if won else None
