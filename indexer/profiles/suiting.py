"""Why one offer suits a person: their points for it, what they lack, and the trainings that would help."""

from __future__ import annotations

from dataclasses import dataclass

from elasticsearch import Elasticsearch

from indexer.alerts import links
from indexer.alerts.offer_lines import OfferLine, offer_line
from indexer.engine.documents import get_many, scan
from indexer.matching.points import THRESHOLD
from indexer.offers.document import Offer
from indexer.profiles.document import MATCHED, Profile
from indexer.reference.in_force import gazetteer, vocabulary
from indexer.trainings.catalogue import trainings_towards
from indexer.trainings.training_lines import TrainingLine, training_line


@dataclass(frozen=True)
class Suited:
    """An offer as it is for the profile of a person that it suits best."""

    line: OfferLine
    trainings: list[TrainingLine]
    """Those that lead to its job or teach its licences, near the person; only where something is missing."""

    @property
    def suits(self) -> bool:
        """Say whether the points are enough for the offer to be told of."""
        return self.line.points >= THRESHOLD


def profiles_of(client: Elasticsearch, person: str) -> list[Profile]:
    """Return the confirmed profiles of a person, the oldest first."""
    theirs = {"bool": {"filter": [{"term": {"person": person}}, {"exists": {"field": "confirmed_at"}}]}}
    identifiers = [identifier for identifier, _ in scan(client, "profiles", theirs, "id")]
    return sorted(get_many(client, "profiles", identifiers).values(), key=lambda doc: str(doc["received_at"]))


def suited(client: Elasticsearch, profiles: list[Profile], offer: Offer) -> Suited | None:
    """Return how an offer suits the profile with most points for it; None when none of them is read yet."""
    url = links.page(f"/offres/{offer['id']}")
    ready = [profile for profile in profiles if profile["stage"] == MATCHED]
    lines = [(offer_line(offer, profile, url, vocabulary(), gazetteer()), profile) for profile in ready]
    if not lines:
        return None
    line, profile = max(lines, key=lambda one: one[0].points)
    lacking = line.missing or line.points < THRESHOLD
    trainings = trainings_towards(client, profile, offer) if lacking else []
    return Suited(line, [training_line(training) for training in trainings])
