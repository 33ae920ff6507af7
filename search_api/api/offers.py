"""Offers: search them, read one, post one."""

from __future__ import annotations

from typing import Any

from flask import request
from flask.views import MethodView

from indexer.alerts.links import page
from indexer.engine.client import engine
from indexer.offers.france_travail import LONGEST_TITLE, RecordRefusedError
from indexer.offers.from_file import take_offer_file
from indexer.offers.importing import take_record
from indexer.publications.turns import BusyError, give_back, sender_of, take_turn
from indexer.queueing import enqueue_offer, enqueue_offer_file
from indexer.reading.refusals import FileRefusedError
from search_api.api_keys import api_key_required, key_holder
from search_api.bodies import Blueprint, read_json
from search_api.limits import by_key
from search_api.one_at_a_time import SECONDS_TO_READ, busy
from search_api.problems import refuse
from search_api.published_by_key import publish_for, refuse_record
from search_api.readable_offers import readable_offer
from search_api.schemas import OfferSchema, OffersSchema, StoredOfferSchema
from search_api.search_schema import OfferQuerySchema
from search_api.searching import run_search, sorted_search
from search_api.sent_files import sent_file

offers = Blueprint("offers", __name__, url_prefix="/api/offers", description="Job offers.")

SOURCE = "api"


@offers.route("")
class Offers(MethodView):
    """The offers as a whole."""

    @offers.arguments(OfferQuerySchema, location="query")
    @offers.response(200, OffersSchema)
    def get(self, wanted: dict[str, Any]) -> Any:
        """Search offers around communes, in départements, or everywhere."""
        return run_search(sorted_search(wanted).wanted, hinted=False).results

    @offers.response(202, StoredOfferSchema)
    @offers.doc(
        security=[{"api_key": []}],
        requestBody={
            "required": True,
            "content": {
                "application/json": {
                    "schema": {
                        "type": "object",
                        "required": ["intitule"],
                        "description": "An offer in the France Travail v2 schema; `id` makes it idempotent.",
                    }
                },
                "multipart/form-data": {
                    "schema": {
                        "type": "object",
                        "required": ["file"],
                        "properties": {
                            "file": {"type": "string", "format": "binary", "description": "PDF, DOCX or ODT; 5 MB."},
                            "intitule": {"type": "string", "description": "Title, when the file's own is not wanted."},
                        },
                    }
                },
            },
        },
    )
    @api_key_required
    def post(self) -> dict[str, Any]:
        """Post an offer, as JSON or as a file (API key). With an organisation's key it is published in its name.

        A file is read afterwards: what became of it is told at `follow_url`. One file of a sender is read at a time,
        and few requests of a key are taken at once: 429 says when to come again.
        """
        if holder := key_holder():
            return publish_for(*holder)
        identifier, outcome = _from_json() if request.is_json else _from_file()
        return {
            "id": identifier,
            "stage": "received",
            "outcome": outcome,
            "url": page(f"/offres/{identifier}"),
            "follow_url": page(f"/api/offers/{identifier}"),
        }


@offers.route("/<identifier>", methods=["GET"])
@offers.response(200, OfferSchema)
def read(identifier: str) -> dict[str, Any]:
    """Read an offer; one that came as a file has no title before it is read, and never when it could not be.

    One that was withdrawn is gone (410).
    """
    return readable_offer(identifier, unread=True)


def _from_json() -> tuple[str, str]:
    record = read_json()
    if not isinstance(record, dict):
        refuse("json", "json_invalid")
    try:
        identifier, outcome = take_record(engine(), record, SOURCE)
    except RecordRefusedError as refusal:
        refuse_record(refusal)
    if outcome != "unchanged":
        enqueue_offer(identifier)
    return identifier, outcome


def _from_file() -> tuple[str, str]:
    try:
        file = sent_file("file")
    except FileRefusedError as refusal:
        refuse("file", refusal.code)
    title = " ".join(request.form.get("intitule", "").split())[:LONGEST_TITLE]
    # Of the operator's keys each is a sender of its own.
    sender = sender_of("key", by_key())
    try:
        identifier, outcome = take_offer_file(
            engine(), file, title, SOURCE, lambda wanted: take_turn(engine(), sender, "offers", wanted)
        )
    except BusyError:
        busy("file_in_hand", SECONDS_TO_READ)
    except OSError:
        give_back(engine(), sender)
        refuse("file", "storage_unavailable")
    if outcome != "unchanged":
        enqueue_offer_file(identifier)
    return identifier, outcome
