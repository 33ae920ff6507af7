"""What comes in and goes out, by marshmallow; forms of the pages and the API share these."""

from __future__ import annotations

from marshmallow import EXCLUDE, Schema, fields

from indexer.profiles.document import FREQUENCIES
from indexer.searching.cursors import token_of
from search_api.fields import (
    CommuneField,
    CvField,
    RadiusField,
    email_address,
    hour_field,
    one_of,
    speaking,
)
from search_api.mail_state import MailSchema
from search_api.pause_schema import ResumeDayField
from search_api.problems import invalid
from search_api.search_schema import SearchSchema
from search_api.wish_schema import WishSchema


def _must_be_true(value: bool) -> None:
    if not value:
        raise invalid("consent_required")


def _must_agree_to_alerts(value: bool) -> None:
    if not value:
        raise invalid("alert_consent_required")


class DepositSchema(WishSchema):
    """A deposit without its file."""

    email = fields.String(
        required=True,
        error_messages=speaking("email_invalid", "email_missing"),
        validate=email_address,
        metadata={"description": "Where alerts go, once confirmed."},
    )
    commune = CommuneField(
        required=True, metadata={"type": "string", "description": "Commune: name, postcode or INSEE code."}
    )
    radius_km = RadiusField(exact=True, load_default=30)
    consent = fields.Boolean(
        required=True,
        error_messages=speaking("consent_required"),
        validate=_must_be_true,
        metadata={"description": "Must be true: the person agrees that their CV is kept and matched."},
    )


class CvSchema(Schema):
    """The file of a deposit."""

    cv = CvField(
        required=True,
        metadata={"type": "string", "format": "binary", "description": "PDF, DOCX, DOC, ODT, RTF, TXT or HTML; 5 MB."},
    )


class DepositFormSchema(CvSchema, DepositSchema):
    """A deposit."""


class FailureSchema(Schema):
    """Why a document could not be taken further."""

    code = fields.String()
    message = fields.String(metadata={"description": "A sentence in French for the person."})


class DepositedSchema(Schema):
    """The answer to a deposit."""

    id = fields.String()
    stage = fields.String(metadata={"description": "received → parsed → matched, or failed."})
    follow_url = fields.String(metadata={"description": "Secret page of the person: to follow and change the profile."})
    api_url = fields.String(
        metadata={"description": "For the program that left the CV: to follow, change and erase it. In no mail."}
    )


class ProfileSchema(Schema):
    """A profile, to its owner."""

    id = fields.String()
    stage = fields.String()
    failure = fields.Nested(FailureSchema, allow_none=True)
    confirmed = fields.Boolean()
    paused = fields.Boolean()
    paused_until = fields.String(allow_none=True, metadata={"description": "When the pause ends by itself."})
    unsubscribed = fields.Boolean()
    mail = fields.Nested(MailSchema)
    wanted = fields.List(fields.String())
    commune = fields.String()
    place_label = fields.String()
    radius_km = fields.Integer()
    around = fields.List(fields.Dict(), metadata={"description": "Further places: {commune, radius_km}."})
    whole_departements = fields.List(fields.String())
    remote_anywhere = fields.Boolean()
    contracts = fields.List(fields.String())
    working_times = fields.List(fields.String())
    available_from = fields.String(
        allow_none=True, metadata={"description": "Day from which the person can begin; past: they can at once."}
    )
    pay_least = fields.Integer(allow_none=True)
    experience_most = fields.Integer(allow_none=True)
    avoided_employers = fields.List(fields.String())
    avoided_words = fields.List(fields.String())
    frequency = fields.String()
    hour = fields.Integer(allow_none=True)
    open_to_training = fields.Boolean()
    visibility = fields.String()
    language = fields.String()
    understood = fields.List(fields.Dict(), metadata={"description": "Traits: {trait, label, kind}."})
    offers_total = fields.Integer(metadata={"description": "Open offers that fit now."})


class PauseSchema(Schema):
    """Pausing or resuming."""

    paused = fields.Boolean(required=True, error_messages=speaking("boolean_invalid"))
    until = ResumeDayField(
        load_default=None, allow_none=True, metadata={"description": "Day on which alerts resume by themselves."}
    )


