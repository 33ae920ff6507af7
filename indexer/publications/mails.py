"""The mails that recruiters get about their own offers: accepted, refused, soon over.

The write that decides says which mail is due (`mail_due`); from it a mail of the outbox is made, once for each
decision, and whoever dies in between leaves it due.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from functools import partial
from typing import Any

from elasticsearch import Elasticsearch

from indexer.alerts import links
from indexer.alerts.messages import notice_message
from indexer.engine.documents import change, get
from indexer.mail import outbox
from indexer.mail.outbox import Mail, Render
from indexer.publications import document as state
from indexer.publications.document import Publication, written
from indexer.publications.settling import ACCEPTED, EXPIRING, REFUSED
from indexer.settings import settings


def put_due_mails(client: Elasticsearch) -> None:
    """Put every mail that a publication says is due into the outbox. Twice is as good as once."""
    outbox.put_each(client, "publications", "mail_due", put_due_mail)


def put_due_mail(client: Elasticsearch, identifier: str) -> None:
    """Put the mail that a publication says is due into the outbox; killed in between, the next run does it again."""
    publication = get(client, "publications", identifier) or {}
    mail, at = publication.get("mail_due"), _decided_at(publication)
    if not mail:
        return
    if at:
        about = {"publication": identifier, "organisation": publication["organisation"]}
        recruiter = str(publication.get("recruiter"))
        outbox.put(client, _kind(mail), recruiter, f"{identifier} {at}", about, {"at": at})

    def put(doc: Publication) -> Publication | None:
        # Decided anew meanwhile, another is due.
        same = doc.get("mail_due") == mail and _decided_at(doc) == at
        return {**doc, "mail_due": None} if same else None

    change(client, "publications", identifier, put)


def _kind(mail: str) -> str:
    return f"publication_{mail}"


def _decided_at(publication: Publication) -> str:
    """Return when it was decided what the mail that is due tells; empty when nothing is to be told any more. Pure."""
    if publication.get("mail_due") == EXPIRING:
        return publication.get("reminded_at") or ""
    return (publication.get("settled") or {}).get("at") or publication.get("state_since") or ""


def _rendered(client: Elasticsearch, mail: Mail, *, told: str) -> EmailMessage | None:
    """Return a mail as things stand; None when its publication or recruiter is gone, the one is not the other's any
    more, or was decided of anew.
    """
    publication = get(client, "publications", mail["about"]["publication"])
    recruiter = get(client, "recruiters", mail["recipient"])
    if publication is None or recruiter is None or publication.get("recruiter") != recruiter["id"]:
        return None
    if not _SO_STILL[told](publication, mail["said"]["at"]):
        return None
    return message_of(told, publication, recruiter)


def _is_settled(publication: Publication, at: str, in_state: str) -> bool:
    decided = (publication.get("settled") or {}).get("at") or publication["state_since"]
    return bool(publication["state"] == in_state and decided == at)


def _ends_soon(publication: Publication, at: str) -> bool:
    left = state.days_left(publication, datetime.now(UTC))
    return publication.get("reminded_at") == at and left is not None and left > 0


_SO_STILL: dict[str, Callable[[Publication, str], bool]] = {
    ACCEPTED: partial(_is_settled, in_state=state.PUBLISHED),
    REFUSED: partial(_is_settled, in_state=state.REFUSED),
    EXPIRING: _ends_soon,
}
KINDS: dict[str, Render] = {_kind(told): partial(_rendered, told=told) for told in _SO_STILL}
"""How each is made, for the outbox."""


def message_of(mail: str, publication: Publication, recruiter: dict[str, Any]) -> EmailMessage:
    """Return a mail about a publication for its recruiter: ACCEPTED, REFUSED or EXPIRING."""
    title = written(publication)["title"]
    own = f"/recruteurs/offres/{publication['id']}"
    reason = (publication.get("settled") or {}).get("reason", "")
    write_to = f" à {settings().contact}" if settings().contact else ""
    subject, paragraphs, label, path = {
        ACCEPTED: (
            f"Votre offre est en ligne : {title}",
            [
                "Nous avons relu votre offre : elle est en ligne, telle que vous l’avez écrite.",
                "Vous pouvez la changer ou la fermer à tout moment.",
            ],
            "Voir mon offre",
            own,
        ),
        REFUSED: (
            f"Votre offre n’est pas en ligne : {title}",
            [
                "Nous avons relu votre offre et nous ne pouvons pas la publier telle quelle.",
                f"La raison : {reason}",
                "Rien n’est perdu : vous pouvez la corriger et la proposer de nouveau.",
                f"Si nous nous trompons, écrivez-nous{write_to} : nous la relirons.",
            ],
            "Corriger mon offre",
            own,
        ),
        EXPIRING: (
            f"Votre offre se termine dans une semaine : {title}",
            [
                "Cherchez-vous encore quelqu’un ? Un bouton suffit pour que l’offre reste en ligne : il n’y a pas à se"
                " connecter.",
                "Si le poste est pourvu, il n’y a rien à faire : l’offre se ferme d’elle-même. Vous pouvez aussi la"
                f" fermer dès maintenant, depuis votre espace : {links.page(own)}",
            ],
            "Garder mon offre en ligne",
            f"/renouveler/{links.renewal_token(publication['id'], publication.get('expires_at') or '')}",
        ),
    }[mail]
    return notice_message(recruiter["email"], subject, paragraphs, label, path)
