"""A person's own page, behind their secret link: see, correct, change, pause, end, erase.

What cannot be undone asks for a fresh link beside it (`search_api.fresh_links`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from marshmallow import ValidationError

from indexer.accounts.sign_in_links import GOOD_FOR_MINUTES
from indexer.alerts.links import adviser_token, page
from indexer.bounces.mailing import mails_again
from indexer.candidates.seen_by import seen_by
from indexer.engine.client import engine
from indexer.matching.explanation import says_enough
from indexer.profiles import lifecycle
from indexer.profiles.availability import beginning, today
from indexer.profiles.document import Profile, words_of
from indexer.profiles.matching_offers import offers_now, trained_offers_now
from indexer.profiles.read import DIPLOMA_LEVELS
from indexer.queueing import enqueue_confirmation, enqueue_profile, enqueue_sign_in_link
from indexer.reference.in_force import vocabulary
from indexer.searches import lifecycle as searches
from search_api import fresh_links
from search_api.coming_again import comes_again, refresh_header
from search_api.corrections import added_of, corrections_of
from search_api.deposits import profile_of
from search_api.mail_state import mail_of
from search_api.pause_schema import pause_end
from search_api.presentation import VISIBILITIES, form_of
from search_api.problems import by_field
from search_api.schemas import CvSchema
from search_api.understood import understood_groups
from search_api.wish_schema import UNTOUCHED, WishSchema

follow = Blueprint("follow", __name__, url_prefix="/suivi/<secret>")


@follow.get("")
def show(secret: str) -> Any:
    """Show what was understood, the offers that fit, and what can be changed.

    While the CV is being read the page asks the browser to come again, until the person says no (WCAG 2.2.1): it shows
    nothing yet that could be filled in. From `parsed` on it is complete, so nobody's typing is ever interrupted.
    """
    profile = profile_of(secret)
    refreshing = comes_again(profile)
    said: dict[str, Any] = {"refreshing": refreshing}
    opened, chosen = request.args.get("ouvrir", ""), request.args.get("visibilite", "")
    if opened in fresh_links.ACTS and fresh_links.is_fresh(profile, opened):
        said["opened"] = opened
        if opened == fresh_links.SHOW and chosen in VISIBILITIES:
            # What was chosen before the fresh link, to be saved now.
            said["given"] = {**form_of(profile), "visibility": [chosen]}
    return _page(profile, secret, **said), refresh_header(refreshing)


@follow.post("/corriger")
def correct(secret: str) -> Any:
    """Add or remove what was understood of the CV."""
    profile = profile_of(secret)
    added, errors = corrections_of(request.form, vocabulary())
    if errors:
        return _page(profile, secret, errors, corrected=request.form.to_dict()), 422
    changed = lifecycle.correct(engine(), profile["id"], removed=request.form.getlist("remove"), **added)
    return _back(changed, secret, added["added"])


@follow.post("/modifier")
def change(secret: str) -> Any:
    """Change where, what and how often."""
    profile = profile_of(secret)
    try:
        wish = WishSchema().load(request.form)
    except ValidationError as error:
        given = {name: request.form.getlist(name) for name in request.form}
        return _page(profile, secret, by_field(error.messages), given=given), 422
    wanted = UNTOUCHED | wish
    if fresh_links.shows_more(profile, wanted) and not fresh_links.is_fresh(profile, fresh_links.SHOW):
        # All the rest is done at once: nothing typed is lost.
        lifecycle.update(engine(), profile["id"], {**wanted, **fresh_links.shown_no_more(profile, wanted)})
        enqueue_profile(profile["id"])
        seen = str(wanted.get("visibility", ""))
        return fresh_links.ask_for_one(profile, secret, fresh_links.SHOW, kept=True, visibility=seen)
    return _back(lifecycle.update(engine(), profile["id"], wanted), secret)


@follow.post("/cv")
def replace_cv(secret: str) -> Any:
    """Take another CV."""
    profile = profile_of(secret)
    try:
        name, file = CvSchema().load(request.files)["cv"]
    except ValidationError as error:
        return _page(profile, secret, by_field(error.messages)), 422
    if not fresh_links.is_fresh(profile, fresh_links.CV):
        return fresh_links.ask_for_one(profile, secret, fresh_links.CV)
    return _back(lifecycle.replace_file(engine(), profile["id"], file, name), secret)


@follow.post("/pause")
def pause(secret: str) -> Any:
    """Pause the alerts, until a day or until the person resumes them."""
    profile = profile_of(secret)
    try:
        until = pause_end(request.form)
    except ValidationError as error:
        return _page(profile, secret, by_field(error.messages), paused_for=request.form), 422
    return _back(lifecycle.pause(engine(), profile["id"], paused=True, until=until), secret)


@follow.post("/reprendre")
def resume(secret: str) -> Any:
    """Resume the alerts after a pause or an unsubscription."""
    return _back(lifecycle.resubscribe(engine(), profile_of(secret)["id"]), secret)


@follow.post("/desabonner")
def unsubscribe(secret: str) -> Any:
    """End the alerts."""
    return _back(lifecycle.unsubscribe(engine(), profile_of(secret)["id"]), secret)


@follow.post("/adresse")
def address_works(secret: str) -> Any:
    """Take the person's word that their address takes mail again."""
    profile = profile_of(secret)
    if profile.get("confirmed_at"):
        for identifier in mails_again(engine(), profile["person"]):
            enqueue_profile(identifier)
    return redirect(url_for("follow.show", secret=secret), code=303)


