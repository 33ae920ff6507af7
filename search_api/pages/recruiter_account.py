"""A recruiter's own account: when mails leave, the keys of their organisation, what is kept of them, sessions."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, request, send_file, url_for
from marshmallow import ValidationError

from indexer.accounts.sign_in_links import end_sessions
from indexer.engine.client import engine
from indexer.recruiters import api_keys, lifecycle
from indexer.recruiters.document import Recruiter
from indexer.recruiters.erasure import erase_recruiter
from indexer.recruiters.export import everything
from search_api import sessions
from search_api.problems import by_field, refusal
from search_api.recruiter_access import any_recruiter, organisation_of, recruiter_or_sign_in
from search_api.recruiter_schema import KeySchema, RhythmSchema

recruiter_account = Blueprint("recruiter_account", __name__, url_prefix="/recruteurs/compte")


@recruiter_account.get("")
def show() -> Any:
    """Show the account."""
    return _page(any_recruiter())


@recruiter_account.post("/rythme")
def choose() -> Any:
    """Change the name and when mails of CVs leave."""
    recruiter = any_recruiter()
    form = {name: value for name, value in request.form.items() if (name, value) != ("hour", "")}
    try:
        chosen = RhythmSchema().load(form)
    except ValidationError as error:
        return _page(recruiter, by_field(error.messages)), 422
    lifecycle.choose(engine(), recruiter["id"], chosen)
    return _back("courriels")


@recruiter_account.post("/pause")
def pause() -> Any:
    """Stop the mails until the recruiter resumes them."""
    lifecycle.pause(engine(), any_recruiter()["id"], paused=True)
    return _back("courriels")


@recruiter_account.post("/reprendre")
def resume() -> Any:
    """Begin the mails again, after a pause or an unsubscription."""
    lifecycle.pause(engine(), any_recruiter()["id"], paused=False)
    return _back("courriels")


@recruiter_account.post("/cles")
def make_key() -> Any:
    """Make a key of the organisation and show it, this once."""
    signed = recruiter_or_sign_in()
    try:
        name = KeySchema().load(request.form)["key_name"]
    except ValidationError as error:
        return _page(signed.recruiter, by_field(error.messages)), 422
    try:
        key = api_keys.make_key(engine(), signed.organisation["id"], name, signed.recruiter["id"])
    except api_keys.TooManyKeysError:
        return _page(signed.recruiter, {"key_name": refusal("keys_too_many")}), 422
    # Shown in the answer to the form, so that no address and no store holds it.
    return _page(signed.recruiter, key=key)


@recruiter_account.post("/cles/<identifier>/supprimer")
def revoke_key(identifier: str) -> Any:
    """Make a key void."""
    if not api_keys.revoke_key(engine(), recruiter_or_sign_in().organisation["id"], identifier):
        abort(404)
    return _back("cles")


@recruiter_account.get("/donnees.json")
def data() -> Response:
    """Give everything that is kept of the recruiter as JSON (GDPR art. 15 and 20)."""
    text = json.dumps(everything(engine(), any_recruiter()), ensure_ascii=False, indent=2)
    name = "mes-donnees-estey.json"
    answer = send_file(BytesIO(text.encode()), mimetype="application/json", as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@recruiter_account.post("/autres-sessions")
def end_others() -> Any:
    """End every other session of the recruiter."""
    key = end_sessions(engine(), any_recruiter()["id"])
    if key is None:
        sessions.sign_out()
    else:
        sessions.keep_only_this(key)
    return redirect(url_for("recruiter_account.show", seule=1, _anchor="connexion"), code=303)


@recruiter_account.get("/effacer")
def ask_erasure() -> str:
    """Ask before erasing everything."""
    recruiter = any_recruiter()
    return render_template("recruiter_erase.html", organisation=organisation_of(recruiter))


@recruiter_account.post("/effacer")
def erase() -> str:
    """Erase the recruiter, and their organisation with its offers if they were its last one."""
    erase_recruiter(engine(), any_recruiter()["id"])
    sessions.sign_out()
    return render_template("recruiter_erased.html")


def _back(section: str) -> Any:
    return redirect(url_for("recruiter_account.show", _anchor=section), code=303)


def _page(recruiter: Recruiter, errors: dict[str, str] | None = None, key: str = "") -> str:
    given = request.form if errors else recruiter
    return render_template(
        "recruiter_account.html",
        recruiter=recruiter,
        organisation=organisation_of(recruiter),
        given={**recruiter, **given},
        key=key,
        alone="seule" in request.args,
        errors=errors or {},
    )
