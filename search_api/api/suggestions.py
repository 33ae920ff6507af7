"""Completing what somebody begins to search for: jobs, skills, licences, languages, and employers who have offers."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from indexer.engine.client import engine
from indexer.language.suggestions import best_first
from indexer.offers.employers import employers
from indexer.offers.job_counts import open_offers
from indexer.reference.in_force import vocabulary
from search_api.bodies import Blueprint
from search_api.fields import length, speaking

suggestions = Blueprint("suggestions", __name__, url_prefix="/api/suggestions", description="What one may search for.")

MOST_JOBS, MOST_OTHERS = 5, 3
MOST_COUNTED = 40
"""Jobs that begin so of which the offers are counted, to propose the most wanted."""
OTHERS = ("skill", "licence", "language")


class BeginningSchema(Schema):
    """What was typed."""

    text = fields.String(
        required=True,
        error_messages=speaking("field_missing"),
        validate=length(0, 200, "text_too_long"),
        metadata={"description": "The beginning of a name, with or without its accents."},
    )


class CompletionSchema(Schema):
    """Something one may search for."""

    label = fields.String()
    kind = fields.String(metadata={"description": "job, skill, licence, language or employer."})
    offers = fields.Integer(allow_none=True, metadata={"description": "Open offers, of jobs and employers."})


class CompletionsSchema(Schema):
    """One list of all kinds: jobs first, then skills and the like, then employers."""

    suggestions = fields.List(fields.Nested(CompletionSchema))


@suggestions.route("", methods=["GET"])
@suggestions.arguments(BeginningSchema, location="query")
@suggestions.response(200, CompletionsSchema)
def complete(wanted: dict[str, str]) -> dict[str, Any]:
    """Complete what is typed in the search field, most wanted jobs first; employers from three letters on."""
    text, known = wanted["text"], vocabulary().suggestions
    begun = known.complete(text, MOST_COUNTED, "job")
    counts = open_offers(engine(), [each.trait.removeprefix("job:") for each in begun])
    offers = {f"job:{code}": count for code, count in counts.items()}
    jobs = [
        {"label": each.label, "kind": "job", "offers": offers.get(each.trait, 0)}
        for each in best_first(text, begun, offers)[:MOST_JOBS]
    ]
    others = [
        {"label": each.label, "kind": each.trait.partition(":")[0], "offers": None}
        for each in best_first(text, (one for kind in OTHERS for one in known.complete(text, MOST_OTHERS, kind)))
    ]
    hiring = [{"label": each.name, "kind": "employer", "offers": each.offers} for each in employers(engine(), text)]
    return {"suggestions": [*jobs, *others[:MOST_OTHERS], *hiring]}
