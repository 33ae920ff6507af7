"""The mail that tells the operator what waits for them: offers to be read, organisations that nobody vouches for.

One mail for all that came since the last, EVERY at most. It says how many and how to see them: nothing of who or what.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

from elasticsearch import ConflictError, Elasticsearch

from indexer.alerts.messages import notice_message
from indexer.engine.documents import change, get
from indexer.engine.indices import index_name, refresh
from indexer.mail import outbox
from indexer.mail.outbox import Mail, Render
from indexer.publications.document import WAITING
from indexer.recruiters.document import NEW
from indexer.settings import settings

EVERY = timedelta(hours=1)
SEEN_AFTER = timedelta(minutes=1)
"""What began to wait less long ago may not be found yet, and is told the next time."""
KIND, OPERATOR = "operator", "operator"
"""The kind of the mail, and whom it is for: nobody who has an id."""
_DOCUMENT = "operator-mail"
_WAIT = {"publications": WAITING, "organisations": NEW}


@dataclass(frozen=True, slots=True)
class Waits:
    """How many wait in all, and how many of those the operator was not told of yet."""

    publications: int = 0
    new_publications: int = 0
    organisations: int = 0
    new_organisations: int = 0

    @property
    def is_new(self) -> bool:
        """Say whether there is something to tell."""
        return bool(self.new_publications or self.new_organisations)


def put_due_mail(client: Elasticsearch, now: datetime) -> bool:
    """Have the operator (ESTEY_CONTACT) mailed what waits, if something does that they were not told; say whether so.

    There is one mail of what came since the last, whoever finds it due and however often; what comes while it waits to
    be sent is in the next, which is not due before it left.
    """
    if not settings().contact:
        return False
    kept = _kept(client)
    since = str(kept.get("told_until") or "")
    mail = get(client, "mails", outbox.mail_id(KIND, OPERATOR, since))
    if mail is not None:
        if mail["state"] not in outbox.OPEN:
            _note_told(client, since, mail, now)
        return False
    if _is_later(kept.get("told_at"), now - EVERY):
        return False
    until = (now - SEEN_AFTER).isoformat()
    if not what_waits(client, since, until).is_new:
        return False
    outbox.put(client, KIND, OPERATOR, since, said={"since": since, "until": until})
    return True


def _rendered(client: Elasticsearch, mail: Mail) -> EmailMessage | None:
    """Return the mail as things stand; None when nothing that it would tell of waits any more."""
    since = mail["said"]["since"]
    waits = what_waits(client, since, mail["said"]["until"])
    return message_of(waits) if waits.is_new and settings().contact else None


KINDS: dict[str, Render] = {KIND: _rendered}
"""How it is made, for the outbox."""


def what_waits(client: Elasticsearch, since: str, until: str) -> Waits:
    """Return what waits, and what of it began to after `since` (ISO 8601; empty: ever) and by `until`."""
    refresh(client, *_WAIT)
    counts = {}
    for kind, state in _WAIT.items():
        in_state: dict[str, Any] = {"term": {"state": state}}
        lately = {"range": {"state_since": {"lte": until, **({"gt": since} if since else {})}}}
        for name, query in ((kind, [in_state]), (f"new_{kind}", [in_state, lately])):
            counts[name] = int(client.count(index=index_name(kind), query={"bool": {"filter": query}})["count"])
    return Waits(**counts)


def message_of(waits: Waits) -> EmailMessage:
    """Return the mail that tells what waits. Pure."""
    offers = _several(waits.publications, "offre à relire", "offres à relire")
    unknown = _several(waits.organisations, "organisation à examiner", "organisations à examiner")
    subject = " et ".join(said for said in (offers, unknown) if said)
    paragraphs = []
    if offers:
        new = _several(waits.new_publications, "nouvelle", "nouvelles")
        paragraphs.append(
            f"{offers}{f', dont {new}' if new else ''} : une phrase pourrait ne pas être conforme à la loi, et personne"
            " ne voit l’offre d’ici là. Son auteur attend votre réponse."
        )
    if unknown:
        new = _several(waits.new_organisations, "nouvelle", "nouvelles")
        paragraphs.append(
            f"{unknown}{f', dont {new}' if new else ''} : personne ne s’en porte garant, et ses recruteurs ne voient"
            " aucun CV."
        )
    paragraphs += [
        "Le bouton ouvre la page si vos pages d’opérateur sont déjà ouvertes dans votre navigateur. Sinon, la commande"
        " « estey organisations page --publications » imprime le lien qui les ouvre.",
        "Sans navigateur : « estey publications list » et « estey organisations list --state new ».",
    ]
    path = "/operateur/offres" if waits.publications else "/operateur"
    return notice_message(settings().contact, f"Estey : {subject}", paragraphs, "Voir ce qui attend", path)


def _several(number: int, one: str, many: str) -> str:
    """Write a number with its noun; nothing for none."""
    return f"{number} {many if number > 1 else one}" if number else ""


def _kept(client: Elasticsearch) -> dict[str, Any]:
    return dict((get(client, "reference", _DOCUMENT) or {}).get("operator") or {})


def _is_later(at: str | None, than: datetime) -> bool:
    return bool(at) and datetime.fromisoformat(str(at)) > than


def _note_told(client: Elasticsearch, since: str, mail: Mail, now: datetime) -> None:
    """Note until when the operator is told of what waits, unless another run was first."""
    with suppress(ConflictError):
        client.create(index=index_name("reference"), id=_DOCUMENT, document={"kind": "operator", "operator": {}})

    def edit(doc: dict[str, Any]) -> dict[str, Any] | None:
        kept = doc.get("operator") or {}
        if str(kept.get("told_until") or "") != since:
            return None
        # What needed not be told keeps nothing else from being.
        at = kept.get("told_at") if mail.get("reason") == outbox.OVERTAKEN else now.isoformat()
        return {**doc, "operator": {"told_at": at, "told_until": mail["said"]["until"]}}

    change(client, "reference", _DOCUMENT, edit, refresh=True)
