"""Offers that a training would open: the second stored query of people open to training, both ways. Pure functions.

A person hears of an offer "with a training" when a training near them leads to its job (a neighbour of theirs, or one
whose licences they lack), or teaches the licences it requires and they lack. What matches directly is never told so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from indexer.matching.criteria import Clause, all_of, any_of, missing, negated, open_to_offer, open_to_profile
from indexer.matching.licences import by_kind

MOST_LACKING = 2
"""Kinds of licences somebody may lack and still be told: nobody prepares for three at once."""


@dataclass(frozen=True)
class Reach:
    """Where trainings take place: anywhere (at a distance, or not said), at points, in départements."""

    anywhere: bool = False
    points: frozenset[tuple[float, float]] = frozenset()
    """(longitude, latitude)."""
    departements: frozenset[str] = frozenset()

    def __or__(self, other: Reach) -> Reach:
        """Return where one or the other is."""
        return Reach(
            self.anywhere or other.anywhere, self.points | other.points, self.departements | other.departements
        )

    def __bool__(self) -> bool:
        """Say whether there is any training at all."""
        return self.anywhere or bool(self.points) or bool(self.departements)


@dataclass
class Offered:
    """What the catalogue offers: where trainings lead to each job (ROME code), and teach each family of licences."""

    jobs: dict[str, Reach] = field(default_factory=dict)
    licences: dict[str, Reach] = field(default_factory=dict)

    def leading_to(self, jobs: Iterable[str]) -> Reach:
        """Return where trainings lead to one of these jobs."""
        return _union(self.jobs, jobs)

    def teaching(self, families: Iterable[str]) -> Reach:
        """Return where trainings teach one of these families of licences."""
        return _union(self.licences, families)


def _union(reaches: Mapping[str, Reach], names: Iterable[str]) -> Reach:
    whole = Reach()
    for name in names:
        whole |= reaches.get(name, Reach())
    return whole


def _levels_of_offer(offer: dict[str, Any]) -> list[Clause]:
    """Return the filters on profiles (backwards): a diploma asked for is at most one level above the person's."""
    level = offer.get("diploma_level")
    return [any_of({"range": {"diploma_level": {"gte": level - 1}}}, missing("diploma_level"))] if level else []


def _open_to_training(profile: dict[str, Any]) -> list[Clause]:
    """Return the filters on offers (forwards): not where beginners are taken as they are, nor levels out of reach."""
    level = profile.get("diploma_level")
    within = [any_of({"range": {"diploma_level": {"lte": level + 1}}}, missing("diploma_level"))] if level else []
    return [negated({"term": {"experience_months": 0}}), *within]


def profiles_with_training(
    offer: dict[str, Any],
    offered: Offered,
    direct: Clause,
    trained: Clause,
    allowed: Callable[..., list[Clause]] = open_to_offer,
) -> Clause | None:
    """Return the search over profiles for whom a training would open this offer (backwards); None when none can.

    `direct` and `trained` percolate the offer against the first and the second stored query; `allowed` says who may be
    told (`open_to_offer`), or shown to its recruiter (`visible_to_offer`).
    """
    if offer.get("experience_months") == 0:
        return None
    open_to_it = [{"term": {"open_to_training": True}}, *_levels_of_offer(offer), *allowed(offer, without_licence=True)]
    choices: list[Clause] = []
    leading = offered.leading_to(offer.get("jobs") or [])
    if leading:
        choices.append(all_of(trained, *_near_profile(leading)))
    required = by_kind(offer.get("licences_required") or [])
    taught = {kind: offered.teaching(families) for kind, families in required.items()}
    if any(taught.values()):
        held = [
            any_of(
                negated({"term": {"licence_kinds": kind}}),
                {"terms": {"licences": families}},
                *([all_of(*_near_profile(taught[kind]))] if taught[kind] else []),
            )
            for kind, families in required.items()
        ]
        near = [_near_profile(reach) for reach in taught.values() if reach]
        # Somebody who names no licence lacks none: a training must teach one all the same, near enough.
        helped = [] if not all(near) else [any_of(*(all_of(*there) for there in near))]
        choices.append(all_of(direct, *held, *helped))
    return all_of(*open_to_it, any_of(*choices)) if choices else None


def offers_with_training(profile: dict[str, Any], near: Offered, direct: Clause, trained: Clause) -> Clause | None:
    """Return the search over offers that a training near this person would open (forwards); None when none can.

    `near` is what the catalogue offers within their reach (see `near_person`).
    """
    if not profile.get("open_to_training"):
        return None
    choices: list[Clause] = []
    if near.jobs:
        choices.append(all_of(trained, {"terms": {"jobs": sorted(near.jobs)}}))
    if near.licences:
        taught = by_kind(sorted(near.licences))
        held = [
            any_of(
                negated({"term": {"licence_kinds": kind}}),
                {"terms": {"licences_required": sorted({*families, *taught.get(kind, [])})}},
            )
            for kind, families in by_kind(profile.get("licences") or []).items()
        ]
        helped = {"terms": {"licences_required": sorted(near.licences)}}
        choices.append(all_of(direct, *held, helped))
    allowed = [*open_to_profile(profile, without_licence=True), *_open_to_training(profile)]
    return all_of(*allowed, any_of(*choices)) if choices else None


def may_train(licences: Iterable[str], required: Iterable[str]) -> bool:
    """Say whether what somebody lacks can be made up for: of the kinds they named, at most MOST_LACKING are lacking."""
    held = by_kind(licences)
    asked = by_kind(required)
    lacking = [kind for kind in asked if kind in held and not set(asked[kind]) & set(held[kind])]
    return len(lacking) <= MOST_LACKING


def near_person(profile: dict[str, Any]) -> list[Clause]:
    """Return the filter on trainings within a person's reach: where they look for work, or placed nowhere."""
    unplaced = all_of(missing("location"), missing("departement"))
    choices: list[Clause] = [unplaced, {"term": {"remote": True}}]
    if profile.get("area"):
        choices.append({"geo_shape": {"location": {"shape": profile["area"], "relation": "intersects"}}})
    departements = sorted({*(profile.get("departements") or []), *(profile.get("whole_departements") or [])})
    if departements:
        choices.append({"terms": {"departement": departements}})
    return [any_of(*choices)]


def _near_profile(reach: Reach) -> list[Clause]:
    """Return the filter on profiles whose reach touches these trainings; nothing when they are everywhere."""
    if reach.anywhere:
        return []
    choices: list[Clause] = []
    if reach.points:
        shape = {"type": "multipoint", "coordinates": [list(point) for point in sorted(reach.points)]}
        choices.append({"geo_shape": {"area": {"shape": shape, "relation": "intersects"}}})
    if reach.departements:
        there = sorted(reach.departements)
        choices += [{"terms": {"departements": there}}, {"terms": {"whole_departements": there}}]
    return [any_of(*choices)]
