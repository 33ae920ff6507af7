"""Handing a mail to the SMTP server."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage

from indexer.alerts.signature import sign
from indexer.bounces.tokens import return_address
from indexer.settings import settings

TIMEOUT_SECONDS = 20


class RecipientRefusedError(Exception):
    """The server will never take this mail, or any for this address (5xx)."""


class MailDelayedError(Exception):
    """The server cannot take the mail now: it is to be sent again later, under the same Message-ID."""


def send(message: EmailMessage) -> None:
    """Sign and send one mail. Raises RecipientRefusedError, MailDelayedError, or SettingsError without a usable key."""
    sign(message)
    config = settings()
    try:
        with _connect() as server:
            if config.smtp_security == "starttls":
                server.starttls(context=ssl.create_default_context())
            if config.smtp_user:
                server.login(config.smtp_user, config.smtp_password)
            server.send_message(message, from_addr=return_address(message))
    except smtplib.SMTPRecipientsRefused as error:
        if all(500 <= code < 600 for code, _ in error.recipients.values()):
            raise RecipientRefusedError from None
        raise MailDelayedError("The mail server asks to try again later.") from None
    except smtplib.SMTPDataError as error:
        # 5xx to the mail itself: sent again, it would be refused again.
        if 500 <= error.smtp_code < 600:
            raise RecipientRefusedError from None
        raise MailDelayedError("The mail server asks to try again later.") from None
    except (smtplib.SMTPException, OSError) as error:
        # The text of the error could carry an address: only its kind is passed on.
        raise MailDelayedError(f"The mail server did not take the mail ({type(error).__name__}).") from None


def _connect() -> smtplib.SMTP:
    config = settings()
    if not config.smtp_host:
        raise OSError("no mail server")
    if config.smtp_security == "tls":
        return smtplib.SMTP_SSL(
            config.smtp_host, config.smtp_port, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context()
        )
    return smtplib.SMTP(config.smtp_host, config.smtp_port, timeout=TIMEOUT_SECONDS)
