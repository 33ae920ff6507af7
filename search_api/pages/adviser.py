"""The page that a person lets their adviser see, and the two buttons that give and take it back."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, url_for

from indexer.alerts.links import LinkUnknownError
from indexer.engine.client import engine
from indexer.profiles import adviser as links
from search_api.deposits import profile_of
from search_api.mail_state import mail_of
from search_api.problems import not_found

adviser = Blueprint("adviser", __name__)


@adviser.post("/suivi/<secret>/conseiller")
def share(secret: str) -> Any:
    """Make the link that the person gives to their adviser."""
    links.share(engine(), profile_of(secret)["id"])
    return _back(secret)


@adviser.post("/suivi/<secret>/conseiller/retirer")
def stop_sharing(secret: str) -> Any:
    """Take the link back."""
    links.stop_sharing(engine(), profile_of(secret)["id"])
    return _back(secret)


@adviser.get("/conseiller/<token>")
def show(token: str) -> str:
    """Say whether the person is written to, and whether our mails reach them; nothing of who they are."""
    try:
        profile = links.shared(engine(), token)
    except LinkUnknownError:
        not_found()
    if profile is None:
        not_found()
    return render_template("adviser.html", profile=profile, mail=mail_of(profile))


def _back(secret: str) -> Any:
    return redirect(url_for("follow.show", secret=secret, _anchor="conseiller"), code=303)
