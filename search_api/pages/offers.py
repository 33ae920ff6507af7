"""An offer's own page, and reporting an offer."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from marshmallow import ValidationError

from indexer.alerts import marks
from indexer.alerts.links import page
from indexer.engine.client import engine
from indexer.offers import reports
from indexer.offers.document import Offer
from indexer.profiles.suiting import profiles_of, suited
from indexer.publications.listing import end_of
from indexer.reference.in_force import gazetteer
from search_api.job_posting import job_posting
from search_api.offer_words import nearest, words_of_title
from search_api.problems import by_field
from search_api.readable_offers import readable_offer
from search_api.report_schema import ReportSchema
from search_api.search_schema import SearchSchema
from search_api.sessions import signed_in_person

DONE = "fait"
"""The parameter of the address that says what was just done."""
SENTENCES = {
    "gardee": "L’offre est gardée.",
    "employeur": "C’est noté : nous ne vous enverrons plus d’offres de cet employeur.",
    "mot": "C’est noté : nous ne vous enverrons plus d’offres dont l’intitulé contient ce mot.",
}

offer_pages = Blueprint("offer_pages", __name__, url_prefix="/offres/<identifier>")


def show_offer(identifier: str) -> str:
    """Render an offer's page. The search a visitor came from is in the address: the way back, and how far it is."""
    offer = readable_offer(identifier)
    if offer.get("publication"):
        offer = {**offer, "ends_at": end_of(engine(), offer["publication"])}
    # Only what a search asks for: other names would be taken as options of `url_for`.
    came = {name: request.args.getlist(name) for name in SearchSchema().fields if name in request.args}
    address = page(f"/offres/{identifier}")
    return render_template(
        "offer.html",
        offer=offer,
        address=address,
        came=came,
        mine=_for_me(offer),
        REFUSAL_REASONS=marks.REASONS,
        near=nearest(offer, came.get("lieu", []), gazetteer()),
        posting=job_posting(offer, address, gazetteer()),
    )


@offer_pages.get("/signaler")
def ask_report(identifier: str) -> str:
    """Show the form that reports an offer, or the thanks for having done it."""
    given = {"form": secrets.token_urlsafe(12)}
    return _report(readable_offer(identifier), given, {}, done="merci" in request.args)


@offer_pages.post("/signaler")
def report(identifier: str) -> Any:
    """Take a report: once for each form shown, whoever sends it twice."""
    offer = readable_offer(identifier)
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


def _for_me(offer: Offer) -> dict[str, Any] | None:
    """Return what the page says to who is signed in: their mark, why it suits, the words they may avoid; else None."""
    person = signed_in_person()
    if person is None:
        return None
    profiles = profiles_of(engine(), person)
    return {
        "mark": marks.mark_of(engine(), person, offer["id"]),
        "suited": suited(engine(), profiles, offer),
        "words": words_of_title(offer["title"]) if profiles else [],
        "done": SENTENCES.get(request.args.get(DONE, "")),
    }
