"""The line that tells of a match: of the profile or the saved search that found it, with the trainings that open it."""

from __future__ import annotations

from typing import Any

from elasticsearch import Elasticsearch

from indexer.alerts import links
from indexer.alerts.offer_lines import OfferLine, offer_line, searched_line
from indexer.matching.matches import WITH_TRAINING
from indexer.reference.in_force import gazetteer, vocabulary
from indexer.trainings.catalogue import trainings_towards

Document = dict[str, Any]


def match_line(client: Elasticsearch, match: Document, finder: Document, offer: Document) -> OfferLine:
    """Return what to tell a person of an offer that `finder`, a profile or a saved search of theirs, found.

    Its link notes that it was followed. A match with a training has no `trainings` once they have all begun.
    """
    url = links.followed(finder["person"], f"/offres/{offer['id']}")
    if match.get("search"):
        return searched_line(offer, finder, url, gazetteer())
    trainings = trainings_towards(client, finder, offer) if match.get("kind") == WITH_TRAINING else []
    return offer_line(offer, finder, url, vocabulary(), gazetteer(), trainings)
