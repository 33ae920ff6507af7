"""The queries of profiles and of offers, each used both ways: stored for the percolator, or run as a search."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from indexer.matching.criteria import all_of, open_to_offer, open_to_profile, visible_to_offer
from indexer.matching.points import THRESHOLD, TRAINED_THRESHOLD
from indexer.matching.training import Offered, offers_with_training, profiles_with_training

Query = dict[str, Any]

# What a profile with nothing to match by stores: matches no document, so it is never in the way.
NOTHING: Query = {"term": {"traits": "none"}}


def profile_query(wants: Sequence[str], threshold: int = THRESHOLD) -> Query:
    """Return the flat query of a profile: at least `threshold` of its terms.

    Flat and of plain terms only, so that the percolator extracts it exactly and a hit needs no second check (measured:
    design §2). Fewer terms than the threshold can never match, which is right: there is too little to judge by.
    """
    if len(wants) < threshold:
        return NOTHING
    return {"bool": {"should": [{"term": {"traits": slot}} for slot in wants], "minimum_should_match": threshold}}


def trained_query(wants: Sequence[str]) -> Query:
    """Return the second stored query of a profile, for offers that a training would open (see `training`)."""
    return profile_query(wants, TRAINED_THRESHOLD)


def offers_for_profile(profile: dict[str, Any]) -> Query:
    """Return the search over offers that a profile makes (forwards)."""
    return all_of(profile_query(profile.get("wants", [])), *open_to_profile(profile))


def profiles_for_offer(offer: dict[str, Any]) -> Query:
    """Return the search over profiles that an offer makes (backwards): percolation beside the hard criteria."""
    return all_of(_percolated(offer, "query"), *open_to_offer(offer))


def trained_offers_for_profile(profile: dict[str, Any], near: Offered) -> Query | None:
    """Return the search over offers that a training near this person would open; None when none can."""
    direct, trained = profile_query(profile.get("wants", [])), trained_query(profile.get("trained_wants") or [])
    return offers_with_training(profile, near, direct, trained)


def trained_profiles_for_offer(offer: dict[str, Any], offered: Offered) -> Query | None:
    """Return the search over profiles for whom a training would open this offer; None when none can."""
    return profiles_with_training(offer, offered, _percolated(offer, "query"), _percolated(offer, "trained_query"))


def people_for_offer(offer: dict[str, Any]) -> Query:
    """Return the search over profiles that an offer's recruiter makes: the query that is stored with the offer."""
    return all_of(profile_query(offer.get("asks", [])), *visible_to_offer(offer))


def offers_asking_for(profile: dict[str, Any]) -> Query:
    """Return the search over offers whose stored query a profile answers: the recruiters to tell of a new person."""
    return all_of(_percolated(profile, "query"), *open_to_profile(profile))


def _percolated(document: dict[str, Any], field: str) -> Query:
    return {"percolate": {"field": field, "document": {"traits": document.get("traits", [])}}}
