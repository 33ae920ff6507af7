"""What a status code says of an address: that it does not exist, or that the mail did not get through this time."""

from __future__ import annotations

import re

HARD, SOFT = "hard", "soft"

_ENHANCED = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_BASIC = re.compile(r"(?<![\d.])([45]\d\d)(?![\d.])")

# RFC 3463 §3.2 and the IANA registry of enhanced status codes: no such mailbox (1.1), no such system (1.2), syntax
# (1.3), moved (1.6), null MX (1.10); mailbox disabled (2.1); unable to route, the domain has no server (4.4).
_NO_SUCH_ADDRESS = {(1, 1), (1, 2), (1, 3), (1, 6), (1, 10), (2, 1), (4, 4)}
# RFC 5321 §4.2.3: mailbox unavailable, user not local, mailbox name not allowed. Not 552 (full) or 554 (refused).
_NO_SUCH_MAILBOX = {"550", "551", "553"}


def severity(status: str, diagnostic: str = "") -> str:
    """Return HARD when the codes say that mail to this address will never arrive, else SOFT.

    `status` is RFC 3464's Status, `diagnostic` its Diagnostic-Code. Only codes of the address are hard: a full mailbox
    (5.2.2) empties, and what a server holds against us or our mail (5.3 to 5.7) says nothing of the address. A
    server that gives no more than 5.0.0 (Exim always does) is read by its diagnostic. What is not known is SOFT:
    five in a row stop the mails all the same.
    """
    codes = [tuple(map(int, found.groups())) for said in (status, diagnostic) for found in _ENHANCED.finditer(said)]
    specific = next((code for code in codes if code[1:] != (0, 0)), None)
    if specific:
        return HARD if specific[0] == 5 and specific[1:] in _NO_SUCH_ADDRESS else SOFT
    if any(code[0] == 4 for code in codes):
        return SOFT
    basic = _BASIC.search(diagnostic)
    return HARD if basic and basic[1] in _NO_SUCH_MAILBOX else SOFT


def code_in(text: str) -> str:
    """Return the first enhanced status code that a text holds, such as `5.1.1`, and nothing else of it; else empty."""
    found = _ENHANCED.search(text)
    return found[0] if found else ""