@follow.post("/renvoyer")
def send_again(secret: str) -> Any:
    """Send the confirmation mail again, once it was sent."""
    profile = profile_of(secret)
    if not profile.get("confirmed_at") and lifecycle.ask_confirmation_again(engine(), profile["id"]):
        enqueue_confirmation(profile["id"])
    return redirect(url_for("follow.show", secret=secret, renvoye=1), code=303)


@follow.post("/lien")
def send_link(secret: str) -> Any:
    """Have a fresh link mailed that leads back to what it was asked for."""
    profile = profile_of(secret)
    act = request.form.get("pour", "")
    if act not in fresh_links.ACTS:
        abort(400)
    then = fresh_links.path_of(secret, act, request.form.get("visibilite", ""))
    sent = enqueue_sign_in_link(profile["person"], then)
    return redirect(url_for("follow.show", secret=secret, lien="envoye" if sent else "echec"), code=303)


@follow.get("/supprimer")
def ask_delete(secret: str) -> str:
    """Ask before erasing."""
    return render_template("delete.html", profile=profile_of(secret), secret=secret)


@follow.post("/supprimer")
def delete(secret: str) -> Any:
    """Erase everything: the profile, and the saved searches of the same address once it was shown to be theirs."""
    profile = profile_of(secret)
    if not fresh_links.is_fresh(profile, fresh_links.ERASE):
        return fresh_links.ask_for_one(profile, secret, fresh_links.ERASE)
    lifecycle.delete(engine(), profile["id"])
    if profile.get("confirmed_at"):
        searches.delete_person(engine(), profile["person"])
    return render_template("deleted.html")


def _back(changed: Profile | None, secret: str, added: Sequence[str] = ()) -> Any:
    if changed:
        enqueue_profile(changed["id"])
    anchor = "compris" if added else None
    return redirect(url_for("follow.show", secret=secret, ajoute=added, _anchor=anchor), code=303)


def _page(profile: Profile, secret: str, errors: dict[str, str] | None = None, **said: Any) -> str:
    """Render the page; `said`: `given`, `corrected`, `paused_for` as typed, `refreshing`, `opened`."""
    lines, total = offers_now(engine(), profile, limit=20)
    return render_template(
        "follow.html",
        profile=profile,
        secret=secret,
        mail=mail_of(profile),
        adviser_url=page(f"/conseiller/{adviser_token(profile)}") if profile.get("adviser_key") else "",
        groups=understood_groups(profile),
        sought=words_of(profile).wanted,
        begins=beginning(profile, today()),
        offers=lines,
        total=total,
        trained=trained_offers_now(engine(), profile),
        says_enough=says_enough(profile),
        errors=errors or {},
        given=said.get("given") or form_of(profile),
        changing="given" in said,
        said=said.get("corrected") or {},
        added=added_of(request.args.getlist("ajoute"), vocabulary()),
        paused_for=said.get("paused_for") or {},
        DIPLOMA_LEVELS=DIPLOMA_LEVELS,
        refreshing=said.get("refreshing", False),
        sent_again="renvoye" in request.args,
        fresh_link=request.args.get("lien", ""),
        opened=said.get("opened", ""),
        minutes=GOOD_FOR_MINUTES,
        # Not before the address is shown to be theirs: another CV of the same address may be somebody else's.
        seen=seen_by(engine(), profile["person"]) if profile.get("confirmed_at") else [],
    )
