"""Mails as the embedded stack captures them."""

from __future__ import annotations

import mailbox
from email.message import EmailMessage
from pathlib import Path


def capture(folder: Path, message: EmailMessage) -> str:
    """Put a mail into a Maildir as it would have been captured, and return the name it has there."""
    return mailbox.Maildir(str(folder), create=True).add(message)
