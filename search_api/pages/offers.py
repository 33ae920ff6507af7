"""An offer's own page, and reporting an offer."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from marshmallow import ValidationError

from indexer.alerts.links import page
from indexer.engine.client import engine
from indexer.engine.documents import get
from indexer.offers import reports
from indexer.offers.document import UNREAD, Offer
from indexer.places.communes import gazetteer
from search_api.job_posting import job_posting
from search_api.offer_words import nearest
from search_api.problems import by_field
from search_api.report_schema import ReportSchema
from search_api.schemas import SearchSchema

offer_pages = Blueprint("offer_pages", __name__, url_prefix="/offres/<identifier>")


def show_offer(identifier: str) -> str:
    """Render an offer's page. The search a visitor came from is in the address: the way back, and how far it is."""
    offer = _offer(identifier)
    # Only what a search asks for: other names would be taken as options of `url_for`.
    came = {name: request.args.getlist(name) for name in SearchSchema().fields if name in request.args}
    address = page(f"/offres/{identifier}")
    return render_template(
        "offer.html",
        offer=offer,
        address=address,
        came=came,
        near=nearest(offer, came.get("lieu", []), gazetteer()),
        posting=job_posting(offer, address, gazetteer()),
    )


@offer_pages.get("/signaler")
def ask_report(identifier: str) -> str:
    """Show the form that reports an offer, or the thanks for having done it."""
    given = {"form": secrets.token_urlsafe(12)}
    return _report(_offer(identifier), given, {}, done="merci" in request.args)


@offer_pages.post("/signaler")
def report(identifier: str) -> Any:
    """Take a report: once for each form shown, whoever sends it twice."""
    offer = _offer(identifier)
    try:
        said = ReportSchema().load(request.form)
    except ValidationError as error:
        return _report(offer, request.form.to_dict(), by_field(error.messages)), 422
    reports.report(engine(), identifier, said["reason"], said["words"], said["form"])
    return redirect(url_for("offer_pages.ask_report", identifier=identifier, merci=1), code=303)


def _report(offer: Offer, given: dict[str, str], errors: dict[str, str], *, done: bool = False) -> str:
    return render_template(
        "report.html", offer=offer, given=given, errors=errors, done=done, REPORT_REASONS=reports.REASONS
    )


def _offer(identifier: str) -> Offer:
    found = get(engine(), "offers", identifier)
    if found is None or found["status"] == UNREAD:
        abort(404)
    return found
