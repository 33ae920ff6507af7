"""A profile as it is stored, and what follows from it: its weights, its stored query, whether it may be alerted.

Pure functions: whatever changes a profile passes it through `complete`, so a derived field is never out of step.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from indexer.cv_search.fields import searched_fields
from indexer.language.driving import CAR, denies_driving, holds_no_more_than_a_car
from indexer.language.learning import learning_wanted
from indexer.language.normalisation import folded_words
from indexer.language.vocabulary import Vocabulary
from indexer.matching.employer_names import excluded_terms
from indexer.matching.licences import by_kind, families
from indexer.matching.queries import STORED_QUERIES, stored_fields, trained_fields
from indexer.matching.traits import ProfileWords, jobs_of, profile_slots, wanted_slots, weigh_profile
from indexer.places.circles import circle_fields, circles_of
from indexer.places.communes import Gazetteer
from indexer.places.geometry import circle, union
from indexer.profiles.read import held_jobs, titles_held, totals, wanted_read

Profile = dict[str, Any]

RECEIVED, PARSED, MATCHED, FAILED = "received", "parsed", "matched", "failed"
FREQUENCIES = ("at_once", "daily", "weekly")
VISIBILITIES = ("named", "anonymous", "hidden")

# What the search for a profile's offers depends on: with one of these changed, the search is to be made again.
SEARCHED_WITH = (
    "wants",
    "fields",
    "alertable",
    "circles",
    "departements",
    "whole_departements",
    "remote_anywhere",
    "contracts",
    "learning",
    "drives",
    "working_times",
    "pay_least",
    "experience_most",
    "licences",
    "excluded_employers",
    "excluded_words",
    "open_to_training",
    # Of recruiters' offers.
    "traits",
    "visibility",
    "confirmed_at",
)


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
    return ProfileWords(tuple(wanted), tuple(held_jobs(profile)), tuple(chosen), tuple(items), titles_held(profile))


def place_fields(
    insee: str, radius_km: int, communes: Gazetteer, around: Sequence[Mapping[str, Any]] = ()
) -> dict[str, Any]:
    """Return the fields that say where a person looks: the areas they chose, not where they live.

    `around` holds further places, `{"commune": INSEE code, "radius_km": …}`; those no longer known are passed over.
    """
    commune = communes.communes[insee]
    circles = [(commune, radius_km)]
    circles += [
        (communes.communes[other["commune"]], other["radius_km"])
        for other in around
        if other["commune"] in communes.communes
    ]
    departements = {place.departement for place, _ in circles}
    for place, radius in circles:
        departements.update(communes.departements_within(place.point, radius) if place.point else [])
    return {
        "commune": insee,
        "place_label": commune.label,
        "radius_km": radius_km,
        **circle_fields((place.point, radius) for place, radius in circles if place.point),
        "departements": sorted(departements),
    }


# What a profile had before and need not have any more.
_PARTS = ("area", "trained_wants", *STORED_QUERIES, "trained_sure", "trained_half")


def complete(profile: Profile, vocabulary: Vocabulary) -> Profile:
    """Return the profile with every derived field computed anew: `wants`, `sure`, `query`, `traits`, `alertable`,
    what the criteria compare, `experience_months`, `diploma_level`.
    """
    words = words_of(profile)
    jobs = jobs_of(words, vocabulary)
    wants = wanted_slots(weigh_profile(words, jobs, vocabulary))
    text = profile.get("text") or ""
    licences = written = families(words.items)
    if holds_no_more_than_a_car(text, licences, [*jobs.wanted, *jobs.held]):
        licences = sorted([*licences, CAR])
    return {
        **{name: value for name, value in profile.items() if name not in _PARTS},
        "wants": wants,
        **stored_fields(wants),
        **_open_to_training(profile, wants),
        "traits": profile_slots(words, jobs),
        "fields": jobs.only_in_fields,
        **totals(profile),
        "learning": learning_wanted([*words.wanted], text),
        "drives": False if denies_driving(text) and CAR not in written else None,
        "alertable": is_alertable(profile),
        "licences": licences,
        "licence_kinds": sorted(by_kind(licences)),
        "excluded_employers": sorted(
            {term for name in profile.get("avoided_employers") or [] for term in excluded_terms(name)}
        ),
        "cv": searched_fields(profile, jobs, words.items, vocabulary),
        "excluded_words": sorted({word for text in profile.get("avoided_words") or [] for word in folded_words(text)}),
    }


def _open_to_training(profile: Profile, wants: list[str]) -> dict[str, Any]:
    """Return the second stored query, of those who are open to training only, and the area where trainings are near."""
    if not profile.get("open_to_training"):
        return {}
    area = union([circle(centre, radius_km) for centre, radius_km in circles_of(profile)])
    return {"area": area, **trained_fields(wants)}


def is_alertable(profile: Profile) -> bool:
    """Say whether offers may be looked for on this person's behalf now: confirmed, not paused, not unsubscribed,
    and mail reaches them."""
    return bool(
        profile.get("confirmed_at")
        and profile.get("consent_at")
        and not profile.get("draft_since")
        and not profile.get("paused")
        and not profile.get("unsubscribed_at")
        and not profile.get("mail_stopped")
    )
