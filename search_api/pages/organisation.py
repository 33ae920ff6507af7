"""The organisation a recruiter recruits for: said once, and who else belongs to it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from marshmallow import ValidationError

from indexer.engine.client import engine
from indexer.engine.documents import get
from indexer.queueing import enqueue_joining, enqueue_mails
from indexer.recruiters import naming, organisations
from indexer.recruiters.document import Recruiter
from indexer.reference.in_force import gazetteer
from search_api.problems import by_field
from search_api.recruiter_access import any_recruiter, organisation_of, recruiter_or_sign_in
from search_api.recruiter_schema import NameSchema, OrganisationSchema

organisation_page = Blueprint("organisation_page", __name__, url_prefix="/recruteurs/organisation")


@organisation_page.get("")
def form() -> Any:
    """Show the form, or the organisation there is with its members."""
    return _page(any_recruiter())


@organisation_page.post("")
def give() -> Any:
    """Take in the organisation of a recruiter who has none; a second one of the same SIRET waits to be let in."""
    recruiter = any_recruiter()
    if organisation_of(recruiter):
        return redirect(url_for("organisation_page.form"), code=303)
    try:
        given = OrganisationSchema().load(request.form)
    except ValidationError as error:
        return _page(recruiter, by_field(error.messages)), 422
    outcome = organisations.join(engine(), recruiter, given["siret"], given["organisation"], given["commune"])
    enqueue_joining(recruiter["id"])
    recorded = 1 if outcome == organisations.MEMBER else None
    return redirect(url_for("organisation_page.form", enregistree=recorded), code=303)


@organisation_page.post("/nom")
def rename() -> Any:
    """Take the name that the organisation should have; it waits to be read once people saw the other."""
    signed = recruiter_or_sign_in()
    try:
        wanted = NameSchema().load(request.form)["nom"]
    except ValidationError as error:
        return _page(signed.recruiter, by_field(error.messages)), 422
    outcome = naming.propose_name(engine(), signed.organisation["id"], wanted, signed.recruiter["id"])
    return redirect(url_for("organisation_page.form", nom=outcome, _anchor="nom-organisation"), code=303)


@organisation_page.post("/membres/<identifier>/accueillir")
def let_in(identifier: str) -> Any:
    """Let in a colleague who asked to join, once somebody vouches for the organisation."""
    organisation = _judging()
    return _settled(organisations.let_in(engine(), identifier, organisation))


@organisation_page.post("/membres/<identifier>/ecarter")
def turn_away(identifier: str) -> Any:
    """Refuse somebody who asked to join. Members are taken out by the operator only: one might evict all."""
    organisation = _judging()
    asked = get(engine(), "recruiters", identifier)
    if asked is None or asked.get("organisation"):
        abort(404)
    return _settled(organisations.turn_away(engine(), identifier, organisation))


def _judging() -> str:
    """Return the organisation whose members decide who joins; while nobody vouches for it, they do not (404)."""
    organisation = recruiter_or_sign_in().organisation
    if not organisations.may_let_in(organisation):
        abort(404)
    return str(organisation["id"])


def _settled(recruiter: Recruiter | None) -> Any:
    if recruiter is None:
        abort(404)
    enqueue_mails()
    return redirect(url_for("organisation_page.form", _anchor="membres"), code=303)


def _page(recruiter: Recruiter, errors: dict[str, str] | None = None) -> str:
    client = engine()
    organisation = organisation_of(recruiter)
    asked = get(client, "organisations", recruiter["asks_to_join"]) if recruiter.get("asks_to_join") else None
    values: dict[str, Any] = {"members": [], "waiting": [], "place": ""}
    if organisation:
        judging = organisations.may_let_in(organisation)
        commune = gazetteer().communes.get(organisation["commune"])
        values = {
            "members": organisations.members(client, organisation["id"]),
            # Of those who ask, nothing is shown to members who do not decide.
            "waiting": organisations.waiting(client, organisation["id"]) if judging else [],
            "judging": judging,
            "place": commune.label if commune else "",
        }
    return render_template(
        "organisation.html",
        recruiter=recruiter,
        organisation=organisation,
        asked=asked,
        recorded="enregistree" in request.args,
        named=request.args.get("nom", ""),
        given=request.form,
        errors=errors or {},
        **values,
    )
