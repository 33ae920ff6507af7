"""Both directions of a match: the profiles an offer reaches, and the offers a profile reaches.

Whoever calls these has written and refreshed its own document first. With both sides doing so, a profile and an offer
that arrive at the same moment cannot miss each other: whichever searches last sees the other. What matches directly
comes first, so that it is never told as reached by a training.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from elasticsearch import Elasticsearch

from indexer import measurements
from indexer.engine.documents import get_many, scan, search_many
from indexer.engine.indices import index_name
from indexer.matching.criteria import all_of, is_mailed, is_visible, may_be_mailed
from indexer.matching.matches import WITH_TRAINING, Due
from indexer.matching.queries import (
    Query,
    offers_asking_for,
    offers_for_profile,
    people_for_offer,
    profiles_for_offer,
    trained_offers_for_profile,
    trained_profiles_for_offer,
)
from indexer.matching.reach import is_within, looked_in, may_reach
from indexer.matching.training import may_train
from indexer.places.circles import RADII_KM
from indexer.places.communes import Gazetteer
from indexer.reference.in_force import gazetteer
from indexer.trainings.catalogue import offered, offered_near

# Percolations sent together: enough that the engine is never idle, few enough that one request stays short.
TOGETHER = 10
# Profiles found by one percolation at once; the engine refuses more than 65,535 buckets a request, and 10,000 hits. An
# offer that reaches more is walked page by page.
MOST_IDS = 60_000
MOST_HITS = 10_000


def due_for_offer(client: Elasticsearch, offer: dict[str, Any]) -> Iterator[Due]:
    """Percolate an offer: yield the match due to each profile whose stored query it answers."""
    return due_for_offers(client, [offer])


def due_for_offers(client: Elasticsearch, offers: Sequence[dict[str, Any]]) -> Iterator[Due]:
    """Percolate offers, TOGETHER at a time: yield the matches due, an offer's direct ones before its others.

    Those that are surely in nobody's reach are passed over, and those of an employer nobody vouches for.
    """
    catalogue, looked, communes = offered(client), looked_in(client), gazetteer()
    rest = (offer for offer in offers if is_mailed(offer) and may_reach(offer, looked, communes))
    while some := list(islice(rest, TOGETHER)):
        trained = [(offer, query) for offer in some if (query := trained_profiles_for_offer(offer, catalogue))]
        queries = [*map(profiles_for_offer, some), *(query for _, query in trained)]
        asking = [*some, *(offer for offer, _ in trained)]
        found = _near_enough(client, asking, profiles_found(client, queries), communes)
        direct = {offer["id"]: {profile["id"] for profile in found[number]} for number, offer in enumerate(some)}
        for offer, profiles in zip(some, found, strict=False):
            yield from (Due(profile["person"], profile["id"], offer["id"]) for profile in profiles)
        for (offer, _), profiles in zip(trained, found[len(some) :], strict=True):
            for profile in profiles:
                known = profile["id"] in direct[offer["id"]]
                if not known and may_train(profile.get("licences", []), offer.get("licences_required", [])):
                    yield Due(profile["person"], profile["id"], offer["id"], WITH_TRAINING)


def _near_enough(
    client: Elasticsearch, offers: Sequence[dict[str, Any]], found: list[list[dict[str, Any]]], communes: Gazetteer
) -> list[list[dict[str, Any]]]:
    """Return what was found for each offer without those to whom it is further than they asked (`is_within`)."""
    odd = {one["id"] for some in found for one in some if one["radius_km"] not in RADII_KM}
    if not odd:
        return found
    known = get_many(client, "profiles", odd)
    return [
        [one for one in some if one["id"] not in odd or is_within(known.get(one["id"], {}), offer, communes)]
        for offer, some in zip(offers, found, strict=True)
    ]


def profiles_found(client: Elasticsearch, queries: Sequence[Query]) -> list[list[dict[str, Any]]]:
    """Return what each query finds: `{"id", "person", "licences", "radius_km"}` of each profile.

    Which profiles they are is asked of an aggregation, since a percolated hit is matched a second time when fetched;
    who they are, of a plain search for all queries together.
    """
    ids: list[list[str]] = []
    bodies = ({"query": query, "size": 0, "aggs": {"ids": _IDS}} for query in queries)
    # No offer is percolated twice: what was found is not worth keeping.
    answers = search_many(client, "profiles", bodies, request_cache=False)
    measurements.observe(measurements.PERCOLATION, [answer["took"] / 1000 for answer in answers])
    for query, answer in zip(queries, answers, strict=True):
        buckets = answer["aggregations"]["ids"]
        if buckets["sum_other_doc_count"]:
            ids.append([identifier for identifier, _ in scan(client, "profiles", query, "id")])
        else:
            ids.append([bucket["key"] for bucket in buckets["buckets"]])
    measurements.observe(measurements.HITS, [len(some) for some in ids])
    known = _known(client, sorted({identifier for some in ids for identifier in some}))
    # One erased between the two requests is passed over.
    return [[known[identifier] for identifier in some if identifier in known] for some in ids]


_OF_A_PLACE = ["location", "departement", "remote"]
# "map": the usual way numbers every id of the index anew after each refresh.
_IDS = {"terms": {"field": "id", "size": MOST_IDS, "execution_hint": "map"}}


def _known(client: Elasticsearch, identifiers: list[str]) -> dict[str, dict[str, Any]]:
    found = {}
    for start in range(0, len(identifiers), MOST_HITS):
        answer = client.search(
            index=index_name("profiles"),
            query={"terms": {"id": identifiers[start : start + MOST_HITS]}},
            size=MOST_HITS,
            source=False,
            stored_fields="_none_",
            docvalue_fields=[{"field": name} for name in ("id", "person", "licences", "radius_km")],
            sort=["_doc"],
            track_total_hits=False,
        )
        for hit in answer["hits"]["hits"]:
            fields = hit["fields"]
            found[fields["id"][0]] = {
                "id": fields["id"][0],
                "person": fields["person"][0],
                "licences": fields.get("licences", []),
                # A profile without a place has none.
                "radius_km": fields.get("radius_km", [RADII_KM[0]])[0],
            }
    return found


def due_for_profile(client: Elasticsearch, profile: dict[str, Any]) -> Iterator[Due]:
    """Search the open offers with a profile's query: yield the match due for each that may be mailed."""
    direct, communes = set(), gazetteer()
    for identifier, offer in scan(
        client, "offers", all_of(offers_for_profile(profile), may_be_mailed()), "id", _OF_A_PLACE
    ):
        direct.add(identifier)
        if is_within(profile, offer, communes):
            yield Due(profile["person"], profile["id"], identifier)
    if not profile.get("open_to_training"):
        return
    query = trained_offers_for_profile(profile, offered_near(client, profile))
    if query is None:
        return
    mailed = all_of(query, may_be_mailed())
    for identifier, offer in scan(client, "offers", mailed, "id", ["licences_required", *_OF_A_PLACE]):
        if identifier in direct or not is_within(profile, offer, communes):
            continue
        if may_train(profile.get("licences", []), offer.get("licences_required", [])):
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
