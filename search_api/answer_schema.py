"""What the forms between recruiters and people send: an answer to a CV, a person's own word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validates_schema

from indexer.candidates.answers import ANSWERS, MOST_WORDS, REASONS, unlawful
from indexer.candidates.cases import ASKED, DECLINED
from search_api.fields import length, one_of, speaking
from search_api.problems import problem


class AnswerSchema(Schema):
    """A recruiter's answer to a CV."""

    class Meta:
        """A form may carry more, of a browser's extensions for example."""

        unknown = EXCLUDE

    answer = fields.String(
        required=True, error_messages=speaking("answer_missing"), validate=one_of(ANSWERS, "answer_missing")
    )
    motif = fields.String(load_default="", validate=one_of(("", *REASONS), "decline_reason_missing"))
    message = fields.String(load_default="", validate=length(0, MOST_WORDS, "report_too_long"))

    @validates_schema
    def _what_it_needs(self, data: Mapping[str, Any], **_: Any) -> None:
        """A question has words; who is not retained is told why; and nothing unlawful is said to anybody."""
        said = data.get("message", "").strip()
        if data.get("answer") == ASKED and not said:
            raise ValidationError({"message": problem("question_missing")})
        if data.get("answer") == DECLINED and not data.get("motif"):
            raise ValidationError({"motif": problem("decline_reason_missing")})
        if data.get("answer") == DECLINED and data.get("motif") == "other" and not said:
            raise ValidationError({"message": problem("decline_words_missing")})
        found = unlawful(said)
        if found:
            rule = found[0].rule
            sentence = problem("answer_unlawful", words=found[0].words, article=rule.article, mend=rule.mend)
            raise ValidationError({"message": sentence})


class ContactSchema(Schema):
    """A person's answer to who wants to reach them."""

    class Meta:
        """As above."""

        unknown = EXCLUDE

    answer = fields.String(
        required=True, error_messages=speaking("answer_missing"), validate=one_of(("yes", "no"), "answer_missing")
    )
    nom = fields.String(load_default="", validate=length(0, 80, "text_too_long"))
