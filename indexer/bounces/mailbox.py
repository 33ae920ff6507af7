"""The mailbox to which undelivered mail returns: an IMAP account, or a Maildir on this machine.

A report that was handled is erased, since it holds somebody's address. A mail that is none of ours, or no report, is
left for the operator, marked as read so that it is looked at once. What could not be handled (the engine does not
answer) is met again by the next run: handling twice is as good as once.
"""

from __future__ import annotations

import imaplib
import mailbox
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from elasticsearch import Elasticsearch

from indexer.bounces.consequences import handle
from indexer.bounces.reports import MOST_BYTES, read_report
from indexer.settings import settings

IMAPS_PORT, IMAP_PORT = 993, 143
MOST_MAILS = 500
TIMEOUT_SECONDS = 30


class MailboxError(Exception):
    """The mailbox cannot be read; the message says why, and names no address."""


@dataclass(slots=True)
class Reading:
    """How many mails were read: `handled` reports of ours, and `left` for the operator."""

    handled: int = 0
    left: int = 0


def read_mailbox(client: Elasticsearch, now: datetime) -> Reading:
    """Handle the mails that came back since the last run, MOST_MAILS at most. Raises MailboxError."""
    address = urlsplit(settings().bounce_mailbox)
    read = Reading()
    mails = _maildir(Path(unquote(address.path))) if address.scheme == "maildir" else _imap()
    try:
        for raw, done in mails:
            report = read_report(raw)
            ours = report is not None and handle(client, report, now)
            done(ours)
            read.handled += ours
            read.left += not ours
    except (imaplib.IMAP4.error, mailbox.Error, OSError) as error:
        # The text of the error could hold an address: only its kind is passed on.
        raise MailboxError(f"The mailbox does not answer as it should ({type(error).__name__}).") from None
    return read


def _maildir(folder: Path) -> Iterator[tuple[bytes, Callable[[bool], None]]]:
    if not folder.is_dir():
        return
    box = mailbox.Maildir(str(folder), factory=None, create=False)
    unread = [key for key in sorted(box.keys()) if "S" not in box.get_message(key).get_flags()]
    for key in unread[:MOST_MAILS]:

        def done(ours: bool, key: str = key) -> None:
            if ours:
                box.discard(key)
                return
            kept = box.get_message(key)
            kept.set_subdir("cur")
            kept.add_flag("S")
            box[key] = kept

        yield box.get_bytes(key), done


def _imap() -> Iterator[tuple[bytes, Callable[[bool], None]]]:
    with _connected() as server:
        _, found = server.uid("SEARCH", "UNSEEN")
        for uid in (found[0] or b"").split()[:MOST_MAILS]:
            name = uid.decode("ascii")
            _, parts = server.uid("FETCH", name, f"(BODY.PEEK[]<0.{MOST_BYTES}>)")
            raw = next((part[1] for part in parts if isinstance(part, tuple)), b"")

            def done(ours: bool, name: str = name) -> None:
                server.uid("STORE", name, "+FLAGS.SILENT", r"(\Seen \Deleted)" if ours else r"(\Seen)")

            yield raw, done
        server.expunge()


def _connected() -> imaplib.IMAP4:
    address = urlsplit(settings().bounce_mailbox)
    host = address.hostname or ""
    if address.scheme == "imaps":
        secure = ssl.create_default_context()
        server: imaplib.IMAP4 = imaplib.IMAP4_SSL(
            host, address.port or IMAPS_PORT, ssl_context=secure, timeout=TIMEOUT_SECONDS
        )
    else:
        server = imaplib.IMAP4(host, address.port or IMAP_PORT, timeout=TIMEOUT_SECONDS)
    server.login(unquote(address.username or ""), settings().bounce_password)
    status, _ = server.select(unquote(address.path.strip("/")) or "INBOX")
    if status != "OK":
        raise OSError("no such folder")
    return server
