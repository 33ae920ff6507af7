"""Who is signed in as a recruiter, and what their organisation lets them do: asked by every page of recruiters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn

from flask import abort, make_response, redirect, render_template, request, url_for

from indexer.engine.client import engine
from indexer.engine.documents import get
from indexer.recruiters.document import Organisation, Recruiter, may_publish, may_see_cvs
from search_api import sessions

HOME = "/recruteurs/compte"


@dataclass(frozen=True)
class SignedRecruiter:
    """A recruiter who is signed in, with their organisation."""

    recruiter: Recruiter
    organisation: Organisation


def any_recruiter() -> Recruiter:
    """Return who is signed in as a recruiter, whatever their organisation; anybody else is led to sign in (303)."""
    identifier = sessions.signed_in_recruiter()
    recruiter = get(engine(), "recruiters", identifier) if identifier else None
    if recruiter is None:
        # After a form they come back to their own page: what was sent is not sent again by itself.
        then = request.full_path.rstrip("?") if request.method == "GET" else HOME
        abort(redirect(url_for("recruiter_entry.form", vers=sessions.own_path(then, HOME)), code=303))
    return recruiter


def landing(recruiter: Recruiter, then: str) -> str:
    """Return the path to lead a recruiter to once they are signed in: the one asked for, but first things first."""
    known = recruiter.get("organisation") or recruiter.get("asks_to_join")
    return sessions.own_path(then, HOME) if known else url_for("organisation_page.form")


def organisation_of(recruiter: Recruiter) -> Organisation | None:
    """Return the organisation a recruiter belongs to; None while they have none, or wait to be let in."""
    identifier = recruiter.get("organisation")
    return get(engine(), "organisations", identifier) if identifier else None


def recruiter_or_sign_in() -> SignedRecruiter:
    """Return who is signed in as a recruiter, with an organisation that may publish.

    Anybody else is led to sign in (303), who has no organisation yet to the form that asks for it (303); a blocked
    organisation gets a page that says so (403).
    """
    recruiter = any_recruiter()
    organisation = organisation_of(recruiter)
    if organisation is None:
        abort(redirect(url_for("organisation_page.form"), code=303))
    if not may_publish(organisation):
        _refuse("recruiter_blocked.html", organisation)
    return SignedRecruiter(recruiter, organisation)


def vouched_recruiter() -> SignedRecruiter:
    """Return who is signed in as a recruiter whose organisation may see CVs; others get a page that says why not (403).

    Raises as `recruiter_or_sign_in` does by ending the request.
    """
    signed = recruiter_or_sign_in()
    if not may_see_cvs(signed.organisation):
        _refuse("recruiter_not_vouched.html", signed.organisation)
    return signed


def _refuse(page: str, organisation: Organisation) -> NoReturn:
    abort(make_response(render_template(page, organisation=organisation), 403))
