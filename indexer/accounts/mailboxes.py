"""One mailbox, however its address is written, to count and to know again by. Never what a mail is sent to."""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress

# Other names of a provider's domain, under which the same mailboxes are.
_OTHER_NAMES = {
    "googlemail.com": "gmail.com",
    "me.com": "icloud.com",
    "mac.com": "icloud.com",
    "protonmail.com": "proton.me",
    "protonmail.ch": "proton.me",
    "pm.me": "proton.me",
    "wanadoo.fr": "orange.fr",
}
# Signs before the @ that a provider delivers without regard to.
_PASSED_OVER = {"gmail.com": ".", "proton.me": ".-_"}
# Providers whose addresses for a purpose are `name-purpose@`, and those whose are `purpose@name.domain`.
_HYPHEN_TAGS = re.compile(r"yahoo\.(?:[a-z]{2,3}|co\.[a-z]{2}|com\.[a-z]{2})|ymail\.com|rocketmail\.com")
_SUBDOMAIN_TAGS = re.compile(r"([^.]+)\.(fastmail\.(?:com|fm))")
_ESCAPED = re.compile(r"\\(.)")


def mailbox_of(address: str) -> str:
    """Return the mailbox that an address leads to: without regard to case, width of letters, quotation marks, a tag
    after `+`, what providers known here pass over (signs, tags, another name of theirs), and whether the domain is
    written in its own letters or in ASCII.

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
    if purpose := _SUBDOMAIN_TAGS.fullmatch(domain):
        local, domain = purpose[1], purpose[2]
    if _HYPHEN_TAGS.fullmatch(domain):
        local = local.partition("-")[0]
    domain = _OTHER_NAMES.get(domain, domain)
    for sign in _PASSED_OVER.get(domain, ""):
        local = local.replace(sign, "")
    return f"{local}@{domain}"


def _ascii(domain: str) -> str:
    labels = []
    for label in domain.replace("\u3002", ".").split("."):
        written = label
        with suppress(UnicodeError):
            written = label.encode("idna").decode("ascii").casefold()
        labels.append(written)
    return ".".join(labels)
