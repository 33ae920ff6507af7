"""The outlines of départements, for the map that needs nothing from elsewhere."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from indexer.places.outlines import outlines as outlines_of
from indexer.places.outlines import with_neighbours
from indexer.reference.in_force import gazetteer
from search_api.bodies import Blueprint
from search_api.fields import length, speaking

outlines = Blueprint("outlines", __name__, url_prefix="/api/outlines", description="Plain outlines, for maps.")

MOST = 20
# They change when other communes are imported, which is seldom.
KEPT_SECONDS = 86_400


class WantedOutlinesSchema(Schema):
    """The départements wanted."""

    departement = fields.List(
        fields.String(validate=length(1, 3, "field_invalid")),
        required=True,
        error_messages=speaking("field_missing"),
        validate=length(1, MOST, "field_invalid"),
        metadata={"description": "Codes, such as 33; their neighbours come with them."},
    )


class OutlineSchema(Schema):
    """One département."""

    code = fields.String()
    name = fields.String()
    lines = fields.Raw(metadata={"description": "Closed lines of [latitude, longitude]."})
    towns = fields.Raw(metadata={"description": "[name, [latitude, longitude]], the most populated first."})


class OutlinesSchema(Schema):
    """The départements that are known."""

    outlines = fields.List(fields.Nested(OutlineSchema))


@outlines.route("", methods=["GET"])
@outlines.arguments(WantedOutlinesSchema, location="query")
@outlines.response(200, OutlinesSchema)
def read(wanted: dict[str, Any]) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Read the outlines of départements and of their neighbours, drawn from the points of their communes."""
    known = outlines_of(gazetteer())
    found = [known[code] for code in with_neighbours(wanted["departement"], known)]
    return {"outlines": found}, 200, {"Cache-Control": f"public, max-age={KEPT_SECONDS}"}