class SignInSchema(Schema):
    """Whoever asks for a link that signs them in."""

    class Meta:
        """The page to lead to travels with the form."""

        unknown = EXCLUDE

    email = fields.String(
        required=True, error_messages=speaking("email_invalid", "email_missing"), validate=email_address
    )


class SavedSearchSchema(SearchSchema):
    """A search of the page with an address to write to; the address of the page travels with the form."""

    email = fields.String(
        required=True, error_messages=speaking("email_invalid", "email_missing"), validate=email_address
    )
    frequency = fields.String(
        load_default="daily",
        error_messages=speaking("frequency_invalid"),
        validate=one_of(FREQUENCIES, "frequency_invalid"),
    )
    hour = hour_field(load_default=None)
    consent = fields.Boolean(
        required=True, error_messages=speaking("alert_consent_required"), validate=_must_agree_to_alerts
    )


class FrequencySchema(Schema):
    """When the mails of a saved search leave."""

    hour = hour_field(load_default=None)

    frequency = fields.String(
        required=True,
        error_messages=speaking("frequency_invalid"),
        validate=one_of(FREQUENCIES, "frequency_invalid"),
    )


class OfferSchema(Schema):
    """An offer, to anybody."""

    id = fields.String()
    title = fields.String()
    description = fields.String()
    employer = fields.String()
    unverified = fields.Boolean(metadata={"description": "true: nobody vouches for the employer being who it says."})
    place_label = fields.String()
    commune = fields.String()
    departement = fields.String()
    location = fields.Dict()
    jobs = fields.List(fields.String())
    contract = fields.String()
    contract_label = fields.String()
    working_time = fields.String()
    working_time_label = fields.String()
    experience_label = fields.String()
    pay_label = fields.String()
    skill_labels = fields.List(fields.String())
    source = fields.String()
    url = fields.String()
    apply = fields.String(metadata={"description": "How to answer, in the words of who published it here."})
    stage = fields.String(metadata={"description": "received → parsed → matched, or failed (a file's only)."})
    failure = fields.Nested(FailureSchema)
    published_at = fields.String()
    updated_at = fields.String()


_TOKEN = {
    "type": "string",
    "nullable": True,
    "description": "For `page`: the page beside this one; null: there is none.",
}


class FacetSchema(Schema):
    """A facet and its counts."""

    name = fields.String()
    counts = fields.Dict(keys=fields.String(), values=fields.Integer())


class PartSchema(Schema):
    """A piece of the words of a search, and what it was understood as."""

    text = fields.String()
    kind = fields.String(metadata={"description": "job, skill, licence, language; empty: plain words."})
    traits = fields.List(fields.String())
    quoted = fields.Boolean(metadata={"description": "Between quotation marks: taken as it is written."})


class OffersSchema(Schema):
    """A page of offers."""

    total = fields.Integer()
    before = fields.Integer(metadata={"description": "How many offers precede this page."})
    next = fields.Function(lambda found: found.next and token_of(found.next), metadata=_TOKEN)
    previous = fields.Function(lambda found: found.previous and token_of(found.previous), metadata=_TOKEN)
    order = fields.String(metadata={"description": "The order of the offers: pertinence, date or distance."})
    parts = fields.List(fields.Nested(PartSchema))
    loosened = fields.String(
        metadata={"description": "any_word, near_jobs: nothing answers all the words; these answer some, or are near."}
    )
    offers = fields.List(fields.Nested(OfferSchema))
    facets = fields.Dict(keys=fields.String(), values=fields.Nested(FacetSchema))


class StoredOfferSchema(Schema):
    """The answer to a posted offer."""

    id = fields.String()
    stage = fields.String()
    outcome = fields.String(metadata={"description": "created, updated or unchanged."})
    url = fields.String()
    follow_url = fields.String(metadata={"description": "Of a file: where to ask what became of it, with the key."})
    publication = fields.String(metadata={"description": "With an organisation's key: of what is published."})
    state = fields.String(metadata={"description": "With an organisation's key: published, or waiting to be read."})
    findings = fields.List(
        fields.Dict(), metadata={"description": "What the law has to say: {field, severity, quote, article, mend…}."}
    )
