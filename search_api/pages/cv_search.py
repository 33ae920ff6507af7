"""Searching the CV base, and taking what was found away as a table. Who is shown is written down first."""

from __future__ import annotations

import logging
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import Any

from flask import Blueprint, Response, render_template, request
from marshmallow import ValidationError
from werkzeug.datastructures import MultiDict

from indexer.alerts.links import page
from indexer.candidates.views import EXPORT, LIST, note_views
from indexer.cv_search.lines import line_of
from indexer.cv_search.queries import SHOWN, CvSearch
from indexer.cv_search.search import CvResults, everybody_found
from indexer.cv_search.search import search as run_search
from indexer.cv_search.table import MOST_LINES, table
from indexer.engine.client import engine
from indexer.language.searched import understand_search
from indexer.profiles.availability import today
from indexer.reference.in_force import vocabulary
from search_api.cv_search_schema import CvSearchSchema
from search_api.cv_search_view import FIRST, chips_of, cv_address, groups_of, hidden_fields, orders_of
from search_api.cv_searching import asked_of, keys_of, lines_of, places_searched, refused_words, search_of
from search_api.problems import by_field
from search_api.quotas import take
from search_api.recruiter_access import SignedRecruiter, vouched_recruiter
from search_api.search_view import of, replaced, where

cv_search = Blueprint("cv_search", __name__, url_prefix="/recruteurs/cv")

log = logging.getLogger(__name__)


@cv_search.get("")
def search() -> Any:
    """Search the people who chose to be seen; every state is an address. Without anything asked nobody is listed."""
    signed = vouched_recruiter()
    wanted, errors = _wanted()
    refused = refused_words(wanted["q"])
    places = places_searched(wanted)
    wish = search_of({**wanted, "q": ""} if refused else wanted, places)
    results = CvResults([], 0, {})
    if wish.restricts and not refused:
        results = run_search(engine(), wish, vocabulary(), keys_of(signed.organisation))
        note_views(engine(), signed.recruiter, signed.organisation, results.profiles, LIST)
    return render_template(
        "cv_search.html",
        wanted=wanted,
        looking=wish.restricts,
        refused=refused,
        results=results,
        lines=lines_of(results, wish),
        places=places,
        where=where({**wanted, "voisins": False}, places),
        chips=[] if refused else chips_of(wanted, results, places),
        groups=groups_of(wanted, results),
        first=FIRST,
        orders=orders_of(wanted, results),
        address=partial(cv_address, wanted),
        of=of,
        replaced=partial(replaced, wanted["lieu"]),
        most_lines=MOST_LINES,
        kept_fields=hidden_fields(wanted),
        errors=errors,
    ), (422 if errors or refused else 200)


@cv_search.get("/export.csv")
def export() -> Any:
    """Give what a search finds as a table, at most MOST_LINES people; each is written down as seen."""
    signed = vouched_recruiter()
    wanted, errors = _wanted()
    places = places_searched(wanted)
    wish = replace(search_of(wanted, places), cursor=None)
    # The page says what is wrong with a search.
    if errors or refused_words(wanted["q"]) or not wish.restricts:
        return search()
    profiles = _one_each(signed, wish)
    take(signed.recruiter, profiles, EXPORT)
    note_views(engine(), signed.recruiter, signed.organisation, profiles, EXPORT)
    log.info(
        "CVs exported",
        extra={"recruiter": signed.recruiter["id"], "organisation": signed.organisation["id"], "cvs": len(profiles)},
    )
    asked = asked_of(understand_search(wish.words, vocabulary()), wish)
    day = today()
    lines = [line_of(profile, asked, vocabulary(), day) for profile in profiles]
    answer = Response(table(lines, page("/recruteurs/cv/")), mimetype="text/csv")
    answer.headers["Content-Disposition"] = "attachment; filename=cv-estey.csv"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _one_each(signed: SignedRecruiter, wish: CvSearch) -> list[dict[str, Any]]:
    """Return the people a search finds, the first CV of each as it comes, as many as a table holds."""
    keys = keys_of(signed.organisation)
    found = everybody_found(engine(), wish, vocabulary(), keys, list(SHOWN))
    one_each: dict[str, dict[str, Any]] = {}
    for profile in islice(found, 2 * MOST_LINES):
        one_each.setdefault(profile["person"], profile)
    return list(one_each.values())[:MOST_LINES]


def _wanted() -> tuple[dict[str, Any], dict[str, str]]:
    """Return the fields of the address, those that cannot be used left out, and what is wrong with those."""
    schema = CvSearchSchema()
    try:
        return schema.load(request.args), {}
    except ValidationError as error:
        sound = MultiDict(request.args)
        for name in error.messages_dict:
            sound.poplist(name)
        return schema.load(sound), by_field(error.messages)
