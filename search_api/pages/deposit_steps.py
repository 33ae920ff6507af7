"""Leaving a CV, behind the secret of its steps: another file, what was understood, the wish, leaving and erasing."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from marshmallow import ValidationError

from indexer.engine.client import engine
from indexer.profiles import draft, lifecycle
from indexer.profiles.document import FAILED, Profile
from indexer.profiles.read import DIPLOMA_LEVELS, wanted_read
from indexer.queueing import enqueue_confirmation, enqueue_profile
from indexer.reference.in_force import vocabulary
from search_api.coming_again import comes_again, refresh_header
from search_api.corrections import added_of, corrections_of
from search_api.drafts import draft_of, forgotten, still_there
from search_api.finishing import FinishSchema, finished
from search_api.pages.deposit import NO_TEXT, cv_page, read_cv, says_no_text
from search_api.problems import by_field, flat, refuse, status_of
from search_api.understood import understood_groups

drafts = Blueprint("drafts", __name__, url_prefix="/deposer/<secret>")

# What a person types into the last step and is kept for later: neither their address nor an agreement, which are given
# at the end or not at all.
NOT_KEPT = frozenset({"email", "consent", "mail_consent", "plus_tard"})


@drafts.get("")
def resume(secret: str) -> Any:
    """Lead to the step where the person left."""
    left_at = "drafts.wish" if "wish" in (draft_of(secret).get("typed") or {}) else "drafts.understood"
    return redirect(url_for(left_at, secret=secret), code=303)


@drafts.get("/cv")
def cv(secret: str) -> str:
    """Show the first step of a deposit that was begun."""
    return cv_page({}, secret=secret, profile=draft_of(secret))


@drafts.post("/cv")
def replace_cv(secret: str) -> Any:
    """Take another CV in place of the one before."""
    profile = draft_of(secret)
    sent, errors = read_cv()
    if sent is None:
        page = cv_page(by_field(errors), secret=secret, profile=profile, no_text=says_no_text(errors))
        return page, status_of(flat(errors))
    name, file = sent
    try:
        draft.again(engine(), profile["id"], file, name)
    except OSError:
        refuse("cv", "storage_unavailable")
    enqueue_profile(profile["id"])
    return redirect(url_for("drafts.understood", secret=secret), code=303)


@drafts.get("/compris")
def understood(secret: str) -> Any:
    """Show what was understood, to be corrected; while the CV is being read, come again until told to stop."""
    profile = draft_of(secret)
    refreshing = comes_again(profile)
    return _understood(profile, secret, refreshing=refreshing), refresh_header(refreshing)


@drafts.post("/corriger")
def correct(secret: str) -> Any:
    """Add or remove what was understood."""
    profile = draft_of(secret)
    added, errors = corrections_of(request.form, vocabulary())
    if errors:
        return _understood(profile, secret, errors=errors, said=request.form.to_dict()), 422
    lifecycle.correct(engine(), profile["id"], removed=request.form.getlist("remove"), **added)
    anchor = "compris" if added["added"] else None
    return redirect(url_for("drafts.understood", secret=secret, ajoute=added["added"], _anchor=anchor), code=303)


@drafts.get("/recherche")
def wish(secret: str) -> Any:
    """Show the last step, with what was typed in it before."""
    profile = draft_of(secret)
    if profile["stage"] == FAILED:
        return redirect(url_for("drafts.understood", secret=secret), code=303)
    return _wish(profile, secret, (profile.get("typed") or {}).get("wish") or {})


@drafts.post("/recherche")
def finish(secret: str) -> Any:
    """Make the draft a profile and have its address confirmed; or keep what was typed for later."""
    profile = draft_of(secret)
    given = {name: request.form.getlist(name) for name in request.form}
    if "plus_tard" in request.form:
        kept = {name: values for name, values in given.items() if name not in NOT_KEPT}
        draft.keep_typed(engine(), profile["id"], {"wish": kept})
        return redirect(url_for("deposits.form"), code=303)
    if profile["stage"] == FAILED:
        return redirect(url_for("drafts.understood", secret=secret), code=303)
    try:
        wanted = FinishSchema().load(request.form)
    except ValidationError as error:
        return _wish(profile, secret, given, by_field(error.messages)), 422
    _, now = draft.finish(engine(), profile["id"], finished(wanted))
    if now:
        enqueue_confirmation(profile["id"])
        enqueue_profile(profile["id"])
    return forgotten(redirect(url_for("deposit_end.done", secret=secret), code=303))


@drafts.post("/effacer")
def erase(secret: str) -> Any:
    """Erase the draft at once, with its file: whoever leaves a shared computer must not be asked twice."""
    if found := still_there(secret):
        draft.erase(engine(), found["id"])
    return forgotten(redirect(url_for("deposits.form", efface=1), code=303))


def _understood(profile: Profile, secret: str, **said: Any) -> str:
    failed = profile.get("failure") or {}
    return render_template(
        "deposit_understood.html",
        profile=profile,
        secret=secret,
        groups=understood_groups(profile),
        no_text=failed.get("code") in NO_TEXT,
        DIPLOMA_LEVELS=DIPLOMA_LEVELS,
        added=added_of(request.args.getlist("ajoute"), vocabulary()),
        **{"errors": {}, "said": {}, "refreshing": False, **said},
    )


def _wish(profile: Profile, secret: str, given: dict[str, list[str]], errors: dict[str, str] | None = None) -> str:
    return render_template(
        "deposit_wish.html",
        profile=profile,
        secret=secret,
        given=given,
        errors=errors or {},
        wanted_read=wanted_read(profile),
    )
