"""The links of mails to our own pages: that one was followed is noted, and the page is shown."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, abort, redirect, request

from indexer.alerts.links import LinkUnknownError, read_followed_token
from indexer.alerts.slowing import followed as note
from indexer.engine.client import engine
from indexer.matching.matches import note_followed

followed = Blueprint("followed", __name__)


@followed.get("/vers/<token>/<any(offres,suivi,alerte,recruteurs,reponse):kind>/<path:rest>")
def follow(token: str, kind: str, rest: str) -> Any:
    """Note that a person followed a link, and to which offer, and lead on.

    A mail scanner that opens every link keeps the rhythm as it is, and has offers said to be followed that were not.
    """
    try:
        person = read_followed_token(token)
    except LinkUnknownError:
        abort(404)
    if request.method == "GET":
        note(engine(), person, datetime.now(UTC))
        if kind == "offres":
            note_followed(engine(), person, rest)
    return redirect(f"/{kind}/{rest}", code=303)
