"""One thing set apart, as an operator sees it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Apart:
    """An offer, a profile, a mail with offers (its digest), a confirmation mail (what it confirms) or a mail of the
    outbox, and why.
    """

    kind: str
    """`offers`, `profiles`, `mails`, `confirmations` or `outbox`."""
    identifier: str
    code: str
    reason: str
    attempts: int
    received_at: str
