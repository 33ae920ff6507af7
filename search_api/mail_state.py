"""Whether mail reaches a person, as their own page and the API say it."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from indexer.alerts.people import MAIL_WORKS, person
from indexer.engine.client import engine


class MailSchema(Schema):
    """Whether mail reaches a person, once they confirmed their address."""

    state = fields.String(metadata={"description": "works, waits (it came back and is tried again) or stopped."})
    reason = fields.String(allow_none=True, metadata={"description": "no_such_address or not_delivered."})
    retry_at = fields.String(allow_none=True)


def mail_of(owner: dict[str, Any]) -> dict[str, Any]:
    """Return `state` (works, waits, stopped), `reason` and `retry_at` for the owner of a profile or a saved search.

    Of an address that was not confirmed nothing is said: whoever left it may not be its owner.
    """
    if not owner.get("confirmed_at"):
        return {"state": MAIL_WORKS, "reason": None, "retry_at": None}
    known = person(engine(), owner["person"])
    return {
        "state": known.get("mail_state") or MAIL_WORKS,
        "reason": known.get("mail_reason"),
        "retry_at": known.get("mail_retry_at"),
    }
