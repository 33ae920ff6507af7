"""Recruiters with an offer, and people to be seen by them, written straight into the indices."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from elasticsearch import Elasticsearch

from indexer.candidates.answering import answer
from indexer.candidates.finding import cv_match_of, cvs_for_offer, record_cvs
from indexer.candidates.views import PAGE, note_views
from indexer.engine.documents import get, scan
from indexer.engine.indices import index_name, refresh
from indexer.matching.matches import PENDING, SENT
from tests.factories.documents import NOW, store
from tests.factories.matches import let_time_pass
from tests.factories.offers import PAU, make_offer
from tests.factories.profiles import make_profile
from tests.factories.recruiters import ORGANISATION, RECRUITER, SIREN, make_organisation, make_recruiter

PUBLICATION = "publication-p"


def organisation(engine: Elasticsearch, identifier: str = ORGANISATION, **given: Any) -> dict[str, Any]:
    return store(engine, "organisations", make_organisation(identifier, **given))


def recruiter(engine: Elasticsearch, identifier: str = RECRUITER, **given: Any) -> dict[str, Any]:
    return store(engine, "recruiters", make_recruiter(identifier, **given))


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


def tell(engine: Elasticsearch) -> None:
    """Have recruiters told of whom their offers found, as it is written down once a mail has left."""
    now = datetime.now(UTC).isoformat()
    refresh(engine, "matches")
    waiting = {"bool": {"filter": [{"term": {"state": PENDING}}, {"exists": {"field": "candidate"}}]}}
    for identifier, _ in list(scan(engine, "matches", waiting, "id")):
        told_now = {"state": SENT, "sent_at": now, "digest": f"digest-{identifier}"}
        engine.update(index=index_name("matches"), id=identifier, doc=told_now, refresh=True)


def seen(engine: Elasticsearch, profile: dict[str, Any]) -> None:
    """Have somebody, who chose to be seen, found by an offer, looked at by its recruiter, and declined."""
    offer = world(engine)
    find(engine, offer)
    tell(engine)
    by, whose = get(engine, "recruiters", RECRUITER) or {}, get(engine, "organisations", ORGANISATION) or {}
    note_views(engine, by, whose, [profile], PAGE)
    answer(engine, cv_match_of(PUBLICATION, profile["person"]), "declined", reason="filled")
