"""Reading the mails that the embedded stack captured instead of sending."""

from __future__ import annotations

import mailbox
import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any


def captured_mails(folder: Path, recipient: str = "") -> list[dict[str, Any]]:
    """List the mails of a Maildir in the order they arrived: `to`, `subject`, `date` (ISO 8601), `headers`, `text`,
    `html`.

    With `recipient`, those to that address only: the others are not parsed.
    """
    if not folder.is_dir():
        return []
    box = mailbox.Maildir(str(folder), factory=None, create=False)
    read = []
    for key in box.keys():  # noqa: SIM118 - a Maildir is no dictionary: iterating over it yields messages
        content = box.get_bytes(key)
        if recipient.encode() not in content:
            continue
        described = _described(message_from_bytes(content, policy=policy.default))
        if recipient in ("", described["to"]):
            read.append({"key": key, **described})
    return sorted(read, key=lambda mail: _arrival(mail["key"]))


def _arrival(key: str) -> list[int]:
    """Return by what the name of a mail in a Maildir is later than another's: `1764550000.M99P12Q3.host` has seconds,
    then microseconds without leading zeros. Its date says seconds only, and when it was written.
    """
    return [int(number) for number in re.findall(r"[0-9]+", key)]


def _described(message: EmailMessage) -> dict[str, Any]:
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    date = message["Date"]
    return {
        "to": str(message["To"] or ""),
        "subject": str(message["Subject"] or ""),
        "date": parsedate_to_datetime(str(date)).isoformat() if date else "",
        "headers": {name: str(value) for name, value in message.items()},
        "text": text.get_content() if text else "",
        "html": html.get_content() if html else "",
    }
