"""What an organisation is taken for: the register's name, what is doubtful of it, and that its offers follow.

Looked at when somebody joins, when the register answers, when its name changes, and when another one by nearly that
name is vouched for. Twice is as good as once.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from elasticsearch import Elasticsearch

from indexer.engine.documents import change, get, scan
from indexer.engine.indices import refresh
from indexer.matching.criteria import employer_key
from indexer.publications.following import follow_organisation
from indexer.recruiters import names
from indexer.recruiters.belonging import members
from indexer.recruiters.company_register import ask_register
from indexer.recruiters.document import NEW, Organisation, is_vouched
from indexer.recruiters.doubts import assess
from indexer.settings import settings

log = logging.getLogger(__name__)

ASKED_AGAIN_AFTER = timedelta(hours=1)
MOST_ASKED = 20
"""Organisations of which the register is asked in one round: it is free for all, at seven questions a second."""


def examine(client: Elasticsearch, identifier: str) -> Organisation | None:
    """Ask the register of an organisation it did not answer for yet, take its name, and note what is doubtful."""
    organisation = get(client, "organisations", identifier)
    if organisation is None:
        return None
    if not organisation.get("register") and ask_register(client, identifier):
        change(client, "organisations", identifier, as_registered, refresh=True)
    return reassess(client, identifier)


def examine_organisation_of(client: Elasticsearch, recruiter: str) -> Organisation | None:
    """Do the same of the organisation that a recruiter belongs to, or asks to join."""
    known = get(client, "recruiters", recruiter) or {}
    return examine(client, known.get("organisation") or known.get("asks_to_join") or "-")


def reassess(client: Elasticsearch, identifier: str) -> Organisation | None:
    """Note what is doubtful of an organisation now, and have its open offers follow; None when it is gone."""
    organisation = get(client, "organisations", identifier)
    if organisation is None or is_vouched(organisation):
        return organisation
    addresses = [member["email"] for member in members(client, identifier)]
    doubts = assess(client, organisation, addresses)

    def noted(doc: Organisation) -> Organisation | None:
        return {**doc, "doubts": doubts} if (doc.get("doubts") or []) != doubts else None

    stored = change(client, "organisations", identifier, noted, refresh=True)
    follow_organisation(client, identifier)
    return stored


def as_registered(organisation: Organisation) -> Organisation | None:
    """Return an organisation by the name the register knows it by; None when nothing changes. Pure.

    One of the register's names as its recruiter wrote it stays so written; any other becomes the register's first, and
    what was written is kept for whoever vouches (`said_name`). One that somebody vouches for keeps its name.
    """
    register = organisation.get("register") or {}
    known, own = register.get("names") or [], organisation["name"]
    if is_vouched(organisation) or not known:
        return None
    commune = register.get("commune") or organisation["commune"]
    spelled = any(names.telling_words(own) == names.telling_words(name) for name in known)
    if spelled and commune == organisation["commune"]:
        return None
    named: dict[str, Any] = {} if spelled else {**renamed(known[0]), "said_name": own}
    return {**organisation, **named, "commune": commune}


def renamed(name: str) -> dict[str, Any]:
    """Return the fields of an organisation by a name. Pure."""
    return {"name": name, "employer_key": employer_key(name), "proposed_name": None, "renaming_since": None}


def reassess_namesakes(client: Elasticsearch, organisation: Organisation) -> int:
    """Look again at those nobody vouches for whose name may be taken for this one's; return how many there were."""
    refresh(client, "organisations")
    unknown = scan(client, "organisations", {"term": {"state": NEW}}, "id", ["id", "name", "siren"])
    near = [
        other["id"]
        for _, other in unknown
        if other["siren"] != organisation["siren"] and names.is_near(other["name"], organisation["name"])
    ]
    for identifier in near:
        reassess(client, identifier)
    return len(near)


def ask_unanswered(client: Elasticsearch, now: datetime) -> int:
    """Ask the register again of new organisations it did not answer for; return how many it was asked of."""
    if not settings().company_register:
        return 0
    refresh(client, "organisations")
    before = (now - ASKED_AGAIN_AFTER).isoformat()
    lately = {"range": {"register_asked_at": {"gte": before}}}
    query = {"bool": {"filter": [{"term": {"state": NEW}}], "must_not": [lately]}}
    found = scan(client, "organisations", query, "id", ["id", "register"])
    asked = [identifier for identifier, doc in found if not doc.get("register")][:MOST_ASKED]
    for identifier in asked:
        examine(client, identifier)
    return len(asked)
