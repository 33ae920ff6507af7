"""A stored document, derived anew with the vocabulary and the communes in force. Pure functions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from indexer.language.understanding import understand_title
from indexer.language.vocabulary import Vocabulary
from indexer.offers.document import MATCHED, PARSED, Offer, placed_anew, understood
from indexer.places.communes import Gazetteer
from indexer.profiles.document import SEARCHED_WITH, Profile, complete, place_fields
from indexer.profiles.read import cv_fields_anew

# What a match depends on: with one of these changed, the document is to be matched again.
_OFFER_MATCHED_BY = (
    "traits",
    "fields",
    "location",
    "departement",
    "remote",
    "contract",
    "working_time",
    "pay_monthly_max",
    "experience_months",
    # Of these only saved searches ask.
    "diploma_level",
    "trains",
    "licences_required",
    "driving",
    "employer_key",
    "employer_names",
    "title_words",
)
_PROFILE_MATCHED_BY = ("traits", *SEARCHED_WITH)


def offer_anew(offer: Offer, vocabulary: Vocabulary, communes: Gazetteer) -> Offer:
    """Return the offer as this release and the data in force understand it; `parsed` when it has to be matched again.

    One that was not understood yet only gets its place: its own turn comes.
    """
    anew = placed_anew(offer, communes)
    if offer["stage"] in (PARSED, MATCHED):
        anew = {**understood(anew, vocabulary), "stage": offer["stage"]}
    return _to_match(offer, anew, _OFFER_MATCHED_BY)


def profile_anew(profile: Profile, vocabulary: Vocabulary, communes: Gazetteer) -> Profile:
    """Return the profile as this release and the data in force understand it; `parsed` when it has to be matched again.

    What the person corrected stays; an item that has another identifier now is followed.
    """
    anew = dict(profile)
    if profile["stage"] in (PARSED, MATCHED) and profile.get("text"):
        anew |= cv_fields_anew(profile, vocabulary, communes, _received_in(profile))
    if profile.get("corrections"):
        anew["corrections"] = {
            name: list(dict.fromkeys(vocabulary.renamed.get(item, item) for item in said))
            if name in ("added", "removed")
            else said
            for name, said in profile["corrections"].items()
        }
    if (profile.get("corrections") or {}).get("experiences"):
        anew["corrections"]["experiences"] = [
            {**one, "jobs": list(understand_title(one["title"], vocabulary))}
            for one in profile["corrections"]["experiences"]
        ]
    if profile.get("commune") in communes.communes:
        around = profile.get("around") or []
        anew |= place_fields(profile["commune"], profile["radius_km"], communes, around)
    return _to_match(profile, complete(anew, vocabulary), _PROFILE_MATCHED_BY)


def _received_in(profile: Profile) -> int:
    """Return the month a profile arrived in: that of its CV, where an earlier release did not write when it read it."""
    arrived = datetime.fromisoformat(profile["received_at"])
    return arrived.year * 12 + arrived.month - 1


def _to_match(before: dict[str, Any], anew: dict[str, Any], fields: tuple[str, ...]) -> dict[str, Any]:
    if anew["stage"] != MATCHED or all(_same(before.get(name), anew.get(name)) for name in fields):
        return anew
    return {**anew, "stage": PARSED}


def _same(one: Any, other: Any) -> bool:
    """Compare values as the engine does: a list is a set, and an empty one is nothing."""
    if isinstance(one, list) and isinstance(other, list):
        return sorted(one) == sorted(other)
    return bool(one == other) or (not one and not other)
