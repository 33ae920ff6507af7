"""The offers that fit a profile now, with their explanation: the search behind a person's own page."""

from __future__ import annotations

from typing import Any

from elasticsearch import Elasticsearch

from indexer.alerts import links
from indexer.alerts.marks import refused_offers
from indexer.alerts.offer_lines import OfferLine, best_first, offer_line
from indexer.engine.indices import index_name
from indexer.matching.criteria import all_of, may_be_mailed
from indexer.matching.queries import offers_for_profile, trained_offers_for_profile
from indexer.matching.training import may_train
from indexer.profiles.document import Profile
from indexer.reference.in_force import gazetteer, vocabulary
from indexer.trainings.catalogue import offered_near, trainings_towards

MOST_READ = 500


def offers_now(
    client: Elasticsearch, profile: Profile, limit: int = 50, *, mailed: bool = False
) -> tuple[list[OfferLine], int]:
    """Return the best offers for a profile, and how many fit in all; with `mailed` only those that may be mailed.

    The most recent MOST_READ are read and ordered by their points; the query is the one that is stored for alerts,
    without the offers that the person said are not for them.
    """
    query = all_of(offers_for_profile(profile), *([may_be_mailed()] if mailed else []))
    found, total = _recent(client, _not_refused(client, profile, query))
    return best_first(_line(offer, profile) for offer in found)[:limit], total


def trained_offers_now(
    client: Elasticsearch, profile: Profile, limit: int = 10, *, mailed: bool = False
) -> list[OfferLine]:
    """Return the best offers that a training would open to a person, with the trainings; none that fit as they are.

    With `mailed` only those that may be mailed.
    """
    if not profile.get("open_to_training"):
        return []
    query = trained_offers_for_profile(profile, offered_near(client, profile))
    if query is None:
        return []
    trained = [query, *([may_be_mailed()] if mailed else [])]
    only_trained = {"bool": {"filter": trained, "must_not": [offers_for_profile(profile)]}}
    found, _ = _recent(client, _not_refused(client, profile, only_trained))
    held = profile.get("licences") or []
    able = [offer for offer in found if may_train(held, offer.get("licences_required") or [])]
    best = {line.identifier for line in best_first(_line(offer, profile) for offer in able)[:limit]}
    lines = [_line(offer, profile, trainings_towards(client, profile, offer)) for offer in able if offer["id"] in best]
    return best_first(line for line in lines if line.trainings)


def _not_refused(client: Elasticsearch, profile: Profile, query: dict[str, Any]) -> dict[str, Any]:
    refused = refused_offers(client, profile["person"])
    return {"bool": {"filter": [query], "must_not": [{"ids": {"values": refused}}]}} if refused else query


def _recent(client: Elasticsearch, query: dict[str, Any]) -> tuple[list[dict[str, Any]], int]:
    answer = client.search(
        index=index_name("offers"),
        query=query,
        size=MOST_READ,
        sort=[{"published_at": "desc"}],
        source_excludes=["description", "query"],
        track_total_hits=True,
    )
    return [hit["_source"] for hit in answer["hits"]["hits"]], int(answer["hits"]["total"]["value"])


def _line(offer: dict[str, Any], profile: Profile, trainings: list[dict[str, Any]] | None = None) -> OfferLine:
    url = links.page(f"/offres/{offer['id']}")
    return offer_line(offer, profile, url, vocabulary(), gazetteer(), trainings or [])
