"""What the form that reports an offer sends."""

from __future__ import annotations

import secrets

from marshmallow import EXCLUDE, Schema, fields, validate

from indexer.offers.reports import MOST_WORDS, REASONS
from search_api.fields import length, one_of, speaking


class ReportSchema(Schema):
    """A report of an offer."""

    class Meta:
        """A form may carry more, of a browser's extensions for example."""

        unknown = EXCLUDE

    reason = fields.String(
        required=True,
        error_messages=speaking("reason_missing"),
        validate=one_of(tuple(REASONS), "reason_missing"),
    )
    words = fields.String(load_default="", validate=length(0, MOST_WORDS, "report_too_long"))
    form = fields.String(
        load_default=lambda: secrets.token_urlsafe(12),
        validate=validate.Regexp(r"[\w-]{1,40}\Z"),
        metadata={"description": "Names the form shown: the same one sent twice is one report."},
    )
