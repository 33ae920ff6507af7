"""Leaving a CV by a form."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from marshmallow import ValidationError

from indexer.alerts.links import follow_secret
from search_api.deposits import take_deposit
from search_api.problems import by_field, flat, status_of
from search_api.schemas import CvSchema, DepositSchema

deposits = Blueprint("deposits", __name__)


@deposits.get("/deposer")
def form() -> str:
    """Show the form."""
    return render_template("deposit.html", given={}, errors={})


@deposits.post("/deposer")
def leave() -> Any:
    """Take a deposit and lead to the person's own page; what is wrong is said beside its field, all at once."""
    wish, wish_errors = _load(DepositSchema(), request.form)
    file, file_errors = _load(CvSchema(), request.files)
    errors = {**file_errors, **wish_errors}
    if errors:
        given = {name: request.form.getlist(name) for name in request.form}
        page = render_template("deposit.html", given=given, errors=by_field(errors))
        return page, status_of(flat(errors))
    profile = take_deposit(wish, file["cv"])
    # A path, not the public address: CSP's form-action lets a form lead to the very host it was shown on only.
    return redirect(url_for("follow.show", secret=follow_secret(profile)), code=303)


def _load(schema: Any, sent: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    try:
        return schema.load(sent), {}
    except ValidationError as error:
        return {}, dict(error.messages_dict)
