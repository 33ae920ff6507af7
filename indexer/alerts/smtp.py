"""Handing a mail to the SMTP server, over one connection that each worker keeps open from mail to mail."""

from __future__ import annotations

import re
import smtplib
import ssl
import threading
import time
from contextlib import suppress
from email.message import EmailMessage
from typing import Any

from indexer.alerts.message_format import addresses, written
from indexer.alerts.signature import signed
from indexer.bounces.tokens import return_address
from indexer.settings import settings

TIMEOUT_SECONDS = 20
ANSWER_SECONDS = 60
"""How long the server may take for each answer. RFC 5321 §4.5.3.2 allows it minutes for the last one, and a server
given up too early has often taken the mail; the whole exchange stays below `open_digests.claim_lasts`."""
IDLE_SECONDS, MOST_MAILS = 1.0, 100
"""A connection idle for longer is asked whether it still lives; one that carried so many mails is made anew."""
_POLICY = re.compile(rb"\b5\.7\.\d")
_NO_ADDRESS = re.compile(rb"\b5\.(1\.\d+|2\.1)\b")
"""Enhanced status codes (RFC 3463): the address does not exist, or its mailbox is closed."""


class RecipientRefusedError(Exception):
    """The server will never take this mail (5xx); `address`: it is the address that is refused; `gone`: it says so
    in a way that leaves no doubt, and no other mail need be tried.
    """

    def __init__(self, *, address: bool, gone: bool = False) -> None:
        super().__init__("The mail server refuses this mail for good.")
        self.address, self.gone = address, gone


class MailDelayedError(Exception):
    """The server cannot take the mail now: it is to be sent again later, under the same Message-ID.

    `refused`: it said so, and the mail is known not to have left. `everybody`: no mail to anybody leaves now.
    """

    def __init__(self, sentence: str, *, refused: bool, everybody: bool) -> None:
        super().__init__(sentence)
        self.refused, self.everybody = refused, everybody


class _Connection(threading.local):
    """The open connection of a thread; another process or thread has its own."""

    server: smtplib.SMTP | None = None
    to: tuple[Any, ...] = ()
    used_at = 0.0
    mails = 0

    def get(self) -> smtplib.SMTP:
        """Return a connection that lives, made anew when it must be. Raises what smtplib does."""
        config = settings()
        to = (config.smtp_host, config.smtp_port, config.smtp_security, config.smtp_user)
        if self.server is None or self.to != to or self.mails >= MOST_MAILS or not self._lives(self.server):
            self.close()
            self.server, self.to, self.mails = _connected(), to, 0
        self.mails += 1
        self.used_at = time.monotonic()
        return self.server

    def _lives(self, server: smtplib.SMTP) -> bool:
        if time.monotonic() - self.used_at < IDLE_SECONDS:
            return True
        try:
            return server.noop()[0] == 250
        except (smtplib.SMTPException, OSError):
            return False

    def close(self) -> None:
        """Let it go; the next mail opens another."""
        if self.server is not None:
            with suppress(smtplib.SMTPException, OSError):
                self.server.close()
        self.server = None


_CONNECTION = _Connection()


def send(message: EmailMessage) -> None:
    """Sign one mail and send it to its one recipient.

    Raises RecipientRefusedError, MailDelayedError, or SettingsError when a key is set that cannot be used.
    """
    raw = signed(written(message))
    [(_, recipient)], [(_, sender)] = addresses(message["To"]), addresses(message["From"])
    try:
        server = _CONNECTION.get()
    except (smtplib.SMTPException, OSError) as error:
        _CONNECTION.close()
        raise _delayed(error, refused=True, everybody=True) from None
    try:
        server.sendmail(return_address(message) or sender, [recipient], raw, _options(server, recipient))
    except smtplib.SMTPRecipientsRefused as error:
        [(code, text)] = error.recipients.values()
        _raise(error, code, text, address=True)
    except smtplib.SMTPSenderRefused as error:
        # It is the service itself that is refused: nothing is wrong with the person's address.
        raise _delayed(error, refused=True, everybody=True) from None
    except smtplib.SMTPDataError as error:
        _raise(error, error.smtp_code, error.smtp_error, address=False)
    except smtplib.SMTPNotSupportedError:
        # An address that is not written in ASCII, and a server that knows no other.
        raise RecipientRefusedError(address=True) from None
    except (smtplib.SMTPException, OSError) as error:
        # In the middle: nobody knows whether it was taken.
        _CONNECTION.close()
        raise _delayed(error, refused=False, everybody=True) from None


def _raise(error: smtplib.SMTPException, code: int, text: bytes | str, *, address: bool) -> None:
    """Raise what an answer means. 4xx: later. 5xx: never, unless the service's own standing is in question (5.7.x)."""
    written = text.encode() if isinstance(text, str) else text
    if 500 <= code < 600 and not _POLICY.search(written):
        raise RecipientRefusedError(address=address, gone=address and bool(_NO_ADDRESS.search(written))) from None
    if code == 421:
        _CONNECTION.close()
    raise _delayed(error, refused=True, everybody=code == 421) from None


def _delayed(error: Exception, *, refused: bool, everybody: bool) -> MailDelayedError:
    # The text of the error could carry an address: only its kind is passed on.
    sentence = f"The mail server did not take the mail ({type(error).__name__})."
    return MailDelayedError(sentence, refused=refused, everybody=everybody)


def _options(server: smtplib.SMTP, recipient: str) -> tuple[str, ...]:
    """Return what is asked of the server for an address that is not of ASCII (RFC 6531). Raises what smtplib does."""
    if recipient.isascii():
        return ()
    server.ehlo_or_helo_if_needed()
    if not server.has_extn("smtputf8"):
        raise smtplib.SMTPNotSupportedError
    return ("SMTPUTF8", "BODY=8BITMIME")


def _connected() -> smtplib.SMTP:
    config = settings()
    if not config.smtp_host:
        raise OSError("no mail server")
    context = ssl.create_default_context() if config.smtp_security != "none" else None
    place = (config.smtp_host, config.smtp_port)
    if config.smtp_security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(*place, timeout=TIMEOUT_SECONDS, context=context)
    else:
        server = smtplib.SMTP(*place, timeout=TIMEOUT_SECONDS)
    try:
        if config.smtp_security == "starttls":
            server.starttls(context=context)
        if config.smtp_user:
            server.login(config.smtp_user, config.smtp_password)
    except Exception:
        server.close()
        raise
    if server.sock is not None:
        server.sock.settimeout(ANSWER_SECONDS)
    return server
