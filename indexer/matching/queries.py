"""The queries of profiles and of offers, each used both ways: stored for the percolator, or run as a search."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from indexer.matching.criteria import all_of, any_of, open_to_offer, open_to_profile, visible_to_offer
from indexer.matching.points import THRESHOLD, TRAINED_THRESHOLD, WORTHS
from indexer.matching.training import Offered, offers_with_training, profiles_with_training

Query = dict[str, Any]

# What a profile with nothing to match by stores: matches no document, so it is never in the way.
NOTHING: Query = {"term": {"traits": "none"}}

# The percolator fields of a profile: see `stored_fields` and `trained_fields`.
PARTS = ("query", "half_query")
STORED_QUERIES = (*PARTS, *(f"trained_{name}" for name in PARTS))


def profile_query(wants: Sequence[str], threshold: int = THRESHOLD) -> Query:
    """Return the flat query of a profile: at least `threshold` of its terms.

    Flat and of plain terms only, so that the percolator extracts it exactly and a hit needs no second check (measured:
    design §2). Fewer terms than the threshold can never match, which is right: there is too little to judge by.
    """
    if len(wants) < threshold:
        return NOTHING
    return {"bool": {"should": [{"term": {"traits": slot}} for slot in wants], "minimum_should_match": threshold}}


def stored_fields(wants: Sequence[str], threshold: int = THRESHOLD) -> dict[str, Any]:
    """Return a profile's query as it is stored, in parts that together find exactly what `profile_query` finds:

    `sure`: the last slots of traits worth the whole threshold or more. Whoever carries one carries all of its trait and
    matches; whoever does not carries none of it. A job wanted is then one plain term instead of six.
    `half`: the last slots of traits worth half of it. Two are enough; beside one, `half_query` finds the other half.
    `query`: what is left.

    The percolator walks every profile that asks for a term of the offer: jobs, which many ask for, are thus kept from
    it. Measured: docs/performance.md.
    """
    last = {_trait(slot): slot for slot in wants}.values()
    sure = [slot for slot in last if _number(slot) >= threshold]
    half = [slot for slot in last if _number(slot) == threshold / 2]
    apart = {_trait(slot) for slot in (*sure, *half)}
    rest = [slot for slot in wants if _trait(slot) not in apart]
    beside_half = profile_query(rest, threshold // 2) if half else NOTHING
    kept = {} if beside_half == NOTHING else {"half_query": beside_half}
    return {"sure": sure, "half": half, "query": profile_query(rest, threshold), **kept}


def trained_fields(wants: Sequence[str]) -> dict[str, Any]:
    """Return the second stored query of a profile, for offers that a training would open (see `training`)."""
    stored = stored_fields(wants, TRAINED_THRESHOLD)
    return {f"trained_{name}": value for name, value in stored.items()}


def offers_for_profile(profile: dict[str, Any]) -> Query:
    """Return the search over offers that a profile makes (forwards)."""
    return all_of(profile_query(profile.get("wants", [])), *open_to_profile(profile))


def profiles_for_offer(offer: dict[str, Any]) -> Query:
    """Return the search over profiles that an offer makes (backwards): percolation beside the hard criteria."""
    return all_of(_direct(offer), *open_to_offer(offer))


def trained_offers_for_profile(profile: dict[str, Any], near: Offered) -> Query | None:
    """Return the search over offers that a training near this person would open; None when none can."""
    direct = profile_query(profile.get("wants", []))
    trained = profile_query(profile.get("wants") or [], TRAINED_THRESHOLD)
    return offers_with_training(profile, near, direct, trained)


def trained_profiles_for_offer(offer: dict[str, Any], offered: Offered) -> Query | None:
    """Return the search over profiles for whom a training would open this offer; None when none can."""
    trained = _stored(offer, TRAINED_THRESHOLD, "trained_")
    return profiles_with_training(offer, offered, _direct(offer), trained)


def people_for_offer(offer: dict[str, Any]) -> Query:
    """Return the search over profiles that an offer's recruiter makes: the query that is stored with the offer."""
    return all_of(profile_query(offer.get("asks", [])), *visible_to_offer(offer))


def trained_people_for_offer(offer: dict[str, Any], offered: Offered) -> Query | None:
    """Return the search over those whom an offer's recruiter may see and for whom a training would open it."""
    trained = _stored(offer, TRAINED_THRESHOLD, "trained_")
    return profiles_with_training(offer, offered, _direct(offer), trained, visible_to_offer)


def offers_asking_for(profile: dict[str, Any]) -> Query:
    """Return the search over offers whose stored query a profile answers: the recruiters to tell of a new person."""
    return all_of(_percolated(profile, "query"), *open_to_profile(profile))


def _direct(offer: dict[str, Any]) -> Query:
    return _stored(offer, THRESHOLD)


def _stored(offer: dict[str, Any], threshold: int, prefix: str = "") -> Query:
    """Percolate an offer against the parts of `stored_fields`."""
    carried = offer.get("traits") or []
    sure = [slot for slot in carried if _number(slot) >= threshold]
    left = carried if prefix else [slot for slot in carried if _may_be_left(slot)]
    choices: list[Query] = [
        {"terms": {f"{prefix}sure": sure}},
        _percolated({"traits": left}, f"{prefix}query"),
    ]
    half = [slot for slot in carried if _number(slot) == threshold / 2]
    if len(half) > 1:
        each = [{"term": {f"{prefix}half": slot}} for slot in half]
        choices.append({"bool": {"should": each, "minimum_should_match": 2}})
    if half:
        beside = _percolated({"traits": left}, f"{prefix}half_query")
        choices.append(all_of({"terms": {f"{prefix}half": half}}, beside))
    return any_of(*choices)


# Of each kind, the most points of a trait that `stored_fields` leaves to a percolated part of the first query.
_LEFT = {kind: max(worths - {THRESHOLD, THRESHOLD // 2}, default=0) for kind, worths in WORTHS.items()}


def _may_be_left(slot: str) -> bool:
    """Say whether a percolated part can ask for this slot: each one carried costs a look-up, a job's in vain."""
    return _number(slot) <= _LEFT[slot.partition(":")[0]]


def _trait(slot: str) -> str:
    return slot.rpartition("#")[0]


def _number(slot: str) -> int:
    return int(slot.rpartition("#")[2])


def _percolated(document: dict[str, Any], field: str) -> Query:
    return {"percolate": {"field": field, "document": {"traits": document.get("traits", [])}}}
