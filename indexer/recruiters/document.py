"""Recruiters and organisations as they are stored, and what each may do. Pure functions."""

from __future__ import annotations

import hashlib
from typing import Any

Recruiter = dict[str, Any]
Organisation = dict[str, Any]

NEW, VOUCHED, BLOCKED = "new", "vouched", "blocked"
"""Of an organisation: it may publish and sees no CV; an operator or a partner body knows it; it may do nothing."""


def recruiter_of(email: str) -> str:
    """Return the identifier of the recruiter behind an address.

    It is another than that of the same person as a seeker (`indexer.profiles.document.person_of`): what one is told,
    and whether mail to one was stopped, says nothing of the other.
    """
    return hashlib.sha256(f"estey recruiter {email.strip().lower()}".encode()).hexdigest()[:32]


def may_publish(organisation: Organisation | None) -> bool:
    """Say whether an organisation may publish offers: any but a blocked one, at once."""
    return organisation is not None and organisation["state"] != BLOCKED


def may_see_cvs(organisation: Organisation | None) -> bool:
    """Say whether an organisation may be shown CVs: only one that somebody has vouched for."""
    return organisation is not None and organisation["state"] == VOUCHED
