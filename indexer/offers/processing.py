"""An offer's way from `received` to `matched`, in batches; each step is written before the next, and may run twice."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from itertools import chain

from elasticsearch import Elasticsearch

from indexer.engine.documents import change, get_many
from indexer.engine.indices import refresh
from indexer.language.vocabulary import vocabulary
from indexer.matching.matches import record
from indexer.matching.percolation import due_for_offer
from indexer.offers.document import MATCHED, PARSED, RECEIVED, UNREAD, Offer, understood
from indexer.offers.from_file import read_offer_file
from indexer.reading.refusals import ReaderUnavailableError
from indexer.searches.percolation import due_from_searches

log = logging.getLogger(__name__)


def process_offers(client: Elasticsearch, identifiers: Iterable[str]) -> int:
    """Read, understand and percolate the offers that are not finished; return how many matches were new.

    Raises ReaderUnavailableError when a file is to be read and Tika does not answer, once the others are done.
    """
    found = get_many(client, "offers", identifiers).values()
    waiting = [offer for offer in found if offer["stage"] in (RECEIVED, PARSED)]
    parsed, unread = _parsed(client, waiting)
    if parsed:
        # Seen by searches before it searches itself: see indexer.matching.percolation.
        refresh(client, "offers")
    new = 0
    for offer in parsed:
        new += record(client, chain(due_for_offer(client, offer), due_from_searches(client, offer)))
        _advance(client, offer, lambda doc: {**doc, "stage": MATCHED, "matched_at": datetime.now(UTC).isoformat()})
    log.info("offers matched", extra={"offers": len(parsed), "new_matches": new})
    if unread:
        raise unread
    return new


def _parsed(client: Elasticsearch, waiting: Iterable[Offer]) -> tuple[list[Offer], ReaderUnavailableError | None]:
    """Return the offers that could be understood, and why others have to be read again later, if any."""
    parsed, unread = [], None
    for offer in waiting:
        try:
            done = _parse(client, offer)
        except ReaderUnavailableError as error:
            # One file at which the reader fails must not keep the offers beside it waiting.
            unread = error
        else:
            parsed += [done] if done else []
    return parsed, unread


def _parse(client: Elasticsearch, offer: Offer) -> Offer | None:
    if offer["status"] == UNREAD:
        read = read_offer_file(client, offer)
        if read is None:
            return None
        offer = read
    return _advance(client, offer, lambda doc: understood(doc, vocabulary()))


def _advance(client: Elasticsearch, offer: Offer, step: Callable[[Offer], Offer]) -> Offer | None:
    """Write the next step, unless a newer version of the offer came in meanwhile: it has its own turn. None then."""

    def apply(doc: Offer) -> Offer | None:
        return step(doc) if doc["fingerprint"] == offer["fingerprint"] and doc["stage"] != MATCHED else None

    written = change(client, "offers", offer["id"], apply)
    return written if written and written["fingerprint"] == offer["fingerprint"] else None
