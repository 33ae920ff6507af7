"""Which offers can be in anybody's reach: most of a country's are in nobody's of a region, and need no percolation.

To ask for the circles around a point costs the engine more than all else for such an offer (docs/performance.md), so
it is first asked, once for a batch of offers, in which départements people look at all. That is a list kept with every
profile (`place_fields`), of the communes within its circles; an offer is passed over only when its own département and
all those beside it are in nobody's list, and its point lies where its commune is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from elasticsearch import Elasticsearch

from indexer.engine.indices import index_name
from indexer.matching.criteria import FULL_REMOTE
from indexer.places.circles import RADII_KM
from indexer.places.communes import Gazetteer
from indexer.places.geometry import distance_km
from indexer.places.neighbours import NEIGHBOURS

NEAR_ITS_COMMUNE_KM = 15
"""A commune's point is its middle; what lies further away than this may be in any département."""
_MOST_DEPARTEMENTS = 200
# They do not touch, and a circle may reach from one to the other with no commune of a third within it: over the mouth
# of the Seine, over Swiss and over Belgian ground. Found by trying 70,000 circles and points on the official communes.
_ACROSS = {"14": "76", "76": "14", "25": "74", "74": "25", "08": "59", "59": "08"}


@dataclass(frozen=True, slots=True)
class LookedIn:
    """Where people who may be told of offers look: départements, and whether some look anywhere."""

    departements: frozenset[str]
    anywhere: bool
    """Some name no département."""
    remotely: bool
    """Some take work from anywhere that is done from home."""


def looked_in(client: Elasticsearch) -> LookedIn:
    """Return where people look now, as searches see it. The engine keeps the answer until a profile changes."""
    listed = {"size": _MOST_DEPARTEMENTS}
    answer = client.search(
        index=index_name("profiles"),
        query={"bool": {"filter": [{"term": {"alertable": True}}]}},
        size=0,
        track_total_hits=False,
        request_cache=True,
        aggs={
            "some": {"terms": {"field": "departements", **listed}},
            "whole": {"terms": {"field": "whole_departements", **listed}},
            "nowhere": {"missing": {"field": "departements"}},
            "remotely": {"filter": {"term": {"remote_anywhere": True}}},
        },
    )
    found = answer["aggregations"]
    named = {bucket["key"] for name in ("some", "whole") for bucket in found[name]["buckets"]}
    uncounted = any(found[name]["sum_other_doc_count"] for name in ("some", "whole"))
    return LookedIn(
        frozenset(named), bool(found["nowhere"]["doc_count"] or uncounted), bool(found["remotely"]["doc_count"])
    )


def is_within(profile: dict[str, Any], offer: dict[str, Any], communes: Gazetteer) -> bool:
    """Say whether an offer that a profile's query found lies as near as the person asked. Pure.

    Queries know the distances of RADII_KM; whoever asked for 54 km is looked for within 75, and told within 54.
    """
    point, centre = offer.get("location"), communes.communes.get(profile.get("commune", ""))
    if profile.get("radius_km") in RADII_KM or not point or not profile.get("radii") or centre is None:
        return True
    there = (point["lat"], point["lon"])
    around = [(communes.communes.get(one["commune"]), one["radius_km"]) for one in profile.get("around") or []]
    for place, radius_km in [(centre, profile["radius_km"]), *around]:
        if place and place.point and distance_km(place.point, there) <= radius_km:
            return True
    whole = offer.get("departement") in (profile.get("whole_departements") or [])
    return whole or bool(profile.get("remote_anywhere") and offer.get("remote") == FULL_REMOTE)


def may_reach(offer: dict[str, Any], looked: LookedIn, communes: Gazetteer) -> bool:
    """Say whether an offer may be in somebody's reach; False only when it is certain that it is in nobody's. Pure."""
    departement = offer.get("departement")
    if looked.anywhere or departement not in NEIGHBOURS:
        return True
    if looked.remotely and offer.get("remote") == FULL_REMOTE:
        return True
    point = offer.get("location")
    if point and not _is_where_it_says(offer, (point["lat"], point["lon"]), communes):
        return True
    beside = {departement, *NEIGHBOURS[departement], _ACROSS.get(departement, departement)}
    return not looked.departements.isdisjoint(beside)


def _is_where_it_says(offer: dict[str, Any], point: tuple[float, float], communes: Gazetteer) -> bool:
    """Say whether an offer's point lies in its commune, and that in its département."""
    commune = communes.communes.get(offer.get("commune", ""))
    if commune is None or commune.point is None or commune.departement != offer["departement"]:
        return False
    return distance_km(commune.point, point) <= NEAR_ITS_COMMUNE_KM
