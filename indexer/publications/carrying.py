"""The offer of a publication follows it: taken in as every offer while it is published, closed otherwise."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime

from elasticsearch import Elasticsearch

from indexer.engine.documents import change, get
from indexer.offers import document as offers
from indexer.offers.importing import take_given
from indexer.publications import document as state
from indexer.publications.document import Publication
from indexer.publications.facts import offer_given
from indexer.queueing import enqueue_offer
from indexer.recruiters.document import Organisation, is_vouched, may_publish
from indexer.reference.in_force import gazetteer, vocabulary

_ROUNDS = 5


def change_and_carry(
    client: Elasticsearch, identifier: str, edit: Callable[[Publication], Publication | None]
) -> Publication | None:
    """Change a publication as `documents.change` does, and have its offer follow; return what is stored."""
    stored = change(client, "publications", identifier, edit, refresh=True)
    if stored is not None and not stored.get("carried", True):
        return carry(client, identifier)
    return stored


def carry(client: Elasticsearch, identifier: str) -> Publication | None:
    """Have the offer follow its publication, and return the publication; run twice, it changes nothing.

    The publication may move meanwhile (published, and closed a moment later): then the offer follows again, so that
    whoever ends last leaves it as the publication says. An offer that the operator withdrew stays so: the publication
    is then refused.
    """
    for _ in range(_ROUNDS):
        publication = get(client, "publications", identifier)
        if publication is None:
            return None
        offer: str | None
        seen_as = None
        if publication["state"] == state.PUBLISHED:
            organisation = get(client, "organisations", publication["organisation"])
            offer, withdrawn = _open(client, publication, organisation)
            seen_as = shown_as(organisation) if organisation else None
        else:
            offer, withdrawn = _close(client, identifier, _withheld(client, publication)), False
        edit = _settled(publication["revision"], offer, withdrawn=withdrawn, seen_as=seen_as)
        settled = change(client, "publications", identifier, edit, refresh=True)
        if settled is None or settled.get("carried"):
            return settled
    return get(client, "publications", identifier)


def offer_of(publication_id: str) -> str:
    """Return the id of a publication's offer, published or not."""
    return offers.OfferGiven(state.SOURCE, publication_id, "").identifier


def shown_as(organisation: Organisation) -> str:
    """Return what stands for what an organisation is taken for: its name, whether it is verified, and doubted."""
    vouched = is_vouched(organisation)
    said = f"{organisation['name']}\n{vouched}\n{bool(organisation.get('doubts')) and not vouched}"
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _settled(
    revision: int, offer: str | None, *, withdrawn: bool, seen_as: str | None
) -> Callable[[Publication], Publication | None]:
    """Return the edit that says the offer has followed, unless the publication moved meanwhile."""

    def edit(doc: Publication) -> Publication | None:
        if doc["revision"] != revision or doc.get("carried"):
            return None
        if withdrawn:
            return {**state.moved(doc, state.REFUSED, datetime.now(UTC)), "carried": True}
        followed = {"offer": offer} if offer else {}
        return {**doc, "carried": True, **followed, **({"shown_as": seen_as} if seen_as else {})}

    return edit


def _open(client: Elasticsearch, publication: Publication, known: Organisation | None) -> tuple[str, bool]:
    """Take the offer in; return its id, and whether the operator withdrew it."""
    organisation = {"id": publication["organisation"], "name": "", **(known or {})}
    given = offer_given(publication, publication["given"], organisation, vocabulary(), gazetteer())
    take_given(client, given)
    stored = get(client, "offers", given.identifier)
    if stored is not None and stored.get("withdrawn_at"):
        return given.identifier, True
    enqueue_offer(given.identifier)
    return given.identifier, False


def _withheld(client: Elasticsearch, publication: Publication) -> str:
    """Return why the offer of a publication may not be read: also since its organisation is blocked, whoever closed."""
    organisation = get(client, "organisations", publication["organisation"])
    return state.withheld(publication) or ("" if may_publish(organisation) or organisation is None else state.BLOCKED)


def _close(client: Elasticsearch, identifier: str, withheld: str) -> str | None:
    def edit(doc: offers.Offer) -> offers.Offer | None:
        same = doc["status"] == offers.CLOSED and (doc.get("withheld") or "") == withheld
        return None if same else {**doc, "status": offers.CLOSED, "withheld": withheld or None}

    known = change(client, "offers", offer_of(identifier), edit, refresh=True)
    return known["id"] if known else None
