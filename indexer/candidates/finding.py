"""Whose CVs a published offer's recruiter is to be sent: found from the side of the offer, and from that of the person.

Both sides write and refresh their own document first, as for offers (`indexer.matching.percolation`). Only offers that
were published here (`publication`) look for people. Who may be seen, and by whom, is asked in the query.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from elasticsearch import Elasticsearch

from indexer.candidates.employers import group_keys, not_excluding, sirens_avoided
from indexer.candidates.points import points_of
from indexer.engine.documents import get_many, scan
from indexer.matching.criteria import Clause, all_of, is_visible, negated
from indexer.matching.matches import DIRECT, PENDING, WITH_TRAINING, create_all
from indexer.matching.points import TRAINED_THRESHOLD
from indexer.matching.queries import (
    offers_asking_for,
    people_for_offer,
    trained_offers_for_profile,
    trained_people_for_offer,
)
from indexer.matching.training import may_train
from indexer.offers.document import OPEN
from indexer.settings import settings
from indexer.trainings.catalogue import offered, offered_near

Document = dict[str, Any]
_PUBLISHED: Clause = {"exists": {"field": "publication"}}
_OF_PROFILE = ["person", "traits", "wants", "licences", "visibility"]
_OF_OFFER = ["publication", "asks", "traits", "licences_required"]


@dataclass(frozen=True, slots=True)
class DueCv:
    """A person whose CV fits an offer published here; `profile` is the one that fits best."""

    publication: str
    offer: str
    person: str
    profile: str
    points: int
    kind: str = DIRECT

    @property
    def identifier(self) -> str:
        """Return the id that makes one person one match for one publication, whatever profile and way found them."""
        return cv_match_of(self.publication, self.person)


def cv_match_of(publication: str, person: str) -> str:
    """Return the id of the match that tells of a person for a publication.

    Keyed: recruiters see it in addresses, and whoever guesses somebody's electronic address could else try whether an
    anonymous CV is theirs, since `person` follows from it.
    """
    said = f"cv\n{publication}\n{person}".encode()
    return hmac.new(settings().secret_key.encode(), said, hashlib.sha256).hexdigest()[:40]


def earlier_match_of(publication: str, person: str) -> str:
    """Return the id that earlier releases gave the same match: whoever was told under it is not told again."""
    return hashlib.sha256(f"cv\n{publication}\n{person}".encode()).hexdigest()[:40]


def cvs_for_offer(client: Elasticsearch, offer: Document) -> Iterator[DueCv]:
    """Yield the people whom a published offer's recruiter is to be sent, the best first and those with a training last.

    Nobody for an offer that was not published here, or is not open.
    """
    publication = offer.get("publication")
    if not publication or offer.get("status") != OPEN:
        return
    seen = not_excluding(group_keys(client, offer.get("siren") or "", offer.get("employer") or ""))
    direct = all_of(people_for_offer(offer), *seen)
    found = [
        DueCv(publication, offer["id"], doc["person"], profile, points_of(doc, offer))
        for profile, doc in scan(client, "profiles", direct, "id", _OF_PROFILE)
    ]
    known = {due.person for due in found}
    yield from _best_of_each(found)
    trained = trained_people_for_offer(offer, offered(client))
    if trained is None:
        return
    reached = [
        DueCv(publication, offer["id"], doc["person"], profile, points_of(doc, offer, WITH_TRAINING), WITH_TRAINING)
        for profile, doc in scan(client, "profiles", all_of(trained, *seen), "id", _OF_PROFILE)
        if may_train(doc.get("licences") or [], offer.get("licences_required") or [])
    ]
    yield from _best_of_each(due for due in reached if due.person not in known and due.points >= TRAINED_THRESHOLD)


def cvs_for_profile(client: Elasticsearch, profile: Document) -> Iterator[DueCv]:
    """Yield the published offers whose recruiters are to be sent a person's CV; none for who chose not to be seen."""
    if not is_visible(profile):
        return
    sirens = sirens_avoided(client, profile)
    published = [_PUBLISHED, *([negated({"terms": {"siren": sirens}})] if sirens else [])]
    direct = set()
    query = all_of(offers_asking_for(profile), *published)
    for identifier, offer in scan(client, "offers", query, "id", _OF_OFFER):
        direct.add(identifier)
        yield DueCv(offer["publication"], identifier, profile["person"], profile["id"], points_of(profile, offer))
    if not profile.get("open_to_training"):
        return
    trained = trained_offers_for_profile(profile, offered_near(client, profile))
    if trained is None:
        return
    for identifier, offer in scan(client, "offers", all_of(trained, *published), "id", _OF_OFFER):
        held, required = profile.get("licences") or [], offer.get("licences_required") or []
        if identifier not in direct and may_train(held, required):
            points = points_of(profile, offer, WITH_TRAINING)
            if points >= TRAINED_THRESHOLD:
                yield DueCv(offer["publication"], identifier, profile["person"], profile["id"], points, WITH_TRAINING)


def record_cvs(client: Elasticsearch, due: Iterable[DueCv]) -> int:
    """Create the matches that do not exist yet and return how many were new; an existing one is left as it is.

    Those of a publication that is gone are passed over.
    """
    wanted = list(due)
    before = get_many(client, "matches", {earlier_match_of(one.publication, one.person) for one in wanted})
    wanted = [one for one in wanted if earlier_match_of(one.publication, one.person) not in before]
    publications = get_many(client, "publications", {one.publication for one in wanted})
    now = datetime.now(UTC).isoformat()
    return create_all(
        client,
        (match_of(one, publications[one.publication], now) for one in wanted if one.publication in publications),
    )


def match_of(due: DueCv, publication: Document, now: str) -> Document:
    """Return the document of a match as it is created. Pure."""
    return {
        "id": due.identifier,
        "recipient": publication["recruiter"],
        "publication": due.publication,
        "offer": due.offer,
        "candidate": due.person,
        "candidate_profile": due.profile,
        "kind": due.kind,
        "points": due.points,
        "state": PENDING,
        "created_at": now,
    }


def _best_of_each(found: Iterable[DueCv]) -> list[DueCv]:
    """Return one of each person, that with most points, the best first. Pure."""
    best: dict[str, DueCv] = {}
    for due in sorted(found, key=lambda one: (-one.points, one.profile)):
        best.setdefault(due.person, due)
    return list(best.values())
