"""One person's mail: their pending matches are claimed, rendered, sent, then marked.

A claim is written before the mail and the mark after it, all under one digest id that is also the Message-ID. A run
that dies in between leaves a claim; once expired it is finished under the same id, so that the one window in which a
mail can leave twice (between the server's acceptance and the mark) shows the same Message-ID twice.
"""

from __future__ import annotations

import logging
import secrets
from collections import defaultdict
from datetime import UTC, datetime
from typing import Any

from elasticsearch import Elasticsearch

from indexer.alerts import links, smtp
from indexer.alerts.claims import Hit, expired_claims, matches_of, move
from indexer.alerts.messages import digest_message
from indexer.alerts.offer_lines import MOST_OFFERS, OfferLine, choose, offer_line, searched_line
from indexer.alerts.schedule import is_due
from indexer.engine.documents import change, get_many
from indexer.engine.indices import refresh
from indexer.language.vocabulary import vocabulary
from indexer.matching.matches import CLAIMED, DROPPED, PENDING, SENT, WITH_TRAINING
from indexer.offers.document import OPEN
from indexer.places.communes import gazetteer
from indexer.settings import settings
from indexer.trainings.catalogue import trainings_towards

log = logging.getLogger(__name__)

Finder = dict[str, Any]
"""A profile or a saved search: what found an offer for a person."""


def send_digest(client: Elasticsearch, recipient: str, *, everyone: bool = False) -> int:
    """Send one person what is due to them, whatever profiles and searches found it; return how many offers were told.

    With `everyone`, what is pending is sent whatever the hour they chose. Raises smtp.MailDelayedError when the mail
    server cannot take it now: the claim stays, and expires.
    """
    refresh(client, "matches")
    told = 0
    for digest, hits in expired_claims(client, recipient).items():
        told += _deliver(client, digest, hits)
    pending = matches_of(client, [{"term": {"recipient": recipient}}, {"term": {"state": PENDING}}])
    finders = _finders(client, pending)
    now, config = datetime.now(UTC), settings()

    def is_ready(hit: Hit) -> bool:
        finder = finders.get(_finder_of(hit))
        # A match whose finder is gone is claimed too, so that it is dropped. Pause is not unsubscribe: what was found
        # before it waits until it ends.
        if finder is None:
            return True
        return not is_waiting(finder) and (everyone or is_due(finder, now, config.timezone, config.digest_hour))

    ready = [hit for hit in pending if is_ready(hit)]
    digest = secrets.token_hex(12)
    claimed = move(client, ready, {"state": CLAIMED, "digest": digest, "claimed_at": now.isoformat()})
    return told + _deliver(client, digest, claimed) if claimed else told


def _deliver(client: Elasticsearch, digest: str, hits: list[Hit]) -> int:
    """Send one claimed digest and mark it; return how many offers were told."""
    finders = _finders(client, hits)
    offers = get_many(client, "offers", {hit["_source"]["offer"] for hit in hits})
    found, waiting, dropped = [], [], defaultdict(list)
    for hit in hits:
        finder, offer = finders.get(_finder_of(hit)), offers.get(hit["_source"]["offer"])
        if finder and is_waiting(finder):
            waiting.append(hit)
        elif finder is None or not finder.get("alertable"):
            dropped["not_alertable"].append(hit)
        elif offer is None or offer.get("status") != OPEN:
            dropped["offer_closed"].append(hit)
        elif (line := _line(client, hit, finder, offer)) is None:
            dropped["training_over"].append(hit)
        else:
            found.append((hit, finder, line))
    for reason, gone in dropped.items():
        move(client, gone, {"state": DROPPED, "reason": reason})
    move(client, waiting, {"state": PENDING})
    if not found:
        return 0
    shown, more = choose(line for _, _, line in found if not line.trainings)
    # What a training would open comes after what fits as it is, and never takes its place.
    trained, more_trained = choose((line for _, _, line in found if line.trainings), MOST_OFFERS - len(shown))
    delivered = [hit for hit, _, _ in found]
    message = digest_message(_owner(found), digest, shown, more + more_trained, trained)
    try:
        smtp.send(message)
    except smtp.RecipientRefusedError:
        log.warning("address refused by the mail server", extra={"digest": digest})
        move(client, delivered, {"state": DROPPED, "reason": "address_refused"})
        return 0
    now = datetime.now(UTC).isoformat()
    move(client, delivered, {"state": SENT, "sent_at": now})
    for kind, identifier in {_finder_of(hit) for hit in delivered}:
        change(client, kind, identifier, lambda doc: {**doc, "last_digest_at": now})
    log.info("digest sent", extra={"digest": digest, "offers": len(delivered)})
    return len(delivered)


def is_waiting(finder: Finder) -> bool:
    """Say whether the alerts of a profile or a saved search are on hold: paused, not ended."""
    return bool(finder.get("paused") and not finder.get("unsubscribed_at"))


def _finder_of(hit: Hit) -> tuple[str, str]:
    """Return what found a match: the kind and the id of a profile or a saved search."""
    match = hit["_source"]
    return ("searches", match["search"]) if match.get("search") else ("profiles", match["profile"])


def _finders(client: Elasticsearch, hits: list[Hit]) -> dict[tuple[str, str], Finder]:
    named = {_finder_of(hit) for hit in hits}
    return {
        (kind, identifier): document
        for kind in ("profiles", "searches")
        for identifier, document in get_many(client, kind, {name for of, name in named if of == kind}).items()
    }


def _line(client: Elasticsearch, hit: Hit, finder: Finder, offer: dict[str, Any]) -> OfferLine | None:
    """Return what to tell of an offer; None when the trainings that would have opened it have begun."""
    url = links.page(f"/offres/{offer['id']}")
    if hit["_source"].get("search"):
        return searched_line(offer, finder, url, gazetteer())
    trainings = []
    if hit["_source"].get("kind") == WITH_TRAINING:
        trainings = trainings_towards(client, finder, offer)
        if not trainings:
            return None
    return offer_line(offer, finder, url, vocabulary(), gazetteer(), trainings)


def _owner(found: list[tuple[Hit, Finder, OfferLine]]) -> Finder:
    """Return whose page the mail's links lead to: the oldest profile of the person, else their oldest saved search."""
    return min((finder for _, finder, _ in found), key=lambda finder: ("wish" in finder, str(finder["received_at"])))
