"""How many people an offer would find, and what a change of it would bring: counts, never who.

Counted are those whom its recruiter could be shown (`indexer.matching.criteria.visible_to_offer`), whom the offer's
own query finds, and who have every skill it requires. Told to organisations somebody vouched for only, rounded down
(`told`), and nothing below FEWEST; of a change, that it brings more and not how many. So of two counts that differ by
one person the same is told, but for those on each side of a step.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from elasticsearch import Elasticsearch

from indexer.engine.documents import search_many
from indexer.matching.criteria import FULL_REMOTE, all_of, any_of, visible_to_offer
from indexer.matching.points import TRAINED_THRESHOLD
from indexer.matching.queries import Query, people_for_offer, profile_query
from indexer.places.circles import RADII_KM

FEWEST = 10
"""Below, the number is not told: "moins de 10"."""
# Counts up to the first number are told in steps of the second.
_STEPS = ((100, 10), (500, 50))
_LARGEST_STEP = 100
MOST_CHANGES = 4
"""Of skills, and of licences: what is tried without each."""
WIDER_KM = 10
SKILL, LICENCE, DISTANCE, TRAINING = "skill", "licence", "distance", "training"


@dataclass(frozen=True, slots=True)
class Change:
    """A change of the offer: its kind, what is left out (a skill or a family of licences), and its query."""

    kind: str
    what: str
    query: Query


@dataclass(frozen=True, slots=True)
class Gain:
    """A change that would bring so many more people that another count is told."""

    kind: str
    what: str


@dataclass(frozen=True, slots=True)
class Estimate:
    """How many people fit, rounded down; None when they are fewer than FEWEST. Gains, the greatest first."""

    people: int | None
    gains: tuple[Gain, ...]


def changes(offer: dict[str, Any], required: Sequence[str]) -> list[Change]:
    """Return the changes that are tried, each with its query. `required`: the identifiers of skills. Pure."""
    found = [
        Change(SKILL, skill, _people(offer, [other for other in required if other != skill]))
        for skill in required[:MOST_CHANGES]
    ]
    families = list(offer.get("licences_required") or [])
    for family in families[:MOST_CHANGES]:
        without = {**offer, "licences_required": [other for other in families if other != family]}
        found.append(Change(LICENCE, family, _people(without, required)))
    if offer.get("location"):
        further = all_of(_fitting(offer, required), any_of(*_reached(offer)))
        found.append(Change(DISTANCE, "", any_of(_people(offer, required), further)))
    # Whoever may train needs neither the licence yet, nor every skill.
    trained = all_of(
        profile_query(offer.get("asks", []), TRAINED_THRESHOLD),
        {"term": {"open_to_training": True}},
        *visible_to_offer({**offer, "licences_required": []}),
    )
    found.append(Change(TRAINING, "", any_of(_people(offer, required), trained)))
    return found


def bodies(offer: dict[str, Any], required: Sequence[str]) -> list[dict[str, Any]]:
    """Return the searches that are sent together: the offer's own, then one for each of `changes`. Pure."""
    queries = [_people(offer, required), *(change.query for change in changes(offer, required))]
    # Whoever left two CVs is one person.
    counting = {"people": {"cardinality": {"field": "person", "precision_threshold": 1000}}}
    return [
        {"query": {"bool": {"filter": [query]}}, "size": 0, "track_total_hits": False, "aggs": counting}
        for query in queries
    ]


def estimate(client: Elasticsearch, offer: dict[str, Any], required: Sequence[str]) -> Estimate:
    """Count the people an offer would find and what each change would bring, in one request.

    `offer` is one that was understood (`indexer.publications.reading.offer_as_matched`).
    """
    answers = search_many(client, "profiles", bodies(offer, required))
    first, *others = (int(answer["aggregations"]["people"]["value"]) for answer in answers)
    own = told(first) or 0
    more = [
        (-(told(found) or 0), Gain(change.kind, change.what))
        for change, found in zip(changes(offer, required), others, strict=True)
        if (told(found) or 0) > own
    ]
    return Estimate(told(first), tuple(gain for _, gain in sorted(more, key=lambda one: one[0])))


def told(people: int) -> int | None:
    """Return what may be told of a count: it rounded down, the coarser the greater; None for one below FEWEST."""
    if people < FEWEST:
        return None
    step = next((step for most, step in _STEPS if people < most), _LARGEST_STEP)
    return people // step * step


def _people(offer: dict[str, Any], required: Sequence[str]) -> Query:
    return all_of(people_for_offer(offer), *_holding(required))


def _holding(required: Sequence[str]) -> list[Query]:
    # Of a skill that is carried, every slot is; the first is enough to ask for.
    return [{"term": {"traits": f"skill:{skill}#1"}} for skill in required]


def _fitting(offer: dict[str, Any], required: Sequence[str]) -> Query:
    """Return the query wherever people look: that of the same work done from home."""
    anywhere = {name: value for name, value in offer.items() if name not in ("location", "departement")}
    return _people({**anywhere, "remote": FULL_REMOTE}, required)


def _reached(offer: dict[str, Any]) -> list[Query]:
    """Return a filter for each distance people chose, WIDER_KM further than it."""
    point = offer["location"]
    return [
        {"geo_distance": {"distance": f"{radius + WIDER_KM}km", f"circles.r{radius}": point}} for radius in RADII_KM
    ]
