"""The last step of a deposit as it is sent, and from there to what makes its draft a profile."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from marshmallow import fields

from indexer.profiles.consent import consents_given
from indexer.profiles.draft import Finished
from search_api.fields import speaking
from search_api.presentation import VISIBILITIES
from search_api.schemas import DepositSchema


class FinishSchema(DepositSchema):
    """The last step of a deposit; each agreement by itself, and none taken for given."""

    mail_consent = fields.Boolean(load_default=False, error_messages=speaking("boolean_invalid"))


def finished(given: dict[str, Any]) -> Finished:
    """Return the wish, the address and the record of the consents, each with its date and the words that were read."""
    asked = {name: value for name, value in given.items() if name not in ("consent", "mail_consent")}
    visibility = asked.get("visibility", "hidden")
    consents = consents_given(
        mail=given["mail_consent"],
        visibility=visibility,
        visibility_label=VISIBILITIES[visibility],
        at=datetime.now(UTC).isoformat(),
    )
    return Finished(**asked, mail=given["mail_consent"], consents=consents)
