"""What an organisation's programs are told of an offer that they published, and send to close it."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from indexer.alerts.links import page
from indexer.publications import document as state
from indexer.publications.carrying import offer_of
from indexer.publications.document import Publication
from search_api.fields import one_of, speaking


class ClosingSchema(Schema):
    """Why an offer closes."""

    reason = fields.String(
        required=True,
        error_messages=speaking("close_reason_invalid"),
        validate=one_of(state.BY_RECRUITER, "close_reason_invalid"),
        metadata={
            "enum": list(state.BY_RECRUITER),
            "description": "filled_here (by somebody found here), filled_elsewhere or given_up.",
        },
    )


class PublicationStateSchema(Schema):
    """An offer published by a program, to its organisation."""

    id = fields.String(metadata={"description": "As `publication` in the answer to POST /api/offers."})
    offer = fields.String(metadata={"description": "The id of the offer that people see while it is published."})
    url = fields.String()
    title = fields.String()
    state = fields.String(metadata={"description": "draft, waiting (to be read), published, closed or refused."})
    state_since = fields.String()
    published_at = fields.String(allow_none=True)
    expires_at = fields.String(allow_none=True, metadata={"description": "When it closes by itself unless renewed."})
    closed_reason = fields.String(
        allow_none=True,
        metadata={
            "description": "filled_here, filled_elsewhere, given_up, expired, full or blocked; null: not closed."
        },
    )
    refused_because = fields.String(
        allow_none=True, metadata={"description": "A sentence in French of who read it; null: not refused."}
    )
    applications = fields.Integer(metadata={"description": "People invited or asked whom the recruiter may reach."})
    findings = fields.List(
        fields.Dict(), metadata={"description": "What the law has to say: {field, severity, quote, article, mend…}."}
    )


def state_of(publication: Publication) -> dict[str, Any]:
    """Return what is told of a publication. Pure."""
    offer, at = offer_of(publication["id"]), publication["state"]
    open_until = publication.get("expires_at") if at == state.PUBLISHED else None
    return {
        "id": publication["id"],
        "offer": offer,
        "url": page(f"/offres/{offer}"),
        "title": state.written(publication)["title"],
        "state": at,
        "state_since": publication["state_since"],
        "published_at": publication.get("published_at"),
        "expires_at": open_until,
        "closed_reason": publication.get("closed_reason") if at == state.CLOSED else None,
        "refused_because": (publication.get("settled") or {}).get("reason") if at == state.REFUSED else None,
        "applications": publication.get("applications") or 0,
        "findings": publication.get("findings") or [],
    }
