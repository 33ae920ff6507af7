"""The searches of the CV base that a recruiter keeps: whom they find from then on is mailed, at their rhythm."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from marshmallow import ValidationError

from indexer.cv_search import saved as searches
from indexer.cv_search.labels import search_label
from indexer.engine.client import engine
from indexer.reference.in_force import gazetteer, vocabulary
from search_api.cv_search_schema import FIELDS, CvSearchSchema
from search_api.cv_search_view import cv_address
from search_api.cv_searching import places_searched, refused_words, search_of
from search_api.problems import not_found, refusal
from search_api.recruiter_access import SignedRecruiter, vouched_recruiter

cv_alerts = Blueprint("cv_alerts", __name__, url_prefix="/recruteurs/alertes")


@cv_alerts.get("")
def index() -> str:
    """Show the searches a recruiter keeps."""
    return _page(vouched_recruiter())


@cv_alerts.post("")
def save() -> Any:
    """Keep a search of the page, as its address carries it."""
    signed = vouched_recruiter()
    try:
        wanted = CvSearchSchema().load(request.form)
    except ValidationError:
        return _page(signed, refusal("cv_search_unusable")), 422
    places = places_searched(wanted)
    wish = search_of({**wanted, "page": None}, places)
    if not wish.restricts or places.problems or refused_words(wanted["q"]):
        return _page(signed, refusal("cv_search_unusable")), 422
    communes = [commune.insee for commune in places.looked_around]
    label = search_label(wish, [place.label for place in places.known], vocabulary())
    kept = searches.wish_of(wish, communes)
    try:
        searches.save(engine(), signed.recruiter["id"], signed.organisation["id"], kept, label)
    except searches.TooManySavedError:
        return _page(signed, refusal("cv_searches_too_many")), 422
    return redirect(url_for("cv_alerts.index", gardee=1), code=303)


@cv_alerts.post("/<identifier>/supprimer")
def delete(identifier: str) -> Any:
    """Keep a search no more."""
    signed = vouched_recruiter()
    if searches.saved_search(engine(), identifier, signed.recruiter["id"]) is None:
        not_found()
    searches.delete(engine(), identifier)
    return redirect(url_for("cv_alerts.index"), code=303)


def _page(signed: SignedRecruiter, error: str = "") -> str:
    kept = searches.saved_of(engine(), signed.recruiter["id"])
    return render_template(
        "cv_alerts.html",
        searches=[{**one, "address": cv_address(_searched_again(one["wish"]))} for one in kept],
        recruiter=signed.recruiter,
        recorded="gardee" in request.args,
        error=error,
        errors={"q": error} if error else {},
    )


def _searched_again(wish: dict[str, Any]) -> dict[str, Any]:
    """Return a kept search as the fields of its page."""
    known = gazetteer()
    communes = [known.communes[code].label for code in wish["communes"] if code in known.communes]
    return {
        "q": wish["words"],
        "lieu": [*communes, *(known.departements.get(code, code) for code in wish["departements"])],
        "rayon": wish["radius_km"],
        **{name: wish["chosen"].get(facet, []) for name, facet in FIELDS.items()},
    }
