"""Completing the name of a commune, for the fields of our pages and for programs."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from indexer.places.completion import completion_of
from indexer.reference.in_force import gazetteer
from search_api.bodies import Blueprint
from search_api.fields import length, speaking

communes = Blueprint("communes", __name__, url_prefix="/api/communes", description="Communes, by what one types.")


class TypedSchema(Schema):
    """What was typed."""

    text = fields.String(
        required=True,
        error_messages=speaking("field_missing"),
        validate=length(0, 100, "text_too_long"),
        metadata={"description": "The beginning of a name or of a postcode."},
    )


class CommuneSchema(Schema):
    """A commune."""

    insee = fields.String()
    name = fields.String()
    label = fields.String(metadata={"description": "Name and département, as every field of ours takes it: Pau (64)."})
    postcodes = fields.List(fields.String())


class CommunesSchema(Schema):
    """Communes that begin so."""

    suggestions = fields.List(fields.Nested(CommuneSchema))


@communes.route("", methods=["GET"])
@communes.arguments(TypedSchema, location="query")
@communes.response(200, CommunesSchema)
def complete(wanted: dict[str, str]) -> dict[str, Any]:
    """Complete the name or the postcode of a commune, the most populated first."""
    return {"suggestions": completion_of(gazetteer()).complete(wanted["text"])}
