"""What a recruiter's mails of CVs depend on: the publication, its recruiter and their organisation, read together.

Put together they are a finder as a profile or a saved search is one (`indexer.alerts.due`): who is written to, when,
and whether anything may leave now.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from elasticsearch import Elasticsearch

from indexer.engine.documents import get_many
from indexer.recruiters.document import may_see_cvs

Document = dict[str, Any]


def publication_finders(client: Elasticsearch, publications: Iterable[str]) -> dict[str, Document]:
    """Return a finder for each of these publications (ids); those whose recruiter is gone are not there."""
    found = get_many(client, "publications", publications)
    recruiters = get_many(client, "recruiters", {doc["recruiter"] for doc in found.values()})
    organisations = get_many(client, "organisations", {doc["organisation"] for doc in found.values()})
    return {
        identifier: finder_of(doc, recruiters[doc["recruiter"]], organisations.get(doc["organisation"]))
        for identifier, doc in found.items()
        if doc["recruiter"] in recruiters
    }


def finder_of(publication: Document, recruiter: Document, organisation: Document | None) -> Document:
    """Return the finder of a publication. Pure.

    `may_see`: the organisation is vouched for and the recruiter belongs to it. While it is not, the finder is paused:
    what is due waits, and leaves once somebody vouches.
    """
    may_see = bool(
        organisation
        and may_see_cvs(organisation)
        and recruiter.get("organisation") == organisation["id"]
        and recruiter.get("confirmed_at")
    )
    return {
        "id": publication["id"],
        "person": recruiter["id"],
        "email": recruiter["email"],
        "commune": (organisation or {}).get("commune") or "",
        "frequency": publication.get("frequency") or recruiter.get("frequency"),
        "hour": recruiter.get("hour"),
        "paused": bool(recruiter.get("paused")) or not may_see,
        "may_see": may_see,
        "unsubscribed_at": recruiter.get("unsubscribed_at"),
        "last_contact_at": recruiter.get("last_contact_at"),
        "received_at": publication.get("created_at") or "",
        "publication": publication,
        "recruiter": recruiter,
        "organisation": organisation,
    }
