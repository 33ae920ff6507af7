"""Recruiters who join organisations, and what these publish, as tests need them."""

from __future__ import annotations

from typing import Any

from elasticsearch import Elasticsearch

from indexer.engine.documents import get
from indexer.publications import lifecycle
from indexer.publications.carrying import offer_of
from indexer.publications.document import Publication
from indexer.recruiters import organisations
from indexer.recruiters.document import organisation_of_siret
from indexer.recruiters.lifecycle import confirm, register
from tests.factories.publications import facts

SIRET, OTHER = "73282932000074", "55208131766522"
SAME_COMPANY = "73282932000090"
"""Of one company two establishments, and another's; their keys are right."""
BORDEAUX, PAU = "33063", "64445"


def joined(
    client: Elasticsearch, who: str, siret: str = SIRET, name: str = "Chaudronnerie du Gave", commune: str = BORDEAUX
) -> dict[str, Any]:
    """A recruiter who gave a SIRET: as they are afterwards."""
    identifier = register(client, f"{who}@example.org", who)
    known = confirm(client, identifier) or {}
    organisations.join(client, known, siret, name, commune)
    return get(client, "recruiters", identifier) or {}


def organisation(client: Elasticsearch, siret: str = SIRET) -> dict[str, Any]:
    return get(client, "organisations", organisation_of_siret(siret)) or {}


def codes(client: Elasticsearch, siret: str = SIRET) -> list[str]:
    """What is doubtful of an organisation."""
    return [doubt["code"] for doubt in organisation(client, siret).get("doubts") or []]


def proposed(client: Elasticsearch, recruiter: dict[str, Any], **changes: Any) -> Publication:
    """An offer that a recruiter publishes, or means to."""
    begun = lifecycle.begin(client, recruiter["organisation"], recruiter["id"], facts(**changes))
    published = lifecycle.publish(client, begun["id"])
    assert published is not None
    return published[0]


def offer(client: Elasticsearch, publication: Publication) -> dict[str, Any]:
    return get(client, "offers", offer_of(publication["id"])) or {}


def stored(client: Elasticsearch, publication: Publication) -> Publication:
    return get(client, "publications", publication["id"]) or {}
