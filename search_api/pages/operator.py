"""The operator's page of organisations: vouch for one, block one, name it, let its recruiters in; and the journal.

It is opened by a link that `estey organisations page` prints, in the name of whoever it was made for.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for

from indexer.alerts.links import LinkExpiredError, LinkUnknownError
from indexer.engine.client import engine
from indexer.engine.documents import get
from indexer.queueing import enqueue_mails
from indexer.recruiters import decisions, doubts, journal, operator_links, organisations, vouching
from indexer.recruiters.document import BLOCKED, NEW, VOUCHED, Organisation, Recruiter
from indexer.recruiters.operator_links import Opened
from search_api import sessions
from search_api.operator_access import opened_for, opened_pages, opened_publications
from search_api.operator_menu import operator_menu
from search_api.problem_sentences import STATUS
from search_api.problems import refusal

operator = Blueprint("operator", __name__, url_prefix="/operateur")

STATES = (NEW, VOUCHED, BLOCKED)
LONGEST_NAME = 120
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
    """Vouch for an organisation, in the name of the link; what another blocked is freed by the operator alone."""
    opened, who = opened_for(identifier)
    if not may_free(opened, get(engine(), "organisations", identifier) or {}):
        abort(404)
    organisation, new = decisions.vouch(engine(), identifier, who)
    return _decided(organisation, new=new)


@operator.post("/organisations/<identifier>/bloquer")
def block(identifier: str) -> Any:
    """Block an organisation, with a reason that its recruiters read."""
    opened, reason = opened_pages(), " ".join(request.form.get("reason", "").split())
    if not 2 <= len(reason) <= vouching.MOST_REASON:
        return _page(opened, wrong=identifier, error=refusal("block_reason_missing")), 422
    _, who = opened_for(identifier)
    organisation, new = decisions.block(engine(), identifier, reason, who)
    return _decided(organisation, new=new)


@operator.post("/organisations/<identifier>/nom")
def name(identifier: str) -> Any:
    """Give an organisation the name its members propose, or another; or keep its own."""
    _, who = opened_for(identifier)
    wanted = " ".join(request.form.get("nom", "").split())
    if not 2 <= len(wanted) <= LONGEST_NAME:
        abort(404)
    return _decided(decisions.name(engine(), identifier, wanted, who), new=False)


@operator.post("/organisations/<identifier>/membres/<recruiter>/accueillir")
def let_in(identifier: str, recruiter: str) -> Any:
    """Let a recruiter into the organisation they asked to join."""
    _, who = opened_for(identifier)
    return _settled(decisions.let_in(engine(), recruiter, identifier, who))


@operator.post("/organisations/<identifier>/membres/<recruiter>/ecarter")
def turn_away(identifier: str, recruiter: str) -> Any:
    """Refuse a recruiter who asked, or take one out of their organisation."""
    _, who = opened_for(identifier)
    return _settled(decisions.turn_away(engine(), recruiter, identifier, who))


@operator.get("/journal")
def show_journal() -> str:
    """Show the operator what was decided, by whom and when; partner bodies' links do not open it."""
    return _journal(opened_publications())


@operator.post("/journal/<identifier>/annuler")
def undo(identifier: str) -> Any:
    """Undo what an entry of the journal says."""
    opened = opened_publications()
    try:
        found = decisions.undo(engine(), identifier, opened.by)
    except decisions.MovedError:
        return _journal(opened, refusal("decision_moved")), STATUS["decision_moved"]
    if found is None:
        abort(404)
    enqueue_mails()
    return redirect(url_for("operator.show_journal", annulee=1), code=303)


def may_free(opened: Opened, organisation: Organisation) -> bool:
    """Say whether who opened the pages may vouch for an organisation: a partner body not for one that another blocked.

    Pure.
    """
    blocked = organisation.get("state") == BLOCKED
    return not blocked or opened.territory is None or organisation.get("vouched_by") == opened.by


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
    found = [one for one in organisations.organisations(engine(), "" if wrong else state) if opened.reaches(one)]
    total = len(found)
    # The one whose form was wrong is shown whatever the others are.
    found = [one for one in found if one["id"] == wrong] or found[:MOST_SHOWN]
    return render_template(
        "operator.html",
        by=opened.by,
        territory=opened.territory,
        menu=operator_menu(opened),
        state=state,
        found=found,
        total=total,
        people=organisations.people_of(engine(), [one["id"] for one in found]),
        wrong=wrong,
        typed=request.form.get("reason", ""),
        error=error,
        errors={"reason": error} if error else {},
        DOUBTS=doubts.WORDS,
        may_free=partial(may_free, opened),
    )


def _journal(opened: Opened, error: str = "") -> str:
    written = journal.entries(engine())
    return render_template(
        "operator_journal.html",
        menu=operator_menu(opened),
        entries=written,
        links={one["key"]: one for one in operator_links.links(engine())},
        can_be_undone=decisions.can_be_undone,
        ACTIONS=journal.WORDS,
        done="annulee" in request.args,
        error=error,
    )
