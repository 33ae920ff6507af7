"""Organisations, recruiters, publications and people to be seen, written straight into the indices."""

from __future__ import annotations

from typing import Any

from elasticsearch import Elasticsearch

from indexer.candidates.finding import cv_match_of, cvs_for_offer, record_cvs
from indexer.engine.documents import get, scan
from indexer.engine.indices import refresh
from indexer.matching.criteria import employer_key
from indexer.offers.document import PlaceGiven
from tests.indexer.alerts.waiting import let_time_pass, store
from tests.indexer.matching.plain_profiles import NOW, make_offer, make_profile

PAU = PlaceGiven(insee="64445")
SIREN = "732829320"
RECRUITER, ORGANISATION, PUBLICATION = "recruiter-r", "organisation-o", "publication-p"


def organisation(engine: Elasticsearch, identifier: str = ORGANISATION, **given: Any) -> dict[str, Any]:
    name = given.get("name", "Ateliers du Gave")
    facts = {"name": name, "siren": SIREN, "employer_key": employer_key(name), "commune": "64445", "state": "vouched"}
    return store(engine, "organisations", {"id": identifier, "received_at": NOW, **facts, **given})


def recruiter(engine: Elasticsearch, identifier: str = RECRUITER, **given: Any) -> dict[str, Any]:
    facts = {"person": identifier, "email": "recruteur@example.org", "name": "Dominique Exemple"}
    facts |= {"organisation": ORGANISATION, "frequency": "at_once", "confirmed_at": NOW, "received_at": NOW}
    return store(engine, "recruiters", {"id": identifier, **facts, **given})


def published(engine: Elasticsearch, identifier: str = PUBLICATION, **given: Any) -> dict[str, Any]:
    """A publication and its offer: a welder in Pau, unless something else is said of the offer."""
    offer_given = {"title": "Soudeur TIG", "employer": "Ateliers du Gave", "place": PAU, **given.pop("offer", {})}
    offer = make_offer(f"offer-{identifier}", **offer_given)
    organisation_of = given.get("organisation", ORGANISATION)
    beside = {"publication": identifier, "organisation": organisation_of, "siren": given.pop("siren", SIREN)}
    offer = store(engine, "offers", {**offer, **beside, "stage": "matched"})
    facts = {"organisation": organisation_of, "recruiter": RECRUITER, "offer": offer["id"], "state": "published"}
    facts |= {"created_at": NOW, "published_at": NOW, "state_since": NOW, "revision": 1, "carried": True}
    store(engine, "publications", {"id": identifier, **facts, "given": {"title": offer["title"]}, **given})
    return offer


def world(engine: Elasticsearch, **of_organisation: Any) -> dict[str, Any]:
    """A recruiter of a vouched organisation with one published offer; return the offer."""
    organisation(engine, **of_organisation)
    recruiter(engine)
    return published(engine)


def candidate(engine: Elasticsearch, identifier: str, **given: Any) -> dict[str, Any]:
    """Somebody in Pau who wants to weld and chose to be seen with their name."""
    facts = {"wanted": ["soudeur"], "visibility": "named", "stage": "matched", "link_key": "k"}
    facts |= {"email": f"{identifier}@example.org", "confirmation": "sent", "file": {"path": f"profiles/{identifier}"}}
    facts |= {"text": "Soudeur TIG, dix ans d’atelier", "last_contact_at": NOW}
    return store(engine, "profiles", make_profile(identifier, **{**facts, **given}))


def find(engine: Elasticsearch, offer: dict[str, Any]) -> int:
    """Have an offer find its people, ten minutes ago."""
    refresh(engine, "profiles", "organisations")
    new = record_cvs(engine, cvs_for_offer(engine, offer))
    let_time_pass(engine)
    return new


def told(engine: Elasticsearch) -> dict[str, dict[str, Any]]:
    """Every match of a recruiter, by the profile it tells of."""
    refresh(engine, "matches")
    query = {"exists": {"field": "candidate"}}
    return {match["candidate_profile"]: match for _, match in scan(engine, "matches", query, "id", ["*"])}


def match_id(identifier: str, publication: str = PUBLICATION) -> str:
    return cv_match_of(publication, f"person-{identifier}")


def match_of(engine: Elasticsearch, identifier: str) -> dict[str, Any]:
    return get(engine, "matches", match_id(identifier)) or {}
