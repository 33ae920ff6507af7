"""What a text is understood as: for the curious, and for completing what people type."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from indexer.language.job_titles import guess_jobs
from indexer.language.understanding import understand_spans
from indexer.reference.in_force import vocabulary
from search_api.bodies import Blueprint
from search_api.fields import length, one_of, speaking
from search_api.presentation import KINDS

language = Blueprint("language", __name__, url_prefix="/api/understand", description="Job language, understood.")

LONGEST_TEXT = 2000


class TextSchema(Schema):
    """A text to understand."""

    text = fields.String(
        required=True,
        error_messages=speaking("field_missing"),
        validate=length(0, LONGEST_TEXT, "text_too_long"),
        metadata={"description": f"At most {LONGEST_TEXT} characters."},
    )
    kind = fields.String(
        load_default="",
        error_messages=speaking("field_invalid"),
        validate=one_of(("", *KINDS), "field_invalid"),
        metadata={"description": f"Suggestions of this kind only: {', '.join(KINDS)}."},
    )


class SpanSchema(Schema):
    """Something named in the text."""

    start = fields.Integer(metadata={"description": "First character."})
    end = fields.Integer(metadata={"description": "The character after the last."})
    traits = fields.List(fields.Dict(), metadata={"description": "{trait, label}: what it stands for."})


class GuessSchema(Schema):
    """A job the text may be the title of."""

    code = fields.String(metadata={"description": "Parent ROME code."})
    label = fields.String()
    sheet = fields.String(
        allow_none=True, metadata={"description": "The job sheet under it; null before the official list is imported."}
    )
    sheet_label = fields.String(allow_none=True)
    title = fields.String(metadata={"description": "The nearest known title."})
    score = fields.Float(metadata={"description": "Likeness, 0 to about 2.8."})
    confidence = fields.Float(metadata={"description": "How often such a guess is right, 0 to 1."})


class SuggestionSchema(Schema):
    """A completion of the text."""

    label = fields.String()
    trait = fields.String()


class UnderstoodSchema(Schema):
    """All that a text is understood as."""

    spans = fields.List(fields.Nested(SpanSchema))
    guesses = fields.List(fields.Nested(GuessSchema))
    suggestions = fields.List(fields.Nested(SuggestionSchema))


@language.route("", methods=["GET"])
@language.arguments(TextSchema, location="query")
@language.response(200, UnderstoodSchema)
def understand(wanted: dict[str, str]) -> dict[str, Any]:
    """Understand a text: what it names, which jobs it may be the title of, how it may go on."""
    text, known = wanted["text"], vocabulary()
    return {
        "spans": [
            {
                "start": span.start,
                "end": span.end,
                "traits": [{"trait": trait, "label": known.label(trait)} for trait in span.traits],
            }
            for span in understand_spans(text, known)
        ],
        "guesses": [
            {
                "code": guess.code,
                "label": known.label(f"job:{guess.code}"),
                "sheet": guess.sheet or None,
                "sheet_label": known.sheets[guess.sheet].label if guess.sheet else None,
                "title": guess.title,
                "score": guess.score,
                "confidence": guess.confidence,
            }
            for guess in guess_jobs(text, known)
        ],
        "suggestions": known.suggestions.complete(text, kind=wanted["kind"]),
    }
