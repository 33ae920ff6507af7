"""What the service is for recruiters, and the form that sends them a link to sign in."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from marshmallow import ValidationError

from indexer.accounts.sign_in_links import GOOD_FOR_MINUTES
from indexer.engine.client import engine
from indexer.queueing import enqueue_sign_in_link
from indexer.recruiters.lifecycle import register
from search_api import sessions
from search_api.problem_sentences import SENTENCES
from search_api.problems import by_field
from search_api.recruiter_access import HOME
from search_api.recruiter_schema import RecruiterSignInSchema

recruiter_entry = Blueprint("recruiter_entry", __name__)


@recruiter_entry.get("/recruteurs")
def form() -> Any:
    """Say what there is for recruiters, with the form; who was led here from a page and is signed in is led on."""
    if "vers" in request.args and sessions.signed_in_recruiter():
        return redirect(_then(request.args), code=303)
    return _page(_then(request.args), sent="envoye" in request.args)


@recruiter_entry.post("/recruteurs")
def ask() -> Any:
    """Have a link sent: the first confirms the address. The answer and the work are the same for who is known."""
    then = _then(request.form)
    try:
        given = RecruiterSignInSchema().load(request.form)
    except ValidationError as error:
        return _page(then, errors=by_field(error.messages)), 422
    recruiter = register(engine(), given["email"], given["name"])
    if not enqueue_sign_in_link(recruiter, then):
        return _page(then, errors={"email": SENTENCES["sign_in_unavailable"]}), 503
    return redirect(url_for("recruiter_entry.form", envoye=1), code=303)


def _then(given: Any) -> str:
    return sessions.own_path(given.get("vers", ""), HOME)


def _page(then: str, *, sent: bool = False, errors: dict[str, str] | None = None) -> str:
    return render_template(
        "recruiters.html",
        then=then,
        sent=sent,
        left="parti" in request.args,
        minutes=GOOD_FOR_MINUTES,
        given=request.form,
        errors=errors or {},
    )
