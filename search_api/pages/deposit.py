"""Leaving a CV, first step: the file, and the way back to a deposit that was begun."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Blueprint, render_template, request
from marshmallow import ValidationError

from indexer.engine.client import engine
from indexer.profiles import draft
from indexer.queueing import enqueue_profile
from indexer.reading.file_checks import CheckedFile
from search_api.drafts import remembered, steps_of
from search_api.problems import by_field, flat, refuse, status_of
from search_api.schemas import CvSchema

deposits = Blueprint("deposits", __name__)

# The reasons against a file that a person gets round by making a PDF that holds text.
NO_TEXT = frozenset({"file_is_image", "file_scan"})


@deposits.get("/deposer")
def form() -> str:
    """Show the first step, and the way back to a deposit that this browser began."""
    return cv_page({}, resume=remembered(), erased="efface" in request.args)


@deposits.post("/deposer")
def begin() -> Any:
    """Take a CV and lead to what was understood of it. Sent twice, it is one deposit."""
    cv, errors = read_cv()
    if cv is None:
        return cv_page(by_field(errors), no_text=says_no_text(errors)), status_of(flat(errors))
    name, file = cv
    try:
        begun = draft.begin(engine(), form_key(), file, name)
    except OSError:
        refuse("cv", "storage_unavailable")
    enqueue_profile(begun["id"])
    return steps_of(begun)


def read_cv() -> tuple[tuple[str, CheckedFile] | None, dict[str, Any]]:
    """Return the CV of the request, its name and its checked content, or what is wrong with it."""
    try:
        return CvSchema().load(request.files)["cv"], {}
    except ValidationError as error:
        return None, dict(error.messages_dict)


def says_no_text(errors: Any) -> bool:
    """Say whether a CV was refused for being a picture of text."""
    return any(error["code"] in NO_TEXT for error in flat(errors))


def form_key() -> str:
    """Return what tells this form from all others, so that it makes one draft however often it is sent."""
    return request.form.get("depot", "")[:60] or secrets.token_urlsafe(18)


def cv_page(errors: dict[str, str], **said: Any) -> str:
    """Render the first step; `said`: `resume` (a secret), `erased`, `no_text`, and for a draft `secret`, `profile`."""
    shown = {"resume": "", "erased": False, "no_text": False, "secret": "", "profile": None, **said}
    return render_template("deposit.html", errors=errors, depot=form_key(), **shown)
