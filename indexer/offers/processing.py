"""An offer's way from `received` to `matched`, in batches; each step is written before the next, and may run twice."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from itertools import chain

from elasticsearch import Elasticsearch

from indexer.candidates.finding import cvs_for_offer, record_cvs
from indexer.engine.documents import change_many, get_many
from indexer.engine.indices import refresh
from indexer.matching.matches import record
from indexer.matching.percolation import due_for_offers
from indexer.offers.document import MATCHED, PARSED, RECEIVED, UNREAD, Offer, understood
from indexer.offers.from_file import read_offer_file
from indexer.reading.refusals import ReaderUnavailableError
from indexer.reference.in_force import vocabulary
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
    new = record(client, chain(due_for_offers(client, parsed), due_from_searches(client, parsed)))
    new += sum(record_cvs(client, cvs_for_offer(client, offer)) for offer in parsed if offer.get("publication"))
    now = datetime.now(UTC).isoformat()
    _advance(client, parsed, lambda doc: {**doc, "stage": MATCHED, "matched_at": now})
    log.info("offers matched", extra={"offers": len(parsed), "new_matches": new})
    if unread:
        raise unread
    return new


def _parsed(client: Elasticsearch, waiting: Iterable[Offer]) -> tuple[list[Offer], ReaderUnavailableError | None]:
    """Return the offers that could be understood, and why others have to be read again later, if any."""
    readable: list[Offer] = []
    unread = None
    for offer in waiting:
        try:
            read = read_offer_file(client, offer) if offer["status"] == UNREAD else offer
        except ReaderUnavailableError as error:
            # One file at which the reader fails must not keep the offers beside it waiting.
            unread = error
        else:
            readable += [read] if read else []
    return _advance(client, readable, lambda doc: understood(doc, vocabulary())), unread


def _advance(client: Elasticsearch, offers: Sequence[Offer], step: Callable[[Offer], Offer]) -> list[Offer]:
    """Write the next step of offers and return them so.

    Those of which a newer version came in meanwhile are left out: it has its own turn.
    """
    meant = {offer["id"]: offer["fingerprint"] for offer in offers}

    def apply(doc: Offer) -> Offer | None:
        return step(doc) if doc["fingerprint"] == meant[doc["id"]] and doc["stage"] != MATCHED else None

    written = change_many(client, "offers", meant, apply)
    return [offer for identifier, offer in written.items() if offer["fingerprint"] == meant[identifier]]
