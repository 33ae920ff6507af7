"""Offers that an organisation's own programs published: their state, closing and renewing them, with its key."""

from __future__ import annotations

from typing import Any

from indexer.engine.client import engine
from indexer.publications import lifecycle
from indexer.publications.document import CLOSED
from indexer.publications.lifecycle import BlockedError
from search_api.api_keys import api_key_required
from search_api.bodies import Blueprint
from search_api.problems import not_found, refuse
from search_api.publication_state import ClosingSchema, PublicationStateSchema, state_of
from search_api.published_by_key import own_publication

publications_by_key = Blueprint(
    "publications", __name__, url_prefix="/api/publications", description="Offers published with an organisation's key."
)

KEY_NEEDED: list[dict[str, list[str]]] = [{"api_key": []}]


@publications_by_key.route("/<identifier>", methods=["GET"])
@publications_by_key.response(200, PublicationStateSchema)
@publications_by_key.doc(security=KEY_NEEDED)
@api_key_required
def read(identifier: str) -> dict[str, Any]:
    """Read the state of an offer of the organisation whose key it is."""
    return state_of(own_publication(identifier))


@publications_by_key.route("/<identifier>/close", methods=["POST"])
@publications_by_key.response(200, PublicationStateSchema)
@publications_by_key.doc(security=KEY_NEEDED)
@api_key_required
@publications_by_key.arguments(ClosingSchema)
def close(said: dict[str, Any], identifier: str) -> dict[str, Any]:
    """Close an offer: it leaves searches and mails at once. One that is closed stays as it is, with its reason."""
    closed = lifecycle.close(engine(), own_publication(identifier)["id"], said["reason"])
    if closed is None:
        not_found()
    if closed["state"] != CLOSED:
        refuse("state", "publication_not_open")
    return state_of(closed)


@publications_by_key.route("/<identifier>/renew", methods=["POST"])
@publications_by_key.response(200, PublicationStateSchema)
@publications_by_key.doc(security=KEY_NEEDED)
@api_key_required
def renew(identifier: str) -> dict[str, Any]:
    """Have an offer stay as long again from now on; a closed one comes back as it was published last."""
    try:
        renewed = lifecycle.renew(engine(), own_publication(identifier)["id"])
    except BlockedError:
        refuse("state", "organisation_blocked")
    if renewed is None:
        refuse("state", "publication_not_renewable")
    return state_of(renewed)
