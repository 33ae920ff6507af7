"""The operator's page of organisations: vouch for one, block one, let its recruiters in.

It is opened by a link that `estey organisations page` prints, in the name of whoever it was made for.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for

from indexer.alerts.links import LinkExpiredError, LinkUnknownError
from indexer.engine.client import engine
from indexer.queueing import enqueue_mails
from indexer.recruiters import operator_links, organisations, vouching
from indexer.recruiters.document import BLOCKED, NEW, VOUCHED, Organisation, Recruiter
from indexer.recruiters.operator_links import Opened
from search_api import sessions
from search_api.operator_access import opened_pages, operator_name
from search_api.operator_menu import operator_menu
from search_api.problems import refusal

operator = Blueprint("operator", __name__, url_prefix="/operateur")

STATES = (NEW, VOUCHED, BLOCKED)
MOST_SHOWN = 50
"""On one page; those decided of make room for the next."""


@operator.get("/entrer/<token>")
def ask_entry(token: str) -> Any:
    """Show the button that opens the operator's pages in this browser."""
    opened, refused = _opened(token)
    return refused or render_template("operator_enter.html", opened=opened)


@operator.post("/entrer/<token>")
def enter(token: str) -> Any:
    """Open the operator's pages in this browser."""
    opened, refused = _opened(token)
    if opened is None:
        return refused
    sessions.sign_in_operator(opened)
    return redirect(url_for("operator.index"), code=303)


@operator.get("")
def index() -> str:
    """List organisations in a state, those that nobody has vouched for first."""
    return _page(opened_pages())


@operator.post("/organisations/<identifier>/garantir")
def vouch(identifier: str) -> Any:
    """Vouch for an organisation, in the name of the link."""
    organisation, new = vouching.vouch(engine(), identifier, operator_name())
    return _decided(organisation, new=new)


@operator.post("/organisations/<identifier>/bloquer")
def block(identifier: str) -> Any:
    """Block an organisation, with a reason that its recruiters read."""
    opened, reason = opened_pages(), " ".join(request.form.get("reason", "").split())
    if not 2 <= len(reason) <= vouching.MOST_REASON:
        return _page(opened, wrong=identifier, error=refusal("block_reason_missing")), 422
    organisation, new = vouching.block(engine(), identifier, reason, opened.by)
    return _decided(organisation, new=new)


@operator.post("/organisations/<identifier>/membres/<recruiter>/accueillir")
def let_in(identifier: str, recruiter: str) -> Any:
    """Let a recruiter into the organisation they asked to join."""
    operator_name()
    return _settled(organisations.let_in(engine(), recruiter, identifier))


@operator.post("/organisations/<identifier>/membres/<recruiter>/ecarter")
def turn_away(identifier: str, recruiter: str) -> Any:
    """Refuse a recruiter who asked, or take one out of their organisation."""
    operator_name()
    return _settled(organisations.turn_away(engine(), recruiter, identifier))


def _decided(organisation: Organisation | None, *, new: bool) -> Any:
    """Lead back, and have the recruiters told of what is new."""
    if organisation is None:
        abort(404)
    if new:
        enqueue_mails()
    return redirect(url_for("operator.index"), code=303)


def _settled(recruiter: Recruiter | None) -> Any:
    if recruiter is None:
        abort(404)
    enqueue_mails()
    return redirect(url_for("operator.index"), code=303)


def _opened(token: str) -> tuple[Opened | None, Any]:
    try:
        return operator_links.read_link(engine(), token), None
    except LinkExpiredError:
        return None, (render_template("operator_expired.html"), 410)
    except LinkUnknownError:
        abort(404)


def _page(opened: Opened, wrong: str = "", error: str = "") -> str:
    state = request.args.get("etat", NEW)
    if state not in STATES:
        abort(404)
    found = organisations.organisations(engine(), "" if wrong else state)
    total = len(found)
    # The one whose form was wrong is shown whatever the others are.
    found = [one for one in found if one["id"] == wrong] or found[:MOST_SHOWN]
    return render_template(
        "operator.html",
        by=opened.by,
        menu=operator_menu(opened),
        state=state,
        found=found,
        total=total,
        people=organisations.people_of(engine(), [one["id"] for one in found]),
        wrong=wrong,
        typed=request.form.get("reason", ""),
        error=error,
        errors={"reason": error} if error else {},
    )
