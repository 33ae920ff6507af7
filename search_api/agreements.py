"""What a person agreed to, as their own space and their export say it: each agreement with its date."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.profiles.consent import MAIL, MATCHING, RECRUITERS, WORDINGS
from indexer.profiles.document import Profile


@dataclass(frozen=True, slots=True)
class Agreement:
    """One agreement: its purpose, the words that were read, whether it is given, and since when (ISO 8601, or none)."""

    purpose: str
    wording: str
    given: bool
    at: str
    choice: str = ""


def agreements_of(profile: Profile) -> dict[str, Agreement]:
    """Return the three agreements of a profile by purpose: to be matched, to be written to, to be shown.

    Profiles left before each was asked for by itself were so by one box, whose date stands for all three.
    """
    kept = profile.get("consents") or {}
    first = str(profile.get("consent_at") or profile.get("received_at") or "")
    given = {
        MATCHING: bool(profile.get("consent_at")),
        MAIL: not profile.get("unsubscribed_at"),
        RECRUITERS: profile.get("visibility") != "hidden",
    }
    return {
        purpose: Agreement(
            purpose,
            str((kept.get(purpose) or {}).get("wording") or WORDINGS[purpose]),
            given[purpose],
            str((kept.get(purpose) or {}).get("at") or first),
            str(profile.get("visibility")) if purpose == RECRUITERS else "",
        )
        for purpose in (MATCHING, MAIL, RECRUITERS)
    }
