"""The mail that tells the operator what waits for them: offers to be read, organisations that nobody vouches for.

One mail for all that came since the last, EVERY at most. It says how many and how to see them: nothing of who or what.
"""

from __future__ import annotations

import logging
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

from elasticsearch import ConflictError, Elasticsearch

from indexer.alerts import smtp
from indexer.alerts.mail_headers import sender_domain
from indexer.alerts.messages import notice_message
from indexer.engine.documents import change, get
from indexer.engine.indices import index_name, refresh
from indexer.publications.document import WAITING
from indexer.recruiters.document import NEW
from indexer.settings import settings

log = logging.getLogger(__name__)

EVERY = timedelta(hours=1)
SEEN_AFTER = timedelta(minutes=1)
"""What began to wait less long ago may not be found yet, and is told the next time."""
HELD = timedelta(minutes=5)
"""How long who sends has for it; a mail that was delayed, or whose sender died, is tried again after it."""
_DOCUMENT = "operator-mail"
_WAIT: dict[str, tuple[str, list[dict[str, Any]], str]] = {
    "publications": ("publications", [{"term": {"state": WAITING}}], "state_since"),
    "organisations": ("organisations", [{"term": {"state": NEW}}], "state_since"),
    "requests": (
        "recruiters",
        [{"exists": {"field": "asks_to_join"}}, {"exists": {"field": "confirmed_at"}}],
        "asked_at",
    ),
    "names": ("organisations", [{"exists": {"field": "renaming_since"}}], "renaming_since"),
}
"""What may wait: the kind of document, which ones, and the field that says since when."""


@dataclass(frozen=True, slots=True)
class Waits:
    """How many wait in all, and how many of those the operator was not told of yet."""

    publications: int = 0
    new_publications: int = 0
    organisations: int = 0
    new_organisations: int = 0
    requests: int = 0
    new_requests: int = 0
    names: int = 0
    new_names: int = 0

    @property
    def is_new(self) -> bool:
        """Say whether there is something to tell."""
        return bool(self.new_publications or self.new_organisations or self.new_requests or self.new_names)


def tell_operator(client: Elasticsearch, now: datetime) -> bool:
    """Mail the operator (ESTEY_CONTACT) what waits, if something does that they were not told; say whether it left.

    Two runs at once send one mail: whoever notes first that they send it does. Should they die, or the server delay
    it, it is sent again later under the same Message-ID.
    """
    if not settings().contact:
        return False
    kept = _kept(client)
    if _is_later(kept.get("held_until"), now) or _is_later(kept.get("told_at"), now - EVERY):
        return False
    since, until = str(kept.get("told_until") or ""), (now - SEEN_AFTER).isoformat()
    waits = what_waits(client, since, until)
    if not waits.is_new or not _hold(client, since, now):
        return False
    left = True
    try:
        smtp.send(message_of(waits, since))
    except smtp.MailDelayedError as error:
        log.warning("the operator's mail was delayed", extra={"why": str(error)})
        return False
    except smtp.RecipientRefusedError:
        log.warning("the operator's mail was refused for good: see ESTEY_CONTACT")
        left = False
    told = {"told_at": now.isoformat(), "told_until": until, "held_until": None}
    change(client, "reference", _DOCUMENT, lambda doc: {**doc, "operator": told}, refresh=True)
    return left


def what_waits(client: Elasticsearch, since: str, until: str) -> Waits:
    """Return what waits, and what of it began to after `since` (ISO 8601; empty: ever) and by `until`."""
    refresh(client, *sorted({kind for kind, _, _ in _WAIT.values()}))
    counts = {}
    for what, (kind, those, field) in _WAIT.items():
        lately = {"range": {field: {"lte": until, **({"gt": since} if since else {})}}}
        for name, query in ((what, those), (f"new_{what}", [*those, lately])):
            counts[name] = int(client.count(index=index_name(kind), query={"bool": {"filter": query}})["count"])
    return Waits(**counts)


def message_of(waits: Waits, since: str) -> EmailMessage:
    """Return the mail that tells what came since a time; of one time it is one mail. Pure."""
    offers = _several(waits.publications, "offre à relire", "offres à relire")
    unknown = _several(waits.organisations, "organisation à examiner", "organisations à examiner")
    requests = _several(waits.requests, "demande à rejoindre une organisation", "demandes à rejoindre une organisation")
    names = _several(waits.names, "nom à relire", "noms à relire")
    subject = " et ".join(said for said in (offers, unknown) if said) or requests or names
    paragraphs = []
    if offers:
        new = _several(waits.new_publications, "nouvelle", "nouvelles")
        paragraphs.append(
            f"{offers}{f', dont {new}' if new else ''} : une phrase pourrait ne pas être conforme à la loi, ou personne"
            " ne se porte garant de l’employeur. Personne ne voit l’offre d’ici là, et son auteur attend votre réponse."
        )
    if unknown:
        new = _several(waits.new_organisations, "nouvelle", "nouvelles")
        paragraphs.append(
            f"{unknown}{f', dont {new}' if new else ''} : personne ne s’en porte garant, et ses recruteurs ne voient"
            " aucun CV."
        )
    if requests:
        paragraphs.append(f"{requests} : si personne ne se porte garant d’elle, c’est à vous d’en décider.")
    if names:
        paragraphs.append(f"{names} : une organisation demande à s’appeler autrement.")
    paragraphs += [
        "Le bouton ouvre la page si vos pages d’opérateur sont déjà ouvertes dans votre navigateur. Sinon, la commande"
        " « estey organisations page --publications » imprime le lien qui les ouvre.",
        "Sans navigateur : « estey publications list » et « estey organisations list --state new ».",
    ]
    path = "/operateur/offres" if waits.publications else "/operateur"
    message = notice_message(settings().contact, f"Estey : {subject}", paragraphs, "Voir ce qui attend", path)
    digits = re.sub(r"\D", "", since) or "0"
    message.replace_header("Message-ID", f"<attente-{digits}@{sender_domain()}>")
    return message


def _several(number: int, one: str, many: str) -> str:
    """Write a number with its noun; nothing for none."""
    return f"{number} {many if number > 1 else one}" if number else ""


def _kept(client: Elasticsearch) -> dict[str, Any]:
    return dict((get(client, "reference", _DOCUMENT) or {}).get("operator") or {})


def _is_later(at: str | None, than: datetime) -> bool:
    return bool(at) and datetime.fromisoformat(str(at)) > than


def _hold(client: Elasticsearch, since: str, now: datetime) -> bool:
    """Note that what came since is being told; False when another run was first."""
    with suppress(ConflictError):
        client.create(index=index_name("reference"), id=_DOCUMENT, document={"kind": "operator", "operator": {}})
    held = False

    def edit(doc: dict[str, Any]) -> dict[str, Any] | None:
        nonlocal held
        kept = doc.get("operator") or {}
        held = str(kept.get("told_until") or "") == since and not _is_later(kept.get("held_until"), now)
        return {**doc, "operator": {**kept, "held_until": (now + HELD).isoformat()}} if held else None

    change(client, "reference", _DOCUMENT, edit)
    return held
