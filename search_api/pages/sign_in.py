"""Signing in by a link sent by mail, and signing out. There are no passwords.

A recruiter asks for their link on a page of their own (`search_api.pages.recruiter_entry`); both enter here.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from marshmallow import ValidationError

from indexer.accounts.sign_in_links import GOOD_FOR_MINUTES, check_link, use_link
from indexer.alerts.links import LinkExpiredError, LinkUnknownError
from indexer.bounces.mailing import heard_from
from indexer.engine.client import engine
from indexer.profiles.document import person_of
from indexer.queueing import enqueue_sign_in_link
from indexer.recruiters import lifecycle
from search_api import sessions
from search_api.problem_sentences import SENTENCES
from search_api.problems import by_field
from search_api.recruiter_access import landing
from search_api.schemas import SignInSchema

sign_in = Blueprint("sign_in", __name__)


@sign_in.get("/connexion")
def form() -> Any:
    """Show the form that asks for a link; who is signed in is led on."""
    then = sessions.own_path(request.args.get("vers", ""))
    if sessions.signed_in_person():
        return redirect(then, code=303)
    return _form(then, sent="envoye" in request.args)


@sign_in.post("/connexion")
def ask() -> Any:
    """Have a link sent, if the address is known here: the answer and the work done for it are the same for all."""
    then = sessions.own_path(request.form.get("vers", ""))
    try:
        email = SignInSchema().load(request.form)["email"]
    except ValidationError as error:
        return _form(then, errors=by_field(error.messages)), 422
    if not enqueue_sign_in_link(person_of(email), then):
        return _form(then, errors={"email": SENTENCES["sign_in_unavailable"]}), 503
    # The address is not repeated: it would stand in the browser's history, on a computer that others use too.
    return redirect(url_for("sign_in.form", envoye=1), code=303)


@sign_in.get("/connexion/<token>")
def ask_entry(token: str) -> Any:
    """Show the button that signs in: mail scanners open every link, and would use it up."""
    try:
        check_link(engine(), token)
    except LinkExpiredError:
        return render_template("sign_in_expired.html", minutes=GOOD_FOR_MINUTES), 410
    except LinkUnknownError:
        abort(404)
    return render_template("sign_in_enter.html")


@sign_in.post("/connexion/<token>")
def enter(token: str) -> Any:
    """Sign in, once for each link, and lead to the page that was asked for."""
    try:
        signed = use_link(engine(), token)
    except LinkExpiredError:
        return render_template("sign_in_expired.html", minutes=GOOD_FOR_MINUTES), 410
    except LinkUnknownError:
        abort(404)
    shared = "shared" in request.form
    recruiter = lifecycle.confirm(engine(), signed.person)
    if recruiter:
        sessions.sign_in(signed, shared=shared, role=sessions.RECRUITER)
        then = landing(recruiter, signed.then)
    else:
        sessions.sign_in(signed, shared=shared)
        then = sessions.own_path(signed.then)
    heard_from(engine(), signed.person)
    return redirect(then, code=303)


@sign_in.post("/deconnexion")
def leave() -> Any:
    """End the session of this browser; who has none is answered the same."""
    back = "recruiter_entry.form" if sessions.seems_signed_in(sessions.RECRUITER) else "sign_in.form"
    sessions.sign_out()
    return redirect(url_for(back, parti=1), code=303)


def _form(then: str, *, sent: bool = False, errors: dict[str, str] | None = None) -> str:
    return render_template(
        "sign_in.html",
        then=then,
        sent=sent,
        left="parti" in request.args,
        minutes=GOOD_FOR_MINUTES,
        given=request.form,
        errors=errors or {},
    )
