"""A profile as it is stored, and what follows from it: its weights, its stored query, whether it may be alerted.

Pure functions: whatever changes a profile passes it through `complete`, so a derived field is never out of step.
"""

from __future__ import annotations

import hashlib
from typing import Any

from indexer.language.understanding import understand_title
from indexer.language.vocabulary import Vocabulary
from indexer.matching.queries import profile_query
from indexer.matching.traits import ProfileWords, offer_slots, wanted_slots, weigh_profile
from indexer.places.communes import Gazetteer
from indexer.places.geometry import circle
from indexer.profiles.read import held_jobs, totals, wanted_read

Profile = dict[str, Any]

RECEIVED, PARSED, MATCHED, FAILED = "received", "parsed", "matched", "failed"
FREQUENCIES = ("at_once", "daily", "weekly")
VISIBILITIES = ("named", "anonymous", "hidden")


def person_of(email: str) -> str:
    """Return the identifier of the person behind an address: the same for every profile they leave."""
    return hashlib.sha256(f"estey person {email.strip().lower()}".encode()).hexdigest()[:32]


def words_of(profile: Profile) -> ProfileWords:
    """Return what is known of a person: what was read of the CV, then what they corrected, which wins."""
    understood = profile.get("understood") or {}
    corrections = profile.get("corrections") or {}
    removed = set(corrections.get("removed", []))
    items = [item for item in understood.get("items", []) if item not in removed]
    items += [item for item in corrections.get("added", []) if item not in items and not item.startswith("job:")]
    chosen = [item[4:] for item in corrections.get("added", []) if item.startswith("job:")]
    # What the CV asks for counts as a wish when the person gave none.
    wanted = profile.get("wanted") or ([] if chosen else wanted_read(profile))
    return ProfileWords(tuple(wanted), tuple(held_jobs(profile)), tuple(chosen), tuple(items))


def place_fields(insee: str, radius_km: int, communes: Gazetteer) -> dict[str, Any]:
    """Return the fields that say where a person looks: the area they chose, not where they live."""
    commune = communes.communes[insee]
    fields: dict[str, Any] = {"commune": insee, "place_label": commune.label, "radius_km": radius_km}
    if commune.point is None:
        return {**fields, "area": None, "departements": [commune.departement]}
    near = communes.departements_within(commune.point, radius_km)
    return {
        **fields,
        "area": circle(commune.point, radius_km),
        "departements": sorted({commune.departement, *near}),
    }


def complete(profile: Profile, vocabulary: Vocabulary) -> Profile:
    """Return the profile with every derived field computed anew: `wants`, `query`, `traits`, `alertable`,
    `experience_months`, `diploma_level`.
    """
    words = words_of(profile)
    wants = wanted_slots(weigh_profile(words, vocabulary))
    jobs = [code for title in words.wanted for code in understand_title(title, vocabulary)]
    jobs = [*jobs, *words.chosen] or list(words.held[:1])
    traits = offer_slots([*(f"job:{code}" for code in jobs), *words.items])
    return {
        **profile,
        "wants": wants,
        "query": profile_query(wants),
        "traits": traits,
        **totals(profile),
        "alertable": is_alertable(profile),
    }


def is_alertable(profile: Profile) -> bool:
    """Say whether offers may be looked for on this person's behalf now: confirmed, not paused, not unsubscribed."""
    return bool(
        profile.get("confirmed_at")
        and profile.get("consent_at")
        and not profile.get("paused")
        and not profile.get("unsubscribed_at")
    )
