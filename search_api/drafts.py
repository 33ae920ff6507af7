"""The deposit that a browser has begun: found by the secret of its steps, or again by a signed cookie.

The cookie is read for one thing, to offer on `/deposer` the way back to the steps. No form relies on it: each is sent
to an address that holds the secret, so there is nothing a forged request could use.
"""

from __future__ import annotations

from flask import abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from indexer.alerts.links import (
    DRAFT_SECONDS,
    LinkExpiredError,
    LinkUnknownError,
    draft_cookie,
    draft_secret,
    read_draft_cookie,
    read_draft_secret,
)
from indexer.engine.client import engine
from indexer.engine.documents import get
from indexer.profiles.document import Profile
from indexer.profiles.draft import is_draft
from indexer.settings import settings
from search_api.problems import not_found

COOKIE = "estey_depot"
# Where it is sent: to the deposit's own pages, and to nothing else.
PATH = "/deposer"


def still_there(secret: str) -> Profile | None:
    """Return the draft, or the profile it became, that the secret of its steps opens.

    None when it was erased, or its link made void; 404 when the link is none of ours.
    """
    try:
        identifier, link_key = read_draft_secret(secret)
    except LinkUnknownError:
        not_found()
    profile = get(engine(), "profiles", identifier)
    return profile if profile and profile["link_key"] == link_key else None


def deposit_of(secret: str) -> Profile:
    """Return the same; where it is not there any more, end the request with a page that says how to begin again."""
    profile = still_there(secret)
    if profile is None:
        abort(make_response(render_template("deposit_gone.html"), 410))
    return profile


def draft_of(secret: str) -> Profile:
    """Return the draft that the secret opens; one that is finished leads to its end, whatever was asked of it."""
    profile = deposit_of(secret)
    if not is_draft(profile):
        abort(redirect(url_for("deposit_end.done", secret=secret), code=303))
    return profile


def remembered() -> str:
    """Return the secret of the steps this browser has begun and not finished; nothing when there are none."""
    cookie = request.cookies.get(COOKIE)
    if not cookie:
        return ""
    try:
        secret = read_draft_cookie(cookie)
    except (LinkExpiredError, LinkUnknownError):
        return ""
    profile = still_there(secret)
    return secret if profile and is_draft(profile) else ""


def steps_of(profile: Profile) -> Response:
    """Lead to the second step of a draft, and have the browser find it again within a day."""
    secret = draft_secret(profile)
    answer = redirect(url_for("drafts.understood", secret=secret), code=303)
    answer.set_cookie(
        COOKIE,
        draft_cookie(secret),
        max_age=DRAFT_SECONDS,
        path=PATH,
        secure=settings().public_url.startswith("https:"),
        httponly=True,
        samesite="Lax",
    )
    return answer


def forgotten(answer: Response) -> Response:
    """Have the browser forget the deposit it began."""
    answer.delete_cookie(COOKIE, path=PATH, httponly=True, samesite="Lax")
    return answer
