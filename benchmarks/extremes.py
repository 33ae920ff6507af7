"""The worst that can arrive: an offer that fits very many people, and a person who names hundreds of skills."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import bulk

from benchmarks.corner import corner
from benchmarks.population import BORDEAUX, NOW, Population
from benchmarks.stored_offers import fill_offers
from indexer.engine.indices import index_name, refresh
from indexer.language.vocabulary import Vocabulary
from indexer.matching import matches
from indexer.matching.percolation import due_for_offers, due_for_profile
from indexer.matching.queries import STORED_QUERIES
from indexer.places.communes import Gazetteer
from indexer.places.geometry import distance_km
from indexer.profiles.document import Profile, complete, person_of

CHUNK = 500
SKILLS = 300
Progress = Callable[[str, int], Any]


def measure(
    vocabulary: Vocabulary, communes: Gazetteer, reached: int, offers: int, progress: Progress
) -> dict[str, Any]:
    """Return what an offer that fits `reached` people costs, and a person of SKILLS skills beside so many offers."""
    population = Population(vocabulary, communes, max(reached, 1000))
    record = population.record(0)
    placed = ((distance_km(BORDEAUX, one.point), one) for one in communes.communes.values() if one.point)
    near = min(placed, key=lambda pair: pair[0])[1]
    record["lieuTravail"] = {"libelle": near.label, "commune": near.insee}
    offer = population.offer(record)
    wide = {**population.profile(0), "contracts": (), "working_times": (), "pay_least": None}
    wide |= population.placed(near.insee, 30)
    with corner() as client:
        alike = complete({**wide, "wanted": [record["romeLibelle"]], "understood": {}}, vocabulary)
        with progress("people", -(-reached // CHUNK)) as advance:
            for start in range(0, reached, CHUNK):
                bulk(client, _people(alike, range(start, min(start + CHUNK, reached))))
                advance()
        refresh(client)
        one_offer = _one_offer(client, offer)
        with progress("offers", -(-offers // CHUNK)) as advance:
            fill_offers(client, population, offers, advance)
        items = [f"skill:{skill}" for skill in sorted(vocabulary.skill_share)[:SKILLS]]
        many = complete({**wide, "id": "many", "understood": {"items": items}}, vocabulary)
        return {"reached": reached, **one_offer, "offers": offers, "skills": SKILLS, **_one_person(client, many)}


def _one_offer(client: Elasticsearch, offer: dict[str, Any]) -> dict[str, Any]:
    started = time.monotonic()
    due = list(due_for_offers(client, [offer]))
    percolated = time.monotonic()
    new = matches.record(client, due)
    written = time.monotonic()
    return {
        "matches": new,
        "percolate_s": round(percolated - started, 2),
        "write_matches_s": round(written - percolated, 2),
        "new_the_second_time": matches.record(client, due_for_offers(client, [offer])),
    }


def _one_person(client: Elasticsearch, profile: Profile) -> dict[str, Any]:
    client.index(index=index_name("profiles"), id=profile["id"], document=profile, refresh=True)
    started = time.monotonic()
    due = list(due_for_profile(client, profile))
    clauses = [len(profile[name]["bool"]["should"]) for name in STORED_QUERIES if "bool" in profile.get(name, {})]
    return {
        "terms_asked": len(profile["wants"]),
        "most_clauses": max([len(profile["wants"]), *clauses]),
        "offers_found": len(due),
        "search_s": round(time.monotonic() - started, 2),
    }


def _people(alike: Profile, numbers: range) -> Iterator[dict[str, Any]]:
    for number in numbers:
        identifier, email = f"alike{number:019d}", f"personne-{number}@example.org"
        source = {**alike, "id": identifier, "email": email, "person": person_of(email), "received_at": NOW}
        yield {"_index": index_name("profiles"), "_id": identifier, "_source": source}
