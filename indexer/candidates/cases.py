"""A match of a recruiter and a person with all it depends on: who may still see whom, and what was said so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from elasticsearch import Elasticsearch

from indexer.candidates.employers import excludes, group_keys
from indexer.candidates.finders import finder_of
from indexer.engine.documents import get
from indexer.matching.criteria import NAMED, is_visible
from indexer.offers.document import OPEN, is_withdrawn
from indexer.publications.document import PUBLISHED

Document = dict[str, Any]

INVITED, ASKED, DECLINED = "invited", "asked", "declined"
"""What a recruiter answers a CV."""
CONTACT_ASKED, CONTACT_ACCEPTED, CONTACT_REFUSED = "asked", "accepted", "refused"
"""Of somebody who is seen without a name: asked whether a recruiter may reach them, and what they said."""
WITHDRAWN = "withdrawn"
"""What a person says of an offer that they do not want any more (`candidate_says`)."""


@dataclass(frozen=True)
class Case:
    """One person told to one recruiter for one publication."""

    match: Document
    publication: Document
    offer: Document
    recruiter: Document
    organisation: Document
    profile: Document
    may_see: bool
    """The organisation is vouched for, the recruiter is in it, and the offer was not withdrawn."""

    @property
    def is_open(self) -> bool:
        """Say whether the offer still looks for somebody."""
        return bool(self.publication["state"] == PUBLISHED and self.offer.get("status") == OPEN)

    @property
    def reachable(self) -> bool:
        """Say whether the recruiter may know how to reach the person: seen with their name, or they accepted."""
        return self.profile.get("visibility") == NAMED or self.match.get("contact") == CONTACT_ACCEPTED


def case_of(client: Elasticsearch, match_id: str) -> Case | None:
    """Return a match with all it depends on; None when any of it is gone, or the person is not seen by them now.

    Whoever is hidden, excludes the employer or another of its group, or does not want the post any more, is as if they
    had never been told of.
    """
    match = get(client, "matches", match_id)
    if match is None or not match.get("publication") or match.get("candidate_says") == WITHDRAWN:
        return None
    publication = get(client, "publications", match["publication"])
    offer = get(client, "offers", match["offer"])
    profile = get(client, "profiles", match["candidate_profile"])
    recruiter = get(client, "recruiters", match["recipient"])
    organisation = get(client, "organisations", publication["organisation"]) if publication else None
    if not (publication and offer and profile and recruiter and organisation):
        return None
    keys = group_keys(client, offer.get("siren") or "", offer.get("employer") or "", organisation["name"])
    if not is_visible(profile) or excludes(profile, keys):
        return None
    may_see = bool(finder_of(publication, recruiter, organisation)["may_see"]) and not is_withdrawn(offer)
    return Case(match, publication, offer, recruiter, organisation, profile, may_see)
