"""What became of a file that an organisation's program sent to be published: unread, published, or refused and why."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from indexer.engine.client import engine
from indexer.engine.documents import get
from indexer.publications.sent import DONE, FAILED, PUBLISH, Reading
from search_api.api_keys import api_key_required, key_holder
from search_api.bodies import Blueprint
from search_api.problem_sentences import SENTENCES
from search_api.problems import not_found
from search_api.published_by_key import refusals, told
from search_api.schemas import StoredOfferSchema


class ReadingFailureSchema(Schema):
    """Why a file was not published."""

    code = fields.String()
    message = fields.String(metadata={"description": "A sentence in French."})
    errors = fields.List(fields.Dict(), metadata={"description": "Of an offer the law does not allow: each sentence."})


class ReadingSchema(Schema):
    """What became of a file that was sent."""

    id = fields.String()
    stage = fields.String(metadata={"description": "received (ask again in some seconds), done, or failed."})
    result = fields.Nested(StoredOfferSchema, allow_none=True, metadata={"description": "Once it is done."})
    failure = fields.Nested(ReadingFailureSchema, allow_none=True, metadata={"description": "Once it failed."})


readings = Blueprint("readings", __name__, url_prefix="/api/readings", description="Files sent to be published.")


@readings.route("/<identifier>", methods=["GET"])
@readings.response(200, ReadingSchema)
@readings.doc(security=[{"api_key": []}])
@api_key_required
def read(identifier: str) -> dict[str, Any]:
    """Read what became of a file of the organisation whose key it is, for a day after it was sent."""
    holder = key_holder()
    reading = get(engine(), "readings", identifier)
    if holder is None or reading is None or reading.get("purpose") != PUBLISH:
        not_found()
    if reading["organisation"] != holder[0]["id"]:
        not_found()
    return {
        "id": identifier,
        "stage": reading["stage"],
        "result": _result(reading) if reading["stage"] == DONE else None,
        "failure": _failure(reading) if reading["stage"] == FAILED else None,
    }


def _result(reading: Reading) -> dict[str, Any]:
    said = reading["result"]
    return told(said["publication"], said["outcome"], said["state"], said["findings"])


def _failure(reading: Reading) -> dict[str, Any]:
    code = reading["failure"]["code"]
    errors = refusals(reading["failure"].get("findings") or [])
    return {"code": code, "message": errors[0]["message"] if errors else SENTENCES[code], "errors": errors}
