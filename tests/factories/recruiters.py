"""Recruiters and their organisations."""

from __future__ import annotations

from typing import Any

from indexer.recruiters.document import VOUCHED, new_organisation, new_recruiter
from tests.factories.documents import NOW

SIRET = "73282932000074"
SIREN = "732829320"
RECRUITER, ORGANISATION = "recruiter-r", "organisation-o"


def make_organisation(identifier: str = ORGANISATION, **changes: Any) -> dict[str, Any]:
    """An organisation in Pau that somebody vouched for."""
    name = changes.get("name", "Ateliers du Gave")
    new = new_organisation(SIRET, name, "64445", NOW)
    known = {"state": VOUCHED, "vouched_by": "Mission locale de l’Exemple", "reason": None}
    return {**new, "id": identifier, **known, **changes}


def make_recruiter(identifier: str = RECRUITER, **changes: Any) -> dict[str, Any]:
    """A recruiter of that organisation, whose address is confirmed and whose mails leave at once."""
    new = new_recruiter("recruteur@example.org", "Dominique Exemple", NOW)
    belongs = {"organisation": ORGANISATION, "asks_to_join": None, "joined_at": NOW, "terms_accepted_at": NOW}
    confirmed = {"frequency": "at_once", "confirmed_at": NOW}
    return {**new, "id": identifier, "person": identifier, **belongs, **confirmed, **changes}
