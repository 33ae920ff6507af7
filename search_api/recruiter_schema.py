"""What recruiters write of themselves and of their organisation."""

from __future__ import annotations

from typing import Any

from marshmallow import EXCLUDE, Schema, fields

from indexer.profiles.document import FREQUENCIES
from indexer.recruiters.sirets import SiretError, checked_siret
from search_api.fields import CommuneField, email_address, hour_field, length, one_of, speaking
from search_api.problems import invalid

LONGEST_NAME = 80


class _Written(Schema):
    class Meta:
        """The page to lead to travels with the form."""

        unknown = EXCLUDE


class PlainName(fields.String):
    """A name as people write them, on one line, without what is not seen or turns the direction of writing."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        text = str(super()._deserialize(value, *args, **kwargs))
        return " ".join("".join(letter for letter in text if letter.isprintable() or letter.isspace()).split())


class RecruiterSignInSchema(_Written):
    """Whoever asks for a link as a recruiter."""

    email = fields.String(
        required=True, error_messages=speaking("email_invalid", "email_missing"), validate=email_address
    )
    name = PlainName(
        required=True,
        error_messages=speaking("recruiter_name_missing"),
        validate=length(2, LONGEST_NAME, "recruiter_name_missing"),
    )


class SiretField(fields.String):
    """A SIRET as it is written on papers, with spaces or dots; becomes its fourteen digits."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        try:
            return checked_siret(str(super()._deserialize(value, *args, **kwargs)))
        except SiretError as error:
            raise invalid(error.code) from error


def _must_promise(value: bool) -> None:
    if not value:
        raise invalid("terms_required")


class OrganisationSchema(_Written):
    """An organisation, and the promise of whoever recruits for it."""

    siret = SiretField(required=True, error_messages=speaking("siret_invalid", "siret_missing"))
    organisation = PlainName(
        required=True,
        error_messages=speaking("organisation_name_missing"),
        validate=length(2, 120, "organisation_name_missing"),
    )
    commune = CommuneField(required=True)
    terms = fields.Boolean(required=True, error_messages=speaking("terms_required"), validate=_must_promise)


class NameSchema(_Written):
    """What an organisation should be called."""

    nom = PlainName(
        required=True,
        error_messages=speaking("organisation_name_missing"),
        validate=length(2, 120, "organisation_name_missing"),
    )


class RhythmSchema(_Written):
    """A recruiter's name, and when mails of CVs leave."""

    name = PlainName(
        required=True,
        error_messages=speaking("recruiter_name_missing"),
        validate=length(2, LONGEST_NAME, "recruiter_name_missing"),
    )
    frequency = fields.String(
        required=True,
        error_messages=speaking("frequency_invalid"),
        validate=one_of(FREQUENCIES, "frequency_invalid"),
    )
    hour = hour_field(load_default=None)


class KeySchema(_Written):
    """What a key of an organisation is for, in its recruiters' words."""

    key_name = PlainName(
        required=True, error_messages=speaking("key_name_missing"), validate=length(2, 60, "key_name_missing")
    )
