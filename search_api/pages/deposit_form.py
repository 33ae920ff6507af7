"""Leaving a CV, first step of who has none: a form, written as a CV and understood by the same code."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from indexer.engine.client import engine
from indexer.language.cv.spoken import LEVELS
from indexer.language.cv.written import Said, write_cv
from indexer.profiles import draft
from indexer.queueing import enqueue_profile
from indexer.reading.file_checks import CheckedFile
from indexer.reference.in_force import vocabulary
from search_api.drafts import draft_of, steps_of
from search_api.pages.deposit import form_key
from search_api.problems import refuse
from search_api.without_cv import rows, said_of, typed_of

without_cv = Blueprint("without_cv", __name__)

FILE_NAME = "formulaire rempli sur Estey.txt"


@without_cv.get("/deposer/sans-cv")
def form() -> str:
    """Show the form."""
    return _page({}, {})


@without_cv.post("/deposer/sans-cv")
def begin() -> Any:
    """Take the form and lead to what was understood of it. Sent twice, it is one deposit."""
    typed = typed_of(request.form)
    said, errors = said_of(typed)
    if errors:
        return _page(typed, errors), 422
    try:
        begun = draft.begin(engine(), form_key(), _written(said), FILE_NAME, {"cv": typed})
    except OSError:
        refuse("held_title-1", "storage_unavailable")
    enqueue_profile(begun["id"])
    return steps_of(begun)


@without_cv.get("/deposer/<secret>/sans-cv")
def again(secret: str) -> str:
    """Show the form of a deposit that was begun, with what was typed."""
    return _page((draft_of(secret).get("typed") or {}).get("cv") or {}, {}, secret)


@without_cv.post("/deposer/<secret>/sans-cv")
def change(secret: str) -> Any:
    """Take the form again, in place of what was sent before."""
    profile = draft_of(secret)
    typed = typed_of(request.form)
    said, errors = said_of(typed)
    if errors:
        return _page(typed, errors, secret), 422
    try:
        draft.again(engine(), profile["id"], _written(said), FILE_NAME, {"cv": typed})
    except OSError:
        refuse("held_title-1", "storage_unavailable")
    enqueue_profile(profile["id"])
    return redirect(url_for("drafts.understood", secret=secret), code=303)


def _written(said: Said) -> CheckedFile:
    return CheckedFile(write_cv(said).encode(), "txt", "text/plain")


def _page(typed: dict[str, list[str]], errors: dict[str, str], secret: str = "") -> str:
    known = vocabulary()
    return render_template(
        "deposit_form.html",
        typed=typed,
        errors=errors,
        secret=secret,
        depot=form_key(),
        rows=rows,
        LANGUAGE_LEVELS=LEVELS,
        licences=sorted({item.label for item in known.licences.values()}),
        languages=sorted({item.label for item in known.languages.values()}),
    )
