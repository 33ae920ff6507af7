"""How many CVs and files one recruiter may take in a day, and the word to the operator when somebody wants more.

Counted from what is written down of who saw whom (`indexer.candidates.views`): the same CV opened again that day counts
once. Who reaches the limit is told so; the operator is told once a day of each.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

from elasticsearch import Elasticsearch

from indexer.alerts.messages import notice_message
from indexer.candidates.views import EXPORT, FILE, PAGE
from indexer.engine.documents import change, get
from indexer.engine.indices import index_name, refresh
from indexer.mail import outbox
from indexer.settings import settings

log = logging.getLogger(__name__)

Document = dict[str, Any]

LINES_OF_A_CV = 5
"""A line of an exported table says less than a CV: so many may be taken for each."""
TOLD_AFRESH = timedelta(hours=24)
KIND, OPERATOR = "quota", "operator"
"""The kind of the mail, and whom it is for: nobody who has an id."""


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


def put_due_mails(client: Elasticsearch) -> None:
    """Have the operator (ESTEY_CONTACT) mailed of each recruiter who reached a quota, once a day of each."""
    if settings().contact:
        outbox.put_each(client, "recruiters", "quota_reached_at", _put_due)


def _put_due(client: Elasticsearch, recruiter: str) -> None:
    known = get(client, "recruiters", recruiter)
    if known is None or not known.get("quota_reached_at") or known.get("quota_told_at"):
        return
    reached = known["quota_reached_at"]
    outbox.put(client, KIND, OPERATOR, f"{recruiter} {reached}", {"recruiter": recruiter}, {"reached_at": reached})

    def told(doc: Document) -> Document | None:
        return {**doc, "quota_told_at": reached} if doc.get("quota_reached_at") == reached else None

    change(client, "recruiters", recruiter, told, refresh=True)


def _rendered(client: Elasticsearch, mail: outbox.Mail) -> EmailMessage | None:
    recruiter = get(client, "recruiters", mail["about"]["recruiter"])
    if recruiter is None or not settings().contact:
        return None
    return message_of(get(client, "organisations", recruiter.get("organisation") or "-") or {})


KINDS: dict[str, outbox.Render] = {KIND: _rendered}
"""How it is made, for the outbox."""


def message_of(organisation: Document) -> EmailMessage:
    """Return the mail that tells of a recruiter at a quota: whose organisation, and what can be done. Pure.

    It names the organisation and nobody.
    """
    name = organisation.get("name") or "une organisation"
    paragraphs = [
        f"Un recruteur de {name} a voulu ouvrir ou télécharger plus de CV qu’une journée n’en permet"
        f" ({settings().cvs_a_day} CV, {settings().files_a_day} fichiers). La suite lui est refusée jusqu’à demain.",
        "Si vous ne savez pas pourquoi, demandez-le à l’organisation, ou bloquez-la :"
        f" « estey organisations block {organisation.get('id', 'ID')} --reason … ».",
    ]
    subject = f"Estey : beaucoup de CV pris par {name}"[:150]
    return notice_message(settings().contact, subject, paragraphs, "Voir", "/operateur")


def _note(client: Elasticsearch, recruiter: str, now: datetime) -> None:
    """Note that a recruiter reached a quota, unless that was noted today."""

    def edit(doc: Document) -> Document | None:
        before = doc.get("quota_reached_at")
        if before and now - datetime.fromisoformat(before) < TOLD_AFRESH:
            return None
        return {**doc, "quota_reached_at": now.isoformat(), "quota_told_at": None}

    change(client, "recruiters", recruiter, edit, refresh=True)
