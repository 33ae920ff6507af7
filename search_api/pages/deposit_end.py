"""The end of a deposit: what is left to do, the first offers that fit, and the mail they would come in."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, url_for

from indexer.alerts.links import follow_secret
from indexer.alerts.preview import preview
from indexer.engine.client import engine
from indexer.matching.explanation import says_enough
from indexer.profiles.document import Profile
from indexer.profiles.draft import is_draft
from indexer.profiles.matching_offers import offers_now, trained_offers_now
from search_api.coming_again import comes_again, refresh_header
from search_api.drafts import deposit_of
from search_api.mail_state import mail_of

ends = Blueprint("deposit_end", __name__, url_prefix="/deposer/<secret>")

SHOWN = 5
# The mail may style itself and do nothing else, and only a page of ours may frame it.
PREVIEW_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none';"
    " frame-ancestors 'self'; sandbox"
)
_LINKS = re.compile(r"(<a\b[^>]*?)\s+href=\"[^\"]*\"")


@ends.get("/fini")
def done(secret: str) -> Any:
    """Show the first offers at once, with why they fit, and what is left to do: confirm the address."""
    profile = deposit_of(secret)
    if is_draft(profile):
        return redirect(url_for("drafts.resume", secret=secret), code=303)
    refreshing = comes_again(profile)
    lines, total = offers_now(engine(), profile, limit=SHOWN)
    page = render_template(
        "deposit_done.html",
        profile=profile,
        secret=follow_secret(profile),
        draft_secret=secret,
        mail=mail_of(profile),
        offers=lines,
        total=total,
        trained=trained_offers_now(engine(), profile, limit=SHOWN),
        says_enough=says_enough(profile),
        refreshing=refreshing,
        errors={},
        sent_again=False,
    )
    return page, refresh_header(refreshing)


@ends.get("/apercu")
def look(secret: str) -> Any:
    """Serve the mail that the person would get now, as a page of its own to be framed; 404 when there is none."""
    html = mail_html(deposit_of(secret))
    if html is None:
        abort(404)
    answer = Response(html, mimetype="text/html")
    answer.headers["Content-Security-Policy"] = PREVIEW_POLICY
    return answer


def mail_html(profile: Profile) -> str | None:
    """Return the HTML of the mail, its links inert: it is looked at, and those it holds are for a real mail."""
    if is_draft(profile):
        return None
    message = preview(engine(), profile)
    part = message.get_body(("html",)) if message else None
    return without_links(part.get_content()) if part else None


def without_links(html: str) -> str:
    """Return a mail of our templates with its links' addresses left out; their words stay as they are."""
    return _LINKS.sub(r"\1", html)
