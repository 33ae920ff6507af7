"""Renewing an offer by the link of a mail, without signing in, by a button: mail scanners open links."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template

from indexer.alerts.links import LinkUnknownError, read_renewal_token
from indexer.engine.client import engine
from indexer.engine.documents import get
from indexer.publications import document as state
from indexer.publications import lifecycle
from indexer.publications.document import Publication
from indexer.publications.lifecycle import BlockedError

renewal = Blueprint("renewal", __name__, url_prefix="/renouveler/<token>")


@renewal.get("")
def ask(token: str) -> str:
    """Show the offer with the button that renews it; or what became of it."""
    publication, valid = _meant(token)
    return _page(publication, valid=valid)


@renewal.post("")
def renew(token: str) -> Any:
    """Renew the offer; twice is as good as once."""
    publication, valid = _meant(token)
    if not valid:
        return _page(publication, valid=False)
    try:
        return _page(lifecycle.renew(engine(), publication["id"]) or publication, valid=False)
    except BlockedError:
        abort(403)


def _meant(token: str) -> tuple[Publication, bool]:
    """Return the publication a link is for, and whether it is still to be renewed."""
    try:
        identifier, ends = read_renewal_token(token)
    except LinkUnknownError:
        abort(404)
    publication = get(engine(), "publications", identifier)
    if publication is None or not publication.get("given"):
        abort(404)
    over = publication["state"] == state.CLOSED and publication.get("closed_reason") != state.EXPIRED
    return publication, publication.get("expires_at") == ends and not over


def _page(publication: Publication, *, valid: bool) -> str:
    is_open = publication["state"] == state.PUBLISHED
    return render_template("publication_renew.html", publication=publication, valid=valid, is_open=is_open)
