"""Searches saved as alerts: save, confirm, and the page of each, behind a secret link."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from marshmallow import ValidationError

from indexer.accounts import sign_in_mail
from indexer.alerts.links import (
    LinkExpiredError,
    LinkUnknownError,
    read_search_confirm_token,
    read_search_secret,
    search_secret,
)
from indexer.bounces.mailing import heard_from, mails_again
from indexer.engine.client import engine
from indexer.engine.documents import get
from indexer.queueing import enqueue_confirmation, enqueue_profile
from indexer.searches import lifecycle
from indexer.searches.queries import SavedSearch
from indexer.searches.volume import is_too_wide, offers_a_week
from search_api.limits import by_address
from search_api.mail_state import mail_of
from search_api.pause_schema import pause_end
from search_api.problem_sentences import SENTENCES
from search_api.problems import by_field, count_refusals
from search_api.schemas import FrequencySchema, SavedSearchSchema
from search_api.search_schema import SearchSchema
from search_api.search_view import address_of, fields_of
from search_api.searching import searched_again, sorted_search, wanted_of
from search_api.sessions import signed_in_person

saved_searches = Blueprint("saved_searches", __name__, url_prefix="/alerte")


@saved_searches.get("")
def form() -> Any:
    """Show what the search would have brought, and the form that saves it; its address is that of the search."""
    person = signed_in_person()
    # Who is signed in need not write their address again.
    known = {"email": sign_in_mail.address_of(engine(), person)} if person else {}
    return _form(_searched(request.args), known, {})


@saved_searches.post("")
def save() -> Any:
    """Save a search, its address still to be confirmed by mail."""
    try:
        given = sorted_search(SavedSearchSchema().load(request.form)).wanted
    except ValidationError as error:
        page = _form(_searched(request.form), request.form, by_field(error.messages))
        return page, 422
    wanted = wanted_of(given)
    if not wanted.restricts or is_too_wide(engine(), lifecycle.preview(wanted)):
        count_refusals(["search_too_wide"])
        return _form(given, request.form, {}), 422
    asked = (given["email"], given["frequency"], given["hour"])
    saved, is_new = lifecycle.save_once(engine(), wanted, *asked, by_address())
    if is_new:
        enqueue_confirmation(saved["id"], "searches")
    return redirect(url_for("saved_searches.show", secret=search_secret(saved)), code=303)


@saved_searches.get("/<secret>")
def show(secret: str) -> str:
    """Show a saved search: what it looks for, what it brings, and how to change or end it."""
    return _page(_saved(secret), secret)


@saved_searches.post("/<secret>/rythme")
def change(secret: str) -> Any:
    """Change when the mails leave."""
    saved = _saved(secret)
    try:
        given = FrequencySchema().load({name: value for name, value in request.form.items() if value})
    except ValidationError as error:
        return _page(saved, secret, by_field(error.messages)), 422
    lifecycle.set_frequency(engine(), saved["id"], given["frequency"], given["hour"])
    return _back(secret)


@saved_searches.post("/<secret>/pause")
def pause(secret: str) -> Any:
    """Pause the mails, until a day or until the person resumes them."""
    saved = _saved(secret)
    try:
        until = pause_end(request.form)
    except ValidationError as error:
        return _page(saved, secret, by_field(error.messages), request.form), 422
    lifecycle.pause(engine(), saved["id"], until)
    return _back(secret)


@saved_searches.post("/<secret>/reprendre")
def resume(secret: str) -> Any:
    """Resume the mails."""
    lifecycle.resume(engine(), _saved(secret)["id"])
    return _back(secret)


@saved_searches.post("/<secret>/adresse")
def address_works(secret: str) -> Any:
    """Take the person's word that their address takes mail again."""
    saved = _saved(secret)
    if saved.get("confirmed_at"):
        for identifier in mails_again(engine(), saved["person"]):
            enqueue_profile(identifier)
    return _back(secret)


@saved_searches.post("/<secret>/supprimer")
def delete(secret: str) -> str:
    """Erase a saved search."""
    saved = _saved(secret)
    lifecycle.delete(engine(), saved["id"])
    return render_template("saved_search_deleted.html")


@saved_searches.get("/confirmer/<token>")
def ask_confirmation(token: str) -> Any:
    """Show the button that confirms."""
    saved, refusal = _to_confirm(token)
    return refusal or render_template("saved_search_confirm.html", saved=saved)


@saved_searches.post("/confirmer/<token>")
def confirm(token: str) -> Any:
    """Confirm the address; the mails begin with the next offer."""
    saved, refusal = _to_confirm(token)
    if saved is None:
        return refusal
    lifecycle.confirm(engine(), saved["id"])
    heard_from(engine(), saved["person"])
    return _back(search_secret(saved))


def _searched(arguments: Any) -> dict[str, Any]:
    schema = SearchSchema()
    try:
        searched = schema.load(arguments)
    except ValidationError as error:
        searched = schema.load(error.valid_data if isinstance(error.valid_data, dict) else {})
    return sorted_search(searched).wanted


def _form(searched: dict[str, Any], given: Any, errors: dict[str, str]) -> str:
    wanted = wanted_of(searched)
    preview = lifecycle.preview(wanted)
    too_wide = not wanted.restricts or is_too_wide(engine(), preview)
    return render_template(
        "saved_search_form.html",
        hidden=fields_of(searched),
        label=preview["label"],
        weekly=0 if too_wide else offers_a_week(engine(), preview),
        refusal=SENTENCES["search_too_wide"] if too_wide else "",
        given=given,
        errors=errors,
    )


def _page(saved: SavedSearch, secret: str, errors: dict[str, str] | None = None, paused_for: Any = None) -> str:
    return render_template(
        "saved_search.html",
        saved=saved,
        secret=secret,
        weekly=offers_a_week(engine(), {**saved, "since": None}),
        errors=errors or {},
        paused_for=paused_for or {},
        today=address_of(searched_again(saved["wish"])),
        mail=mail_of(saved),
    )


def _saved(secret: str) -> SavedSearch:
    try:
        identifier, link_key = read_search_secret(secret)
    except LinkUnknownError:
        abort(404)
    saved = get(engine(), "searches", identifier)
    if saved is None or saved["link_key"] != link_key:
        abort(404)
    return saved


def _to_confirm(token: str) -> tuple[SavedSearch | None, Any]:
    try:
        identifier = read_search_confirm_token(token)
    except LinkExpiredError:
        return None, (render_template("confirm_expired.html"), 410)
    except LinkUnknownError:
        abort(404)
    saved = get(engine(), "searches", identifier)
    if saved is None:
        abort(404)
    return saved, None


def _back(secret: str) -> Any:
    return redirect(url_for("saved_searches.show", secret=secret), code=303)
