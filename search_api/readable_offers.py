"""The offer an address names, for whoever may read it: nobody does what the operator withdrew, or has yet to read."""

from __future__ import annotations

from indexer.engine.client import engine
from indexer.engine.documents import get
from indexer.offers.document import UNREAD, Offer, is_readable
from indexer.publications.document import WAITING
from search_api.problems import not_found, refuse


def readable_offer(identifier: str, *, unread: bool = False) -> Offer:
    """Return an offer that may be read, open or over; ends the request otherwise.

    404 for one that is not there, waits to be read, or (without `unread`) is a file whose text was not read yet; 410
    for one that was refused or withdrawn, or whose organisation is blocked: no word of it is said, its contact least.
    """
    offer = get(engine(), "offers", identifier)
    if offer is None or (offer["status"] == UNREAD and not unread):
        not_found()
    if offer.get("withheld") == WAITING and not offer.get("withdrawn_at"):
        not_found()
    if not is_readable(offer):
        refuse("offer", "offer_withdrawn")
    return offer
