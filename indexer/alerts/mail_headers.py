"""The headers by which mail programs and mailbox providers know what a mail of ours is, and how to end it."""

from __future__ import annotations

from email.message import EmailMessage
from urllib.parse import quote

from indexer.alerts import links
from indexer.alerts.message_format import addresses
from indexer.settings import settings

SENDER = "estey"
"""The last field of Feedback-ID: the same in every mail, so that Gmail's figures cover all of them."""


def add_list_headers(message: EmailMessage, unsubscribe_url: str, help_url: str) -> None:
    """Add what an alert carries as mail of a list (RFC 2369, RFC 2919), and one-click unsubscription (RFC 8058).

    `help_url` is where the person changes or pauses what they get. Only the address of the operator is named besides:
    nobody can post to this list, and its archive is the person's own page.
    """
    message["List-Id"] = f"Alertes Estey <alertes.{sender_domain()}>"
    message["List-Unsubscribe"] = f"<{unsubscribe_url}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message["List-Help"] = f"<{help_url}>"
    message["List-Post"] = "NO"
    if settings().contact:
        message["List-Owner"] = f"<mailto:{quote(settings().contact, safe='@+')}>"


def add_sending_headers(message: EmailMessage, kind: str, rhythm: str = "none") -> None:
    """Add what every mail carries: no out-of-office answer is wanted, and complaints are counted by kind of mail.

    RFC 3834 for the first. Feedback-ID has four fields, the widest last (Gmail's feedback loop); it says the rhythm and
    the kind of mail, and nothing of the person.
    """
    message["Auto-Submitted"] = "auto-generated"
    message["Feedback-ID"] = f"{rhythm}:{kind}:{sender_domain()}:{SENDER}"


def sender() -> tuple[str, str]:
    """Return the name and the address that mails come from; a domain with accents as programs write it (RFC 5890)."""
    [(name, address)] = addresses(settings().mail_from)
    local, _, domain = address.rpartition("@")
    return name, f"{local}@{domain.encode('idna').decode()}"


def sender_domain() -> str:
    """Return the domain that mails come from."""
    return sender()[1].rpartition("@")[2]


def unsubscribe_url(person: str) -> str:
    """Return the address that ends every alert to a person, by a button or in one click."""
    return links.page(f"/desabonnement/{links.unsubscribe_token(person)}")
