"""What of a digest can be told at the moment of sending: the rest is dropped, each with its reason, or waits on."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

from elasticsearch import Elasticsearch

from indexer.alerts.claims import Hit
from indexer.alerts.due import Finder, FinderKey, finder_key
from indexer.alerts.marks import refused_among
from indexer.alerts.match_lines import match_line
from indexer.alerts.messages import digest_message
from indexer.alerts.offer_lines import MOST_OFFERS, OfferLine, choose
from indexer.alerts.unwanted import is_avoided
from indexer.engine.documents import get_many
from indexer.matching.criteria import is_mailed
from indexer.matching.matches import EMPLOYER_UNVERIFIED, WITH_TRAINING
from indexer.offers.document import OPEN

OFFER_CLOSED, UNSUBSCRIBED, BOUNCED, EXPIRED = "offer_closed", "unsubscribed", "bounced", "expired"
ALERT_GONE, TRAINING_OVER, REFUSED = "alert_gone", "training_over", "mail_refused"
NOT_FOR_THEM, AVOIDED = "not_for_them", "avoided"
FAILED = "mail_failed"
"""Why a match is dropped. `alert_gone`: the profile or search that found it was erased, or its address never
confirmed; `mail_refused`: the server refuses the mail itself, for good; `not_for_them`, `avoided`: the person said
so of the offer, or of its employer or a word of its title, after it was found; `mail_failed`: our own code failed at
the mail, and an operator let it go. That a person was told already needs no
reason: an offer is one match of theirs, whatever alert finds it (`indexer.matching.matches`)."""

STALE = timedelta(days=30)
"""What is beyond the offers that a mail shows, and was found longer ago, is dropped as `expired`: after a long pause a
mail is not to announce hundreds of offers. A month is how long France Travail shows an offer before it asks anew."""


@dataclass
class Telling:
    """A digest sorted out: what the mail shows, what it only counts, what waits on, and what is dropped."""

    shown: list[OfferLine] = field(default_factory=list)
    trained: list[OfferLine] = field(default_factory=list)
    """Shown apart: what a training would open."""
    more: int = 0
    told: list[Hit] = field(default_factory=list)
    """Every match that the mail tells, also those behind its link."""
    waiting: list[Hit] = field(default_factory=list)
    """Found by an alert that was paused since."""
    dropped: dict[str, list[Hit]] = field(default_factory=lambda: defaultdict(list))
    finders: list[Finder] = field(default_factory=list)
    """The alerts that found what is told."""
    owner: Finder = field(default_factory=dict)
    """Whose page the links lead to: the oldest profile of the person, else their oldest saved search."""

    def message(self, digest: str, *, slowed: bool) -> EmailMessage:
        """Return the mail that tells it, under the digest's name."""
        return digest_message(self.owner, digest, self.shown, self.more, self.trained, slowed=slowed)


def sort_out(client: Elasticsearch, hits: list[Hit], *, also_paused: bool = False) -> Telling:
    """Return what can be told of these matches now; with `also_paused`, also what an alert paused since had found."""
    finders = _finders(client, hits)
    offers = get_many(client, "offers", {hit["_source"]["offer"] for hit in hits})
    not_for_them = refused_among(client, (hit["_id"] for hit in hits))
    telling = Telling()
    found: list[tuple[Hit, Finder, OfferLine]] = []
    for hit in hits:
        finder, offer = finders.get(finder_key(hit["_source"])), offers.get(hit["_source"]["offer"])
        if finder and finder.get("unsubscribed_at"):
            telling.dropped[UNSUBSCRIBED].append(hit)
        elif finder and finder.get("paused") and not also_paused:
            telling.waiting.append(hit)
        elif finder is None or not (finder.get("alertable") or finder.get("paused")):
            telling.dropped[ALERT_GONE].append(hit)
        elif offer is None or offer.get("status") != OPEN:
            telling.dropped[OFFER_CLOSED].append(hit)
        elif not is_mailed(offer):
            telling.dropped[EMPLOYER_UNVERIFIED].append(hit)
        elif hit["_id"] in not_for_them:
            telling.dropped[NOT_FOR_THEM].append(hit)
        elif is_avoided(finder, offer):
            telling.dropped[AVOIDED].append(hit)
        elif (line := _line(client, hit, finder, offer)) is None:
            telling.dropped[TRAINING_OVER].append(hit)
        else:
            found.append((hit, finder, line))
    _choose(telling, found)
    return telling


def _choose(telling: Telling, found: list[tuple[Hit, Finder, OfferLine]]) -> None:
    telling.shown, _ = choose(line for _, _, line in found if not line.trainings)
    # What a training would open comes after what fits as it is, and never takes its place.
    trained = (line for _, _, line in found if line.trainings)
    telling.trained, _ = choose(trained, MOST_OFFERS - len(telling.shown))
    shown = {line.identifier for line in (*telling.shown, *telling.trained)}
    settle(telling, [(hit, line.identifier) for hit, _, line in found], shown)
    if found:
        key = min(found, key=lambda one: ("wish" in one[1], str(one[1]["received_at"])))
        telling.owner = key[1]
    telling.finders = [finder for _, finder, _ in found]


def settle(telling: Telling, found: list[tuple[Hit, str]], shown: set[str]) -> None:
    """Sort matches, each with the id of its line, into what the mail tells, shown or by its link, and the too old."""
    before = (datetime.now(UTC) - STALE).isoformat()
    for hit, line in found:
        if line in shown or hit["_source"]["created_at"] >= before:
            telling.told.append(hit)
        else:
            telling.dropped[EXPIRED].append(hit)
    telling.more = len(telling.told) - len(shown)


def _finders(client: Elasticsearch, hits: list[Hit]) -> dict[FinderKey, Finder]:
    named = {finder_key(hit["_source"]) for hit in hits}
    return {
        (kind, identifier): document
        for kind in ("profiles", "searches")
        for identifier, document in get_many(client, kind, {name for of, name in named if of == kind}).items()
    }


def _line(client: Elasticsearch, hit: Hit, finder: Finder, offer: dict[str, Any]) -> OfferLine | None:
    """Return what to tell of an offer; None when the trainings that would have opened it have begun."""
    line = match_line(client, hit["_source"], finder, offer)
    return None if hit["_source"].get("kind") == WITH_TRAINING and not line.trainings else line
