"""The links of our mails: confirm an address, end the alerts. GET changes nothing; mail scanners open every link."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from marshmallow import ValidationError

from indexer.alerts.links import (
    LinkExpiredError,
    LinkUnknownError,
    follow_secret,
    read_confirm_token,
    read_unsubscribe_token,
)
from indexer.bounces.mailing import heard_from
from indexer.engine.client import engine
from indexer.engine.documents import get
from indexer.operations import pauses
from indexer.profiles import lifecycle
from indexer.profiles.document import Profile
from indexer.queueing import enqueue_profile
from indexer.recruiters import lifecycle as recruiters
from indexer.searches import lifecycle as searches
from search_api.pause_schema import pause_end
from search_api.problems import by_field

alerts = Blueprint("alerts", __name__)


@alerts.get("/confirm/<token>")
def ask_confirmation(token: str) -> Any:
    """Show the button that confirms."""
    profile, refusal = _to_confirm(token)
    return refusal or render_template("confirm.html", profile=profile)


@alerts.post("/confirm/<token>")
def confirm(token: str) -> Any:
    """Confirm the address; alerts begin."""
    profile, refusal = _to_confirm(token)
    if profile is None:
        return refusal
    confirmed = lifecycle.confirm(engine(), profile["id"])
    if confirmed is None:
        abort(404)
    heard_from(engine(), confirmed["person"])
    enqueue_profile(confirmed["id"])
    return redirect(url_for("follow.show", secret=follow_secret(confirmed)), code=303)


@alerts.get("/desabonnement/<token>")
def ask_unsubscription(token: str) -> str:
    """Show the button that ends the alerts."""
    _person(token)
    return _unsubscription(token)


@alerts.post("/desabonnement/<token>")
def unsubscribe(token: str) -> str:
    """End every alert to a person: by the button, or by their mail program in one click (RFC 8058)."""
    person = _person(token)
    lifecycle.unsubscribe_person(engine(), person)
    searches.unsubscribe_person(engine(), person)
    recruiters.unsubscribe(engine(), person)
    return _unsubscription(token, done=True)


@alerts.post("/desabonnement/<token>/pause")
def pause(token: str) -> Any:
    """Pause everything a person gets, which is often what they wanted."""
    person = _person(token)
    try:
        until = pause_end(request.form)
    except ValidationError as error:
        return _unsubscription(token, errors=by_field(error.messages), paused_for=request.form), 422
    pauses.pause_person(engine(), person, until)
    return _unsubscription(token, paused=True, until=until)


def _unsubscription(token: str, **said: Any) -> str:
    """Render the page; `said`: `done`, or `paused` and `until`, or `errors` and what was typed (`paused_for`)."""
    shown: dict[str, Any] = {"done": False, "paused": False, "until": None, "errors": {}, "paused_for": {}}
    person = _person(token)
    recruits = recruiters.is_recruiter(engine(), person)
    return render_template("unsubscribe.html", token=token, recruits=recruits, **{**shown, **said})


def _to_confirm(token: str) -> tuple[Profile | None, Any]:
    try:
        identifier = read_confirm_token(token)
    except LinkExpiredError:
        return None, (render_template("confirm_expired.html"), 410)
    except LinkUnknownError:
        abort(404)
    profile = get(engine(), "profiles", identifier)
    if profile is None:
        abort(404)
    return profile, None


def _person(token: str) -> str:
    try:
        return read_unsubscribe_token(token)
    except LinkUnknownError:
        abort(404)
