"""A person's own space, once signed in: what they are looking for, what was found, what they agreed to, pauses."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from marshmallow import ValidationError

from indexer.accounts import belongings
from indexer.accounts.pausing import resume_person
from indexer.accounts.sign_in_links import end_sessions
from indexer.alerts.links import confirm_token, follow_secret, search_confirm_token, search_secret
from indexer.alerts.people import person as known_of
from indexer.candidates.seen_by import seen_by
from indexer.engine.client import engine
from indexer.operations.pauses import pause_person
from indexer.profiles import lifecycle
from indexer.profiles.document import Profile
from indexer.queueing import enqueue_profile
from indexer.searches.volume import offers_a_week
from search_api import sessions
from search_api.agreements import agreements_of
from search_api.pause_schema import pause_end
from search_api.problems import by_field
from search_api.wish_schema import WishSchema

account = Blueprint("account", __name__)

NEW_DAYS = 7


@account.get("/suivi")
def show() -> Any:
    """Show what a person has here."""
    return _page(sessions.person_or_sign_in())


@account.post("/espace/pause")
def pause() -> Any:
    """Pause all that a person gets, until a day or until they resume."""
    person = sessions.person_or_sign_in()
    try:
        until = pause_end(request.form)
    except ValidationError as error:
        return _page(person, by_field(error.messages), request.form), 422
    pause_person(engine(), person, until)
    return _back("arreter")


@account.post("/espace/reprendre")
def resume() -> Any:
    """Resume what is paused."""
    for identifier in resume_person(engine(), sessions.person_or_sign_in()):
        enqueue_profile(identifier)
    return _back("arreter")


@account.post("/espace/accords/<identifier>/recherche")
def be_matched(identifier: str) -> Any:
    """Give or withdraw the agreement that offers are looked for; the others stand."""
    profile, given = _own(identifier), _answer()
    return _agreed(lifecycle.agree_to_matching(engine(), profile["id"], given=given))


@account.post("/espace/accords/<identifier>/courriels")
def be_written_to(identifier: str) -> Any:
    """Give or withdraw the agreement that offers are mailed; the others stand."""
    profile = _own(identifier)
    change = lifecycle.resubscribe if _answer() else lifecycle.unsubscribe
    return _agreed(change(engine(), profile["id"]))


@account.post("/espace/accords/<identifier>/recruteurs")
def be_shown(identifier: str) -> Any:
    """Choose how recruiters see a profile, and which employers never do."""
    profile = _own(identifier)
    try:
        seen = WishSchema(only=("visibility", "avoided_employers")).load(request.form)
    except ValidationError as error:
        return _page(profile["person"], by_field(error.messages), wrong=identifier), 422
    return _agreed(lifecycle.update(engine(), profile["id"], {"avoided_employers": [], **seen}))


@account.post("/espace/autres-sessions")
def end_others() -> Any:
    """End every other session of the person: on a computer they forgot, or a telephone they lost."""
    key = end_sessions(engine(), sessions.person_or_sign_in())
    if key is None:
        sessions.sign_out()
    else:
        sessions.keep_only_this(key)
    return redirect(url_for("account.show", seule=1, _anchor="connexion"), code=303)


def own_profile(identifier: str) -> Profile:
    """Return a profile of the person who is signed in; 404 for another's, as for one that is not there."""
    return _own(identifier)


def _own(identifier: str) -> Profile:
    profiles = belongings.profiles_of(engine(), sessions.person_or_sign_in())
    profile = next((one for one in profiles if one["id"] == identifier), None)
    if profile is None:
        abort(404)
    return profile


def _answer() -> bool:
    """Return what the button says; 400 when it is neither."""
    answer = request.form.get("accord")
    if answer not in ("oui", "non"):
        abort(400)
    return answer == "oui"


def _agreed(changed: Profile | None) -> Any:
    if changed:
        enqueue_profile(changed["id"])
    return _back("accords")


def _back(section: str) -> Any:
    return redirect(url_for("account.show", _anchor=section), code=303)


def _page(person: str, errors: dict[str, str] | None = None, paused_for: Any = None, wrong: str = "") -> str:
    """Render the page; `wrong`: the profile whose agreements hold the errors."""
    client = engine()
    page = request.args.get("page", 1, type=int)
    try:
        found, total = belongings.found_offers(client, person, page)
    except ValueError:
        abort(404)
    profiles, saved = belongings.profiles_of(client, person), belongings.searches_of(client, person)
    alerts = [*profiles, *saved]
    return render_template(
        "account.html",
        email=alerts[-1]["email"] if alerts else "",
        profiles=[{**one, "secret": follow_secret(one), "confirm": confirm_token(one["id"])} for one in profiles],
        agreements={one["id"]: agreements_of(one) for one in profiles},
        searches=[_searched(one) for one in saved],
        new=[one for one in found if _is_new(one.match["created_at"])],
        old=[one for one in found if not _is_new(one.match["created_at"])],
        total=total,
        page=page,
        last=min(-(-total // belongings.PAGE), belongings.DEEPEST_PAGE),
        paused=[one for one in alerts if one.get("paused") and not one.get("unsubscribed_at")],
        on=[one for one in alerts if one["alertable"]],
        known=known_of(client, person),
        seen=seen_by(client, person),
        errors=errors or {},
        wrong=wrong,
        paused_for=paused_for or {},
        alone="seule" in request.args,
    )


def _searched(saved: dict[str, Any]) -> dict[str, Any]:
    """Return a saved search with its links, and how many offers a week it would have brought."""
    weekly = offers_a_week(engine(), {**saved, "since": None})
    return {**saved, "secret": search_secret(saved), "confirm": search_confirm_token(saved["id"]), "weekly": weekly}


def _is_new(found_at: str) -> bool:
    return datetime.now(UTC) - datetime.fromisoformat(found_at) < timedelta(days=NEW_DAYS)
