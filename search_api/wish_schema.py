"""What a person asks for, as forms and programs send it; the fields are those of `indexer.profiles.wish.Wish`."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import Any

from marshmallow import Schema, fields, pre_load

from indexer.offers.document import CONTRACTS
from indexer.profiles.document import FREQUENCIES, VISIBILITIES
from indexer.profiles.wish import FULL_TIME, PART_TIME
from search_api.days import Beginning, BeginningField
from search_api.fields import (
    CommuneField,
    DepartementField,
    RadiusField,
    TitleField,
    hour_field,
    length,
    one_of,
    speaking,
    within,
)

WORKING_TIMES = (FULL_TIME, PART_TIME)
# What a form sends for everything left untouched: boxes unticked and empty rows send nothing.
UNTOUCHED: dict[str, Any] = {
    "wanted": [],
    "contracts": [],
    "around": [],
    "whole_departements": [],
    "remote_anywhere": False,
    "working_times": [],
    "available_from": None,
    "pay_least": None,
    "experience_most": None,
    "hour": None,
    "avoided_employers": [],
    "avoided_words": [],
    "open_to_training": False,
}
# Fields that a form holds in one box, several values separated by commas or lines.
_IN_ONE_BOX = ("whole_departements", "avoided_employers", "avoided_words")
_OPTIONAL_NUMBERS = ("pay_least", "experience_most", "hour")
# What a form says in several fields at once, read together.
_TOGETHER = ("around_commune", "around_radius_km", "available", "available_from")
_BETWEEN = re.compile(r"[,;\n]")


class PlaceSchema(Schema):
    """A commune and a distance around it."""

    commune = CommuneField(required=True, metadata={"type": "string", "description": "Name, postcode or INSEE code."})
    radius_km = RadiusField(load_default=30)


def _words(code: str, most: int) -> fields.List[str]:
    """Return a field of short texts, at most `most` of them."""
    word = TitleField(error_messages=speaking(code), validate=length(2, 80, code))
    return fields.List(word, error_messages=speaking(code), validate=length(0, most, code))


class WishSchema(Schema):
    """What a person asks for; every field may be left out."""

    commune = CommuneField(metadata={"type": "string", "description": "Commune: name, postcode or INSEE code."})
    radius_km = RadiusField(
        exact=True,
        metadata={"description": "Kilometres around the commune, 1–200."},
    )
    around = fields.List(
        fields.Nested(PlaceSchema),
        error_messages=speaking("around_too_many"),
        validate=length(0, 5, "around_too_many"),
        metadata={
            "description": "Further places. In a form: around_commune and around_radius_km, repeated in the same order."
        },
    )
    whole_departements = fields.List(
        DepartementField(),
        error_messages=speaking("departement_unknown"),
        validate=length(0, 20, "departement_unknown"),
        metadata={"description": "Départements accepted whole: code or name (repeatable, or separated by commas)."},
    )
    remote_anywhere = fields.Boolean(
        error_messages=speaking("boolean_invalid"),
        metadata={"description": "Also offers anywhere whose work is all done from home."},
    )
    wanted = fields.List(
        TitleField(error_messages=speaking("wanted_invalid"), validate=length(2, 120, "wanted_invalid")),
        error_messages=speaking("wanted_invalid"),
        validate=length(0, 10, "wanted_too_many"),
        metadata={"description": "Job titles wanted, as people write them (repeatable)."},
    )
    contracts = fields.List(
        fields.String(
            error_messages=speaking("contract_invalid", choices=", ".join(CONTRACTS)),
            validate=one_of(tuple(CONTRACTS), "contract_invalid"),
        ),
        error_messages=speaking("contract_invalid", choices=", ".join(CONTRACTS)),
        metadata={"description": f"Contracts accepted (repeatable; none = all): {', '.join(CONTRACTS)}."},
    )
    working_times = fields.List(
        fields.String(
            error_messages=speaking("working_time_invalid"), validate=one_of(WORKING_TIMES, "working_time_invalid")
        ),
        error_messages=speaking("working_time_invalid"),
        metadata={"description": "Working times accepted (repeatable; none = all): full_time, part_time."},
    )
    available_from = BeginningField(
        allow_none=True,
        metadata={
            "type": "string",
            "description": "Day from which the person can begin (2026-12-01 or 01/12/2026, within two years), or now."
            " In a form: beside it, available says now, date or nothing.",
        },
    )
    pay_least = fields.Integer(
        allow_none=True,
        error_messages=speaking("pay_invalid"),
        validate=within(1, 30_000, "pay_invalid"),
        metadata={"description": "Least pay, gross euros a month for full time. Offers that do not say are kept."},
    )
    experience_most = fields.Integer(
        allow_none=True,
        error_messages=speaking("experience_invalid"),
        validate=within(0, 600, "experience_invalid"),
        metadata={"description": "Months: offers that ask for more experience are left out (0: beginners only)."},
    )
    avoided_employers = _words("avoided_invalid", 30)
    avoided_words = _words("avoided_invalid", 30)
    frequency = fields.String(
        error_messages=speaking("frequency_invalid"),
        validate=one_of(FREQUENCIES, "frequency_invalid"),
        metadata={"description": "When mails leave."},
    )
    hour = hour_field()
    open_to_training = fields.Boolean(
        error_messages=speaking("boolean_invalid"),
        metadata={"description": "Also hear of offers reached by a training."},
    )
    visibility = fields.String(
        error_messages=speaking("visibility_invalid"),
        validate=one_of(VISIBILITIES, "visibility_invalid"),
        metadata={"description": "How recruiters may see the CV."},
    )

    @pre_load
    def read_form(self, data: Any, **kwargs: Any) -> Any:
        """Read a form: leave out what it sends empty, cut boxes of several values, pair places with distances."""
        if not hasattr(data, "getlist"):
            return data
        given: dict[str, Any] = {}
        for name in data:
            if name in _TOGETHER:
                continue
            several = isinstance(self.fields.get(name), fields.List)
            values = [value for sent in data.getlist(name) for value in _cut(name, sent) if value != ""]
            if several:
                given |= {name: values} if values else {}
            else:
                given[name] = values[0] if values else None if name in _OPTIONAL_NUMBERS else ""
        around = _places(data.getlist("around_commune"), data.getlist("around_radius_km"))
        if "available" in data or "available_from" in data:
            given["available_from"] = Beginning.of(data)
        return given | ({"around": around} if around else {})


def _cut(name: str, sent: Any) -> list[Any]:
    if not isinstance(sent, str):
        return [sent]
    return [part.strip() for part in (_BETWEEN.split(sent) if name in _IN_ONE_BOX else [sent])]


def _places(communes: list[str], distances: list[str]) -> list[dict[str, str]]:
    pairs = zip_longest(communes, distances[: len(communes)], fillvalue="30")
    return [{"commune": commune, "radius_km": distance} for commune, distance in pairs if commune.strip()]
