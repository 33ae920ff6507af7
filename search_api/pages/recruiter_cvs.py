"""CVs as recruiters read them: those found for an offer, and each by itself. Who sees one is written down first."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for

from indexer.alerts.links import answer_token
from indexer.candidates.answers import REASONS, possible
from indexer.candidates.cases import Case, case_of
from indexer.candidates.cv_lines import CvLine
from indexer.candidates.employers import excludes, group_keys
from indexer.candidates.listing import found_for
from indexer.candidates.offering import offer_cv, open_publications
from indexer.candidates.shown import ShownCv, shown_cv
from indexer.candidates.telling import line_of
from indexer.candidates.views import FILE, LIST, PAGE, note_views
from indexer.engine.client import engine
from indexer.engine.documents import get, get_many
from indexer.matching.criteria import is_visible
from indexer.profiles.availability import today
from indexer.publications.document import Publication
from indexer.reading.file_store import load_file
from indexer.reading.refusals import FileRefusedError
from indexer.reference.in_force import vocabulary
from search_api.attached import attached
from search_api.problems import not_found
from search_api.quotas import take
from search_api.recruiter_access import SignedRecruiter, vouched_recruiter

recruiter_cvs = Blueprint("recruiter_cvs", __name__, url_prefix="/recruteurs")

LINES_A_PAGE = 20


@recruiter_cvs.get("/offres/<identifier>/cv")
def of_publication(identifier: str) -> str:
    """Show the people found for an offer of one's organisation, the best first."""
    signed = vouched_recruiter()
    publication = _own_publication(identifier, signed)
    found = found_for(engine(), publication, signed.organisation)
    page = max(1, request.args.get("page", 1, type=int))
    matches = found[(page - 1) * LINES_A_PAGE : page * LINES_A_PAGE]
    profiles = get_many(engine(), "profiles", [match["candidate_profile"] for match in matches])
    offer = get(engine(), "offers", publication.get("offer") or "-")
    lines: list[CvLine] = []
    if offer:
        note_views(engine(), signed.recruiter, signed.organisation, profiles.values(), LIST)
        lines = [
            line_of(match, profiles[match["candidate_profile"]], offer, match["recipient"])
            for match in matches
            if match["candidate_profile"] in profiles
        ]
    return render_template(
        "recruiter_cvs.html",
        publication=publication,
        offer=offer,
        lines=lines,
        total=len(found),
        page=page,
        pages=-(-len(found) // LINES_A_PAGE),
    )


@recruiter_cvs.get("/cv/<identifier>")
def show(identifier: str) -> str:
    """Show a CV: one found for an offer (the id of its match), or one from the search (that of its profile)."""
    signed = vouched_recruiter()
    case, cv = _cv(identifier, signed)
    profile = case.profile if case else _profile(identifier, signed)
    take(signed.recruiter, [profile], PAGE)
    note_views(engine(), signed.recruiter, signed.organisation, [profile], PAGE)
    return render_template(
        "recruiter_cv.html",
        cv=cv,
        case=case,
        identifier=identifier,
        line=line_of(case.match, case.profile, case.offer, case.recruiter["id"]) if case else None,
        token=answer_token(case.match["id"]) if case else "",
        possible=possible(case.match) if case else [],
        publications=[] if case else open_publications(engine(), signed.organisation["id"]),
        DECLINE_REASONS=REASONS,
        errors={},
        given={},
    )


@recruiter_cvs.get("/cv/<identifier>/fichier")
def file(identifier: str) -> Response:
    """Give the CV as it was sent, of who is seen with their name: to be kept, never opened inside our site."""
    signed = vouched_recruiter()
    case, cv = _cv(identifier, signed)
    profile = case.profile if case else _profile(identifier, signed)
    if not cv.file:
        not_found()
    take(signed.recruiter, [profile], FILE)
    note_views(engine(), signed.recruiter, signed.organisation, [profile], FILE)
    try:
        content = load_file(profile["file"]["path"])
    except FileRefusedError:
        not_found()
    return attached(content, "application/octet-stream", cv.file)


@recruiter_cvs.post("/cv/<identifier>/annonce")
def offer_to(identifier: str) -> Any:
    """Have a CV from the search told for one of the organisation's offers, to answer it."""
    signed = vouched_recruiter()
    profile = _profile(identifier, signed)
    publication = _own_publication(request.form.get("annonce", ""), signed)
    now = datetime.now(UTC).isoformat()
    match = offer_cv(engine(), publication, signed.recruiter["id"], profile, now)
    if match is None:
        not_found()
    return redirect(url_for("recruiter_cvs.show", identifier=match, _anchor="repondre"), code=303)


def _own_publication(identifier: str, signed: SignedRecruiter) -> Publication:
    publication = get(engine(), "publications", identifier or "-")
    if publication is None or publication["organisation"] != signed.organisation["id"]:
        not_found()
    return publication


def _cv(identifier: str, signed: SignedRecruiter) -> tuple[Case | None, ShownCv]:
    """Return what is shown of a CV, with its case where it was found for an offer of the recruiter's organisation."""
    case = case_of(engine(), identifier)
    if case is not None and case.publication["organisation"] == signed.organisation["id"]:
        return case, shown_cv(case.profile, vocabulary(), today(), case.match)
    return None, shown_cv(_profile(identifier, signed), vocabulary(), today())


def _profile(identifier: str, signed: SignedRecruiter) -> dict[str, Any]:
    """Return a profile that this recruiter may see; anything else is not there."""
    profile = get(engine(), "profiles", identifier)
    organisation = signed.organisation
    if profile is None or not is_visible(profile):
        not_found()
    if excludes(profile, group_keys(engine(), organisation.get("siren") or "", organisation["name"])):
        not_found()
    return profile
