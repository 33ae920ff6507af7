"""One thing set apart, as an operator sees it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Apart:
    """An offer, a profile, a mail with offers (its digest) or a confirmation mail (what it confirms), and why."""

    kind: str
    """`offers`, `profiles`, `mails` or `confirmations`."""
    identifier: str
    code: str
    reason: str
    attempts: int
    received_at: str
