"""Recruiters and organisations as they are stored, and what each may do. Pure functions."""

from __future__ import annotations

import hashlib
from typing import Any

from indexer.matching.criteria import employer_key
from indexer.recruiters.sirets import siren_of

Recruiter = dict[str, Any]
Organisation = dict[str, Any]

VOUCHED_FOR, BLOCKED_NOW, ASKED, LET_IN, TURNED_AWAY, TAKES_OVER = (
    "organisation_vouched",
    "organisation_blocked",
    "organisation_asked",
    "organisation_let_in",
    "organisation_turned_away",
    "offers_taken_over",
)
"""The notices that may be due (`notices_due`): the first three to all members of an organisation, the others to one."""
NEW, VOUCHED, BLOCKED = "new", "vouched", "blocked"
"""Of an organisation: its first offers are read, nothing of it is mailed and it sees no CV; an operator or a partner
body knows it; it may do nothing."""


def recruiter_of(email: str) -> str:
    """Return the identifier of the recruiter behind an address.

    It is another than that of the same person as a seeker (`indexer.profiles.document.person_of`): what one is told,
    and whether mail to one was stopped, says nothing of the other.
    """
    return hashlib.sha256(f"estey recruiter {email.strip().lower()}".encode()).hexdigest()[:32]


def organisation_of_siret(siret: str) -> str:
    """Return the identifier of the organisation with a SIRET (fourteen digits): there is one of each."""
    return hashlib.sha256(f"estey organisation {siret}".encode()).hexdigest()[:32]


def new_organisation(siret: str, name: str, commune: str, at: str, held_by: str = "") -> Organisation:
    """Return an organisation that nobody has vouched for yet; `commune` is an INSEE code, `at` ISO 8601.

    `held_by`: the recruiter whose it is to begin with, or empty. Who comes next while it is held has to be let in.
    """
    return {
        "id": organisation_of_siret(siret),
        "siret": siret,
        "siren": siren_of(siret),
        "name": name,
        "employer_key": employer_key(name),
        "commune": commune,
        "state": NEW,
        "state_since": at,
        "api_keys": [],
        "doubts": [],
        "held_by": held_by or None,
        "received_at": at,
    }


def new_recruiter(email: str, name: str, at: str) -> Recruiter:
    """Return a recruiter who asked to sign in, at a time (ISO 8601): without organisation, and not confirmed yet.

    `person` is the id again: what is known of mail to somebody is looked for by it, whatever they are here.
    """
    identifier = recruiter_of(email)
    return {
        "id": identifier,
        "person": identifier,
        "email": email.strip(),
        "name": name,
        "frequency": "daily",
        "paused": False,
        "received_at": at,
        "last_contact_at": at,
    }


def with_notice(document: dict[str, Any], kind: str, organisation: str, at: str) -> dict[str, Any]:
    """Return a recruiter or an organisation whose change is to be told by mail (`indexer.recruiters.notices`).

    It is written with the change itself, so that neither is without the other. `at` is when it was decided: ISO 8601.
    """
    due = {"kind": kind, "organisation": organisation, "at": at}
    return {**document, "notices_due": [*(document.get("notices_due") or []), due]}


def may_publish(organisation: Organisation | None) -> bool:
    """Say whether an organisation may propose offers: any but a blocked one (`publications.holding`: what is read)."""
    return organisation is not None and organisation["state"] != BLOCKED


def is_vouched(organisation: Organisation | None) -> bool:
    """Say whether somebody answers for an organisation being who it says it is."""
    return organisation is not None and organisation.get("state") == VOUCHED


def may_see_cvs(organisation: Organisation | None) -> bool:
    """Say whether an organisation may be shown CVs: only one that somebody has vouched for."""
    return is_vouched(organisation)
