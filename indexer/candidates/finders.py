"""What a recruiter's mails of CVs depend on: the publication, its recruiter and their organisation, read together.

Put together they are a finder as a profile or a saved search is one (`indexer.alerts.due`): who is written to, when,
and whether anything may leave now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from elasticsearch import Elasticsearch

from indexer.engine.documents import get_many
from indexer.offers.document import OPEN
from indexer.publications.document import NO_MAIL, PUBLISHED
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


def cv_search_finders(client: Elasticsearch, searches: Iterable[str]) -> dict[str, Document]:
    """Return a finder for each of these saved searches of the CV base (ids), but for those whose recruiter is gone.

    The search stands for a publication that is open.
    """
    found = get_many(client, "cv_searches", searches)
    recruiters = get_many(client, "recruiters", {doc["recruiter"] for doc in found.values()})
    organisations = get_many(client, "organisations", {doc["organisation"] for doc in found.values()})
    finders = {}
    for identifier, doc in found.items():
        if doc["recruiter"] in recruiters:
            standing = {**doc, "state": PUBLISHED}
            organisation = organisations.get(doc["organisation"])
            finders[identifier] = finder_of(standing, recruiters[doc["recruiter"]], organisation)
    return finders


def offer_of_search(finder: Document) -> Document:
    """Return what stands for the offer of a saved search: open, of who searches, asking for nothing. Pure."""
    organisation = finder["organisation"] or {}
    return {
        "id": finder["id"],
        "status": OPEN,
        "title": finder["publication"]["label"],
        "siren": organisation.get("siren") or "",
        "employer": organisation.get("name") or "",
    }


def finder_of(publication: Document, recruiter: Document, organisation: Document | None) -> Document:
    """Return the finder of a publication. Pure.

    `may_see`: the organisation is vouched for and the recruiter belongs to it. While it is not, the finder is paused:
    what is due waits, and leaves once somebody vouches. A publication without mails is paused too: what is due to it
    leaves should its recruiter want mails of it again.
    """
    own = publication.get("frequency")
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
        "frequency": recruiter.get("frequency") if own in (None, NO_MAIL) else own,
        "hour": recruiter.get("hour"),
        "paused": bool(recruiter.get("paused")) or not may_see or own == NO_MAIL,
        "may_see": may_see,
        "unsubscribed_at": recruiter.get("unsubscribed_at"),
        "last_contact_at": recruiter.get("last_contact_at"),
        "received_at": publication.get("created_at") or "",
        "publication": publication,
        "recruiter": recruiter,
        "organisation": organisation,
    }


RECRUITERS_FINDERS: dict[str, Callable[[Elasticsearch, Iterable[str]], dict[str, Document]]] = {
    "publications": publication_finders,
    "cv_searches": cv_search_finders,
}
"""How what found people for recruiters is read, by its kind."""
