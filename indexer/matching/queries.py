"""The query of a profile, used in both directions: stored for the percolator, or run as a search over offers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from indexer.matching.criteria import open_to_offer, open_to_profile
from indexer.matching.points import THRESHOLD

Query = dict[str, Any]

# What a profile with nothing to match by stores: matches no document, so it is never in the way.
NOTHING: Query = {"term": {"traits": "none"}}


def profile_query(wants: Sequence[str]) -> Query:
    """Return the flat query of a profile: at least THRESHOLD of its terms.

    Flat and of plain terms only, so that the percolator extracts it exactly and a hit needs no second check (measured:
    design §2). Fewer terms than the threshold can never match, which is right: there is too little to judge by.
    """
    if len(wants) < THRESHOLD:
        return NOTHING
    return {"bool": {"should": [{"term": {"traits": slot}} for slot in wants], "minimum_should_match": THRESHOLD}}


def offers_for_profile(profile: dict[str, Any]) -> Query:
    """Return the search over offers that a profile makes (forwards)."""
    return {"bool": {"filter": [profile_query(profile.get("wants", [])), *open_to_profile(profile)]}}


def profiles_for_offer(offer: dict[str, Any]) -> Query:
    """Return the search over profiles that an offer makes (backwards): percolation beside the hard criteria."""
    percolate = {"percolate": {"field": "query", "document": {"traits": offer.get("traits", [])}}}
    return {"bool": {"filter": [percolate, *open_to_offer(offer)]}}
