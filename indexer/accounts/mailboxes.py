"""One mailbox, however its address is written, to count and to know again by. Never what a mail is sent to."""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress

# Providers that deliver without regard to dots before the @, and their other name.
_WITHOUT_DOTS = {"gmail.com": "gmail.com", "googlemail.com": "gmail.com"}
_ESCAPED = re.compile(r"\\(.)")


def mailbox_of(address: str) -> str:
    """Return the mailbox that an address leads to: without regard to case, width of letters, quotation marks, a tag
    after `+`, dots where the provider has none, and whether the domain is written in its own letters or in ASCII.

    Pure; whatever is written gives something, and what it gives gives itself. Two mailboxes of providers that mean
    something by `+` are counted as one: that only makes them share a limit.
    """
    text = unicodedata.normalize("NFKC", address).strip().casefold()
    local, _, domain = text.rpartition("@")
    domain = _ascii(domain.strip().strip("."))
    local = local.strip()
    if local.startswith('"'):
        # A stroke before a letter between quotation marks stands for that letter (RFC 5321 §4.1.2).
        local = _ESCAPED.sub(r"\1", local.strip('"'))
    local = local.partition("+")[0].strip()
    if domain in _WITHOUT_DOTS:
        local, domain = local.replace(".", ""), _WITHOUT_DOTS[domain]
    return f"{local}@{domain}"


def _ascii(domain: str) -> str:
    labels = []
    for label in domain.replace("\u3002", ".").split("."):
        written = label
        with suppress(UnicodeError):
            written = label.encode("idna").decode("ascii").casefold()
        labels.append(written)
    return ".".join(labels)
