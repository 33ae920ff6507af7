"""A person's own space, once signed in: what they are looking for, what was found, and everything kept about them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, url_for

from indexer.accounts.sign_in_links import end_sessions
from indexer.engine.client import engine
from search_api import sessions

account = Blueprint("account", __name__)


@account.get("/suivi")
def show() -> Any:
    """Show what a person has here."""
    person = sessions.person_or_sign_in()
    return render_template("account.html", person=person)


@account.post("/espace/autres-sessions")
def end_others() -> Any:
    """End every other session of the person: on a computer they forgot, or a telephone they lost."""
    person = sessions.person_or_sign_in()
    key = end_sessions(engine(), person)
    if key is None:
        sessions.sign_out()
    else:
        sessions.keep_only_this(key)
    return redirect(url_for("account.show", seule=1), code=303)
