"""Reports of bounces and complaints, posted by the mail provider."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import request
from flask_smorest import abort
from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

from indexer.bounces.consequences import handle
from indexer.bounces.reports import KINDS, Report, read_report
from indexer.bounces.tokens import names_in
from indexer.engine.client import engine
from indexer.settings import settings
from search_api.bodies import Blueprint, read_json
from search_api.problem_sentences import SENTENCES
from search_api.problems import not_found, refuse
from search_api.signed_requests import refusal

bounces = Blueprint("bounces", __name__, url_prefix="/api/bounces", description="What became of mails.")


class EventSchema(Schema):
    """What became of one mail."""

    class Meta:
        """Providers say more than is asked."""

        unknown = EXCLUDE

    type = fields.String(required=True, validate=validate.OneOf(KINDS))
    message_id = fields.String(required=True, validate=validate.Length(max=500))


class EventsSchema(Schema):
    """Reports, each of one mail."""

    class Meta:
        """Providers say more than is asked."""

        unknown = EXCLUDE

    events = fields.List(fields.Nested(EventSchema), required=True, validate=validate.Length(max=1000))


class HandledSchema(Schema):
    """The answer to reports."""

    handled = fields.Integer(metadata={"description": "Reports of mails of this service, handled now or before."})
    passed_over = fields.Integer(metadata={"description": "Reports of other mails, or that end nothing."})


@bounces.route("", methods=["POST"])
@bounces.response(200, HandledSchema)
def post() -> dict[str, int]:
    """Report bounces and complaints. Posted twice, they count once.

    The request is signed after the Standard Webhooks specification. The body is a report as mail servers write it
    (`message/rfc822`: RFC 3464 or RFC 5965), or JSON: `{"events": [{"type": "hard", "message_id": "<…>"}]}`, with a
    type of hard, soft, complaint or arrived.
    """
    if not settings().bounce_key:
        not_found()
    body = request.get_data()
    if code := refusal(_headers(), body, settings().bounce_key):
        abort(401, message=SENTENCES[code])
    now = datetime.now(UTC)
    reports = _events() if request.is_json else [read_report(body)]
    handled = [report is not None and handle(engine(), report, now) for report in reports]
    return {"handled": sum(handled), "passed_over": len(handled) - sum(handled)}


def _headers() -> dict[str, str]:
    return {name.lower(): value for name, value in request.headers}


def _events() -> list[Report]:
    try:
        events: list[dict[str, Any]] = EventsSchema().load(read_json() or {})["events"]
    except ValidationError:
        refuse("json", "report_unreadable")
    return [Report(event["type"], tuple(names_in(event["message_id"]))) for event in events]
