"""Both directions of a match: the profiles an offer reaches, and the offers a profile reaches.

Whoever calls these has written and refreshed its own document first. With both sides doing so, a profile and an offer
that arrive at the same moment cannot miss each other: whichever searches last sees the other. What matches directly
comes first, so that it is never told as reached by a training.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from elasticsearch import Elasticsearch

from indexer.engine.documents import scan
from indexer.matching.criteria import is_visible
from indexer.matching.matches import WITH_TRAINING, Due
from indexer.matching.queries import (
    offers_asking_for,
    offers_for_profile,
    people_for_offer,
    profiles_for_offer,
    trained_offers_for_profile,
    trained_profiles_for_offer,
)
from indexer.matching.training import may_train
from indexer.trainings.catalogue import offered, offered_near


def due_for_offer(client: Elasticsearch, offer: dict[str, Any]) -> Iterator[Due]:
    """Percolate an offer: yield the match due to each profile whose stored query it answers."""
    direct = set()
    for identifier, profile in scan(client, "profiles", profiles_for_offer(offer), "id", ["person"]):
        direct.add(identifier)
        yield Due(profile["person"], identifier, offer["id"])
    query = trained_profiles_for_offer(offer, offered(client))
    for identifier, profile in scan(client, "profiles", query, "id", ["person", "licences"]) if query else ():
        if identifier not in direct and may_train(profile.get("licences", []), offer.get("licences_required", [])):
            yield Due(profile["person"], identifier, offer["id"], WITH_TRAINING)


def due_for_profile(client: Elasticsearch, profile: dict[str, Any]) -> Iterator[Due]:
    """Search the open offers with a profile's query: yield the match due for each."""
    direct = set()
    for identifier, _ in scan(client, "offers", offers_for_profile(profile), "id"):
        direct.add(identifier)
        yield Due(profile["person"], profile["id"], identifier)
    if not profile.get("open_to_training"):
        return
    query = trained_offers_for_profile(profile, offered_near(client, profile))
    for identifier, offer in scan(client, "offers", query, "id", ["licences_required"]) if query else ():
        if identifier not in direct and may_train(profile.get("licences", []), offer.get("licences_required", [])):
            yield Due(profile["person"], profile["id"], identifier, WITH_TRAINING)


def people_fitting(client: Elasticsearch, offer: dict[str, Any]) -> Iterator[str]:
    """Search the people whom an offer's recruiter may see with the offer's query: yield the ids of their profiles."""
    for identifier, _ in scan(client, "profiles", people_for_offer(offer), "id"):
        yield identifier


def offers_answered(client: Elasticsearch, profile: dict[str, Any]) -> Iterator[str]:
    """Percolate a profile: yield the open offers whose stored query it answers; none for people who are not seen."""
    if is_visible(profile):
        for identifier, _ in scan(client, "offers", offers_asking_for(profile), "id"):
            yield identifier
