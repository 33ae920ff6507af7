"""What the forms on an offer's page send when somebody says what they think of it."""

from __future__ import annotations

from marshmallow import EXCLUDE, Schema, fields

from indexer.alerts.marks import REASONS
from search_api.fields import length, one_of, speaking


class RefusalSchema(Schema):
    """That an offer is not for somebody, with a reason or none."""

    class Meta:
        """The form also carries the way back."""

        unknown = EXCLUDE

    reason = fields.String(
        load_default="", error_messages=speaking("field_invalid"), validate=one_of(("", *REASONS), "field_invalid")
    )


class WordSchema(Schema):
    """A word that somebody wants in no title any more."""

    class Meta:
        """The form also carries the way back."""

        unknown = EXCLUDE

    word = fields.String(
        required=True,
        error_messages=speaking("avoided_invalid"),
        validate=length(2, 80, "avoided_invalid"),
    )
