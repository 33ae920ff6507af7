"""DKIM (RFC 6376): the signature by which mailbox providers know that a mail is ours and came unchanged."""

from __future__ import annotations

import re
from functools import cache

import dkim

from indexer.settings import settings
from indexer.settings_values import SettingsError

RELAXED = (b"relaxed", b"relaxed")
_NAME = re.compile(rb"^([!-9;-~]+):", re.MULTILINE)


def signed(raw: bytes) -> bytes:
    """Return a mail, as `message_format.written` makes it, with the signature before it when a key is set.

    What is signed is what leaves, byte for byte. Every header is covered, as RFC 8058 §4 asks of List-Unsubscribe and
    List-Unsubscribe-Post, which the library leaves out by itself. Spaces and line ends may change on the way (relaxed).
    Raises SettingsError when the key is none.
    """
    config = settings()
    if not config.dkim_key:
        return raw
    head, _, _ = raw.partition(b"\r\n\r\n")
    # The sender once more than it stands there, so that no second one can be added (RFC 6376 §8.15).
    covered = [*(name.lower() for name in _NAME.findall(head)), b"from"]
    try:
        line: bytes = dkim.sign(
            raw,
            config.dkim_selector.encode(),
            config.dkim_domain.encode(),
            _pem(config.dkim_key),
            canonicalize=RELAXED,
            include_headers=covered,
        )
    except (dkim.DKIMException, ValueError) as error:
        # The text of the error may quote the key.
        raise SettingsError(f"ESTEY_DKIM_KEY cannot sign mails ({type(error).__name__}): see docs/mail.md.") from None
    return line + raw


@cache
def _pem(key: str) -> bytes:
    """Return a key given as the joined base64 lines of its PEM file in the form the library reads."""
    return f"-----BEGIN PRIVATE KEY-----\n{''.join(key.split())}\n-----END PRIVATE KEY-----\n".encode()
