"""Both directions of a match: the profiles an offer reaches, and the offers a profile reaches.

Whoever calls these has written and refreshed its own document first. With both sides doing so, a profile and an offer
that arrive at the same moment cannot miss each other: whichever searches last sees the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from elasticsearch import Elasticsearch

from indexer.engine.documents import scan
from indexer.matching.matches import Due
from indexer.matching.queries import offers_for_profile, profiles_for_offer


def due_for_offer(client: Elasticsearch, offer: dict[str, Any]) -> Iterator[Due]:
    """Percolate an offer: yield the match due to each profile whose stored query it answers."""
    for identifier, profile in scan(client, "profiles", profiles_for_offer(offer), "id", ["person"]):
        yield Due(profile["person"], identifier, offer["id"])


def due_for_profile(client: Elasticsearch, profile: dict[str, Any]) -> Iterator[Due]:
    """Search the open offers with a profile's query: yield the match due for each."""
    for identifier, _ in scan(client, "offers", offers_for_profile(profile), "id"):
        yield Due(profile["person"], profile["id"], identifier)
