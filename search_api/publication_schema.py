"""An offer as the form of recruiters sends it: what is written, and what is wrong with it, field by field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, post_load, pre_load, validates_schema

from indexer.language.facts import FULL, NONE, PARTIAL
from indexer.language.pay import WIDEST
from indexer.language.understanding import understand_items, understand_title
from indexer.offers.document import CONTRACTS
from indexer.publications.facts import DIPLOMAS, EMPTY, PAY_PERIODS
from indexer.publications.reading import LONGEST_DESCRIPTION, MOST_SKILLS
from indexer.reference.in_force import vocabulary
from search_api.fields import CommuneField, TitleField, length, one_of, speaking, within
from search_api.problems import invalid, problem
from search_api.wish_schema import WORKING_TIMES

LONGEST_TITLE, LONGEST_APPLY = 150, 500
EXPERIENCE = (0, 6, 12, 24, 36, 60, 120)
"""Months."""
_LISTS = ("required", "welcome", "licences")
_UNPRINTABLE = re.compile(r"[^\S\n]+")


class AmountField(fields.Field[float]):
    """An amount as people write it: `1 900`, `12,50`, `1900 €`."""

    def __init__(self, code: str, least: float, most: float, **kwargs: Any) -> None:
        """Take the problem to tell, and the bounds."""
        super().__init__(**kwargs)
        self.code, self.least, self.most = code, least, most

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> float:
        try:
            amount = float(re.sub(r"[\s\u202f\u00a0€]", "", str(value)).replace(",", "."))
        except ValueError:
            raise invalid(self.code) from None
        if not self.least <= amount <= self.most:
            raise invalid(self.code)
        return amount


class TextField(fields.String):
    """A text of several lines, its line ends those of one kind, without control characters."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs) or ""
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return "\n".join(_line(line) for line in lines).strip()


class PublicationSchema(Schema):
    """The facts of an offer (`indexer.publications.facts`); every field may be left out but title and how to answer."""

    class Meta:
        """The button pressed travels with the form."""

        unknown = EXCLUDE

    title = TitleField(
        required=True,
        error_messages=speaking("offer_title_missing"),
        validate=[length(3, 10_000, "offer_title_missing"), length(0, LONGEST_TITLE, "offer_title_long")],
    )
    job_words = TitleField(error_messages=speaking("job_unknown"), validate=length(0, 150, "job_unknown"))
    description = TextField(
        error_messages=speaking("offer_text_long"), validate=length(0, LONGEST_DESCRIPTION, "offer_text_long")
    )
    commune = CommuneField()
    contract = fields.String(
        error_messages=speaking("contract_invalid", choices=", ".join(CONTRACTS)),
        validate=one_of(tuple(CONTRACTS), "contract_invalid"),
    )
    contract_months = fields.Integer(
        error_messages=speaking("months_invalid"), validate=within(1, 60, "months_invalid")
    )
    working_time = fields.String(validate=one_of(WORKING_TIMES, "working_time_invalid"))
    hours = AmountField("hours_invalid", 1, 48)
    pay_from = AmountField("offer_pay_invalid", 1, 400_000)
    pay_to = AmountField("offer_pay_invalid", 1, 400_000)
    pay_period = fields.String(load_default="month", validate=one_of(tuple(PAY_PERIODS), "pay_period_invalid"))
    experience = fields.Integer(
        error_messages=speaking("experience_invalid"), validate=within(0, 600, "experience_invalid")
    )
    diploma = fields.Integer(
        error_messages=speaking("field_invalid"), validate=one_of(tuple(DIPLOMAS), "choice_invalid")
    )
    required = fields.List(fields.String(), validate=length(0, MOST_SKILLS, "field_invalid"))
    welcome = fields.List(fields.String(), validate=length(0, MOST_SKILLS, "field_invalid"))
    licences = fields.List(fields.String(), validate=length(0, MOST_SKILLS, "field_invalid"))
    add_skill = TitleField(error_messages=speaking("trait_unknown"))
    add_licence = TitleField(error_messages=speaking("trait_unknown"))
    remote = fields.String(validate=one_of((NONE, PARTIAL, FULL), "choice_invalid"))
    accessible = fields.Boolean(error_messages=speaking("boolean_invalid"))
    apply = TextField(
        required=True,
        error_messages=speaking("apply_missing"),
        validate=[length(3, 10_000, "apply_missing"), length(0, LONGEST_APPLY, "apply_long")],
    )

    @pre_load
    def read_form(self, data: Any, **kwargs: Any) -> dict[str, Any]:
        """Read a form: leave out what it sends empty."""
        given = {}
        for name in data:
            values = (
                [value for value in data.getlist(name) if value.strip()] if hasattr(data, "getlist") else data[name]
            )
            if values:
                given[name] = values if name in _LISTS or not isinstance(values, list) else values[0]
        return given

    @validates_schema(skip_on_field_errors=False)
    def check_pay(self, data: dict[str, Any], **kwargs: Any) -> None:
        """Refuse a range that ends below where it begins, or that says nothing."""
        least, most = data.get("pay_from"), data.get("pay_to")
        if least and most and most < least:
            raise ValidationError({"pay_to": problem("offer_pay_order")})
        if least and most and most > WIDEST * least:
            raise ValidationError({"pay_to": problem("offer_pay_wide")})

    @post_load
    def understand(self, data: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        """Return the facts, words understood: the job named (else the title's), what is to be added."""
        return facts_of_form(data)


def facts_of_form(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts of what could be read of a form, however little. Raises ValidationError by field."""
    known, errors = vocabulary(), {}
    facts = {**EMPTY, **{name: value for name, value in data.items() if name in EMPTY}}
    words = data.get("job_words") or ""
    jobs = understand_title(words or facts["title"], known, "" if words else facts["description"])
    if words and not jobs:
        errors["job_words"] = problem("job_unknown")
    facts["job"] = jobs[0] if jobs else ""
    for name, field, kind in (("add_skill", "welcome", "skill"), ("add_licence", "licences", "licence")):
        if text := data.get(name):
            found = [item.partition(":")[2] for item in understand_items(text, known) if item.startswith(f"{kind}:")]
            facts[field] = [*facts[field], *found]
            if not found:
                errors[name] = problem("trait_unknown")
    facts["required"] = [skill for skill in dict.fromkeys(facts["required"]) if skill in known.skills]
    asked = set(facts["required"])
    facts["welcome"] = [one for one in dict.fromkeys(facts["welcome"]) if one in known.skills and one not in asked]
    facts["licences"] = [one for one in dict.fromkeys(facts["licences"]) if one in known.licences]
    if errors:
        raise ValidationError(errors, valid_data=facts)
    return facts


def _line(line: str) -> str:
    kept = "".join(letter if letter.isprintable() or letter.isspace() else " " for letter in line)
    return _UNPRINTABLE.sub(" ", kept).strip()
