"""The number of an establishment: read as people write it, and checked by its key."""

from __future__ import annotations

from stdnum import exceptions
from stdnum.fr import siret

SIREN_DIGITS, SIRET_DIGITS = 9, 14


class SiretError(ValueError):
    """What was written is no SIRET; `code` names the sentence for whoever wrote it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def checked_siret(written: str) -> str:
    """Return the fourteen digits of a SIRET, however spaced or dotted. Raises SiretError.

    Its first nine digits, the SIREN, and the whole each carry a key of Luhn; La Poste's establishments have another
    (the sum of their digits is a multiple of five), which the library knows.
    """
    digits = "".join(letter for letter in written if letter not in " .-_\u00a0\u202f\t")
    if not digits:
        raise SiretError("siret_missing")
    if not (digits.isascii() and digits.isdigit()):
        raise SiretError("siret_invalid")
    if len(digits) == SIREN_DIGITS:
        raise SiretError("siret_is_siren")
    try:
        return str(siret.validate(digits))
    except exceptions.InvalidLength as error:
        raise SiretError("siret_invalid") from error
    except exceptions.ValidationError as error:
        raise SiretError("siret_key") from error


def siren_of(siret_digits: str) -> str:
    """Return the SIREN of a checked SIRET: the number of the company that the establishment belongs to."""
    return siret_digits[:SIREN_DIGITS]
