"""What of a recruiter's digest can be told at the moment of sending: the rest is dropped, with its reason, or waits."""

from __future__ import annotations

from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

from elasticsearch import Elasticsearch

from indexer.alerts import links
from indexer.alerts.claims import Hit
from indexer.alerts.telling import ALERT_GONE, OFFER_CLOSED, UNSUBSCRIBED, Telling, settle
from indexer.candidates.cases import WITHDRAWN
from indexer.candidates.cv_lines import MOST_CVS, CvLine, best_cvs_first, cv_line
from indexer.candidates.employers import excludes, group_keys
from indexer.candidates.finders import cv_search_finders, offer_of_search, publication_finders
from indexer.candidates.messages import cvs_message
from indexer.engine.documents import get_many
from indexer.matching.criteria import is_visible
from indexer.offers.document import OPEN
from indexer.profiles.availability import today
from indexer.publications.document import PUBLISHED
from indexer.reference.in_force import vocabulary

Document = dict[str, Any]

CV_HIDDEN, NOT_VOUCHED, ANSWERED, NOT_INTERESTED = "cv_hidden", "not_vouched", "answered", "not_interested"
"""Why a person is not told to a recruiter any more: they are not seen by that employer now; nobody vouches for the
organisation any more, and the mail may not wait; the recruiter answered on the site; the person said no."""


@dataclass
class CvTelling(Telling):
    """A recruiter's digest sorted out."""

    cvs: list[CvLine] = field(default_factory=list)
    """What the mail shows, of all the recruiter's offers together."""

    def message(self, digest: str, *, slowed: bool) -> EmailMessage:
        """Return the mail that tells it, under the digest's name."""
        alone = len({finder["id"] for finder in self.finders}) == 1
        return cvs_message(self.owner, digest, self.cvs, self.more, alone=alone, slowed=slowed)


def tells_of_people(hits: list[Hit]) -> bool:
    """Say whether these matches tell a recruiter of people; those of one recipient are all of one kind. Pure."""
    return any("candidate" in hit["_source"] for hit in hits)


def sort_out_cvs(client: Elasticsearch, hits: list[Hit], *, also_paused: bool = False) -> CvTelling:
    """Return what can be told to a recruiter of these matches now; with `also_paused`, also what they paused since.

    An organisation that nobody vouches for is told nothing, whatever may have left before.
    """
    matches = [_as_of_offer(hit["_source"]) for hit in hits]
    searches = cv_search_finders(client, {match["cv_search"] for match in matches if match.get("cv_search")})
    finders = searches | publication_finders(client, {match["publication"] for match in matches})
    offers = get_many(client, "offers", {match["offer"] for match in matches})
    offers |= {identifier: offer_of_search(finder) for identifier, finder in searches.items()}
    profiles = get_many(client, "profiles", {match["candidate_profile"] for match in matches})
    keys = {
        identifier: group_keys(client, offer.get("siren") or "", offer.get("employer") or "")
        for identifier, offer in offers.items()
    }
    telling = CvTelling()
    found: list[tuple[Hit, Document, CvLine]] = []
    for hit, match in zip(hits, matches, strict=True):
        finder, offer = finders.get(match["publication"]), offers.get(match["offer"])
        profile = profiles.get(match["candidate_profile"])
        reason = _reason(match, finder, offer, profile, keys.get(match["offer"], []))
        if reason:
            telling.dropped[reason].append(hit)
        elif finder and finder["paused"] and (not also_paused or not finder["may_see"]):
            if also_paused:
                telling.dropped[NOT_VOUCHED].append(hit)
            else:
                telling.waiting.append(hit)
        elif finder and offer and profile:
            found.append((hit, finder, line_of(match, profile, offer, finder["person"])))
    _choose(telling, found)
    return telling


def _as_of_offer(match: Document) -> Document:
    """Return a match with what stands for publication and offer where a saved search found the person. Pure."""
    search = match.get("cv_search")
    return {**match, "publication": search, "offer": search} if search else match


def line_of(match: Document, profile: Document, offer: Document, recruiter: str) -> CvLine:
    """Return what to tell of a match; its links note that they were followed."""
    if match.get("cv_search"):
        # To answer, the recruiter says for which of their offers, on the page of the CV.
        url = links.followed(recruiter, f"/recruteurs/cv/{match['candidate_profile']}")
        return cv_line(match, profile, offer, vocabulary(), url, "", today())
    url = links.followed(recruiter, f"/recruteurs/cv/{match['id']}")
    answer = links.followed(recruiter, f"/reponse/{links.answer_token(match['id'])}")
    return cv_line(match, profile, offer, vocabulary(), url, answer, today())


def _reason(
    match: Document, finder: Document | None, offer: Document | None, profile: Document | None, keys: list[str]
) -> str:
    """Return why a match is not told any more; empty when it may be."""
    if finder is None:
        return ALERT_GONE
    if finder["unsubscribed_at"]:
        return UNSUBSCRIBED
    if offer is None or offer.get("status") != OPEN or finder["publication"]["state"] != PUBLISHED:
        return OFFER_CLOSED
    if profile is None or not is_visible(profile) or excludes(profile, keys):
        return CV_HIDDEN
    if match.get("answer"):
        return ANSWERED
    return NOT_INTERESTED if match.get("candidate_says") == WITHDRAWN else ""


def _choose(telling: CvTelling, found: list[tuple[Hit, Document, CvLine]]) -> None:
    telling.cvs = best_cvs_first(line for _, _, line in found)[:MOST_CVS]
    shown = {line.identifier for line in telling.cvs}
    settle(telling, [(hit, line.identifier) for hit, _, line in found], shown)
    telling.finders = [finder for _, finder, _ in found]
    if found:
        telling.owner = min(telling.finders, key=lambda finder: (finder["received_at"], finder["id"]))
