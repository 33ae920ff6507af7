"""Marshmallow fields of our own: a commune, a CV, and plain ones whose errors speak to people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from marshmallow import ValidationError, fields, validate
from werkzeug.datastructures import FileStorage

from indexer.places.circles import RADII_KM, radius_step
from indexer.places.communes import AmbiguousCommuneError, UnknownCommuneError
from indexer.reading.file_checks import MAX_BYTES, CheckedFile, check_file
from indexer.reading.refusals import FileRefusedError
from indexer.reference.in_force import gazetteer
from search_api.problems import invalid, problem, unknown_sentence


class CommuneField(fields.Field[str]):
    """A commune by name, postcode or INSEE code; becomes its INSEE code."""

    default_error_messages = {"required": problem("commune_missing"), "null": problem("commune_missing")}  # noqa: RUF012

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        text = str(value).strip()
        if not text:
            raise invalid("commune_missing")
        try:
            return gazetteer().resolve(text[:200]).insee
        except UnknownCommuneError as error:
            raise unknown(error) from error
        except AmbiguousCommuneError as error:
            raise ambiguous(error) from error


class RadiusField(fields.Integer):
    """A distance in kilometres, 1 to 200; unless `exact`, becomes the next of those that are counted (30, 40, 50…)."""

    def __init__(self, *, exact: bool = False, **kwargs: Any) -> None:
        """Take what every field takes; its errors speak to people."""
        super().__init__(error_messages=speaking("radius_invalid"), **kwargs)
        self._exact = exact

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> int:
        radius_km = super()._deserialize(value, attr, data, **kwargs)
        if radius_km is None or not 1 <= radius_km <= RADII_KM[-1]:
            raise invalid("radius_invalid")
        return int(radius_km) if self._exact else radius_step(radius_km)


class DepartementField(fields.Field[str]):
    """A département by code or name (`40`, `Landes`, `les Landes`); becomes its code."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        code = gazetteer().departement(str(value)[:60])
        if code is None:
            raise invalid("departement_unknown")
        return code


def unknown(error: UnknownCommuneError) -> Exception:
    """Return the error for a commune that is not known, with those that are written nearly so."""
    return ValidationError({"code": "commune_unknown", "message": unknown_sentence(error)})


def ambiguous(error: AmbiguousCommuneError) -> Exception:
    """Return the error that asks back which of several communes is meant."""
    names = ", ".join(commune.label for commune in error.candidates[:6])
    return ValidationError(
        {"code": "commune_ambiguous", "message": f"Plusieurs communes portent ce nom : {names}. Précisez laquelle."}
    )


class TitleField(fields.String):
    """A job title as people write it; becomes one line without control characters."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs) or ""
        return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


class CvField(fields.Field[tuple[str, CheckedFile]]):
    """A CV as sent by a form; becomes its name and its checked content."""

    default_error_messages = {"required": problem("file_missing"), "null": problem("file_missing")}  # noqa: RUF012

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> tuple[str, CheckedFile]:
        if not isinstance(value, FileStorage) or not value.filename:
            raise invalid("file_missing")
        content = value.stream.read(MAX_BYTES + 1)
        try:
            return value.filename, check_file(value.filename, content)
        except FileRefusedError as refusal:
            raise invalid(refusal.code) from refusal


def speaking(code: str, required: str = "", **values: str) -> dict[str, Any]:
    """Return marshmallow error messages that all say the one sentence of `code`, or of `required` when missing."""
    names = ("invalid", "null", "too_large", "special", "validator_failed", "invalid_utf8")
    return {**dict.fromkeys(names, problem(code, **values)), "required": problem(required or code, **values)}


def email_address(value: str) -> None:
    """Accept an electronic address that mail servers everywhere deliver to (RFC 5321 §4.5.3.1.3: 254 characters).

    Letters with accents need SMTPUTF8 (RFC 6531) of every server on the way; `localhost` and `[127.0.0.1]` are ours.
    """
    if not value:
        raise invalid("email_missing")
    if not value.isascii():
        raise invalid("email_accents")
    try:
        validate.Email()(value)
    except ValidationError as error:
        raise invalid("email_invalid") from error
    if len(value) > 254 or not value.isprintable() or "." not in value.rpartition("@")[2] or value.endswith("]"):
        raise invalid("email_invalid")


def one_of(choices: tuple[Any, ...], code: str) -> Callable[[Any], None]:
    """Return a validator that accepts these values only."""

    def check(value: Any) -> None:
        if value not in choices:
            raise invalid(code, choices=", ".join(map(str, choices)))

    return check


def length(low: int, high: int, code: str) -> Callable[[Any], None]:
    """Return a validator of the length of a text or a list."""

    def check(value: Any) -> None:
        if not low <= len(value) <= high:
            raise invalid(code)

    return check


def within(low: int, high: int, code: str) -> Callable[[int], None]:
    """Return a validator of a whole number's bounds."""

    def check(value: int) -> None:
        if not low <= value <= high:
            raise invalid(code)

    return check


def hour_field(**options: Any) -> fields.Integer:
    """Return the field of the hour at which a person wants their mails; absent or null: the installation's."""
    return fields.Integer(
        allow_none=True,
        error_messages=speaking("hour_invalid"),
        validate=within(0, 23, "hour_invalid"),
        metadata={"description": "Hour at which daily and weekly mails leave (0–23), on the clock of the commune."},
        **options,
    )
