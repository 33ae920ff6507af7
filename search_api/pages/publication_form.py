"""The form of an offer: written anew or edited, the skills of its job picked, and how many people it would find.

Everything works without JavaScript: choosing a job and counting people are buttons that send the form and show it again
with what was typed.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from indexer.engine.client import engine
from indexer.publications import document as state
from indexer.publications import gate, lifecycle
from indexer.publications.document import Publication
from indexer.publications.estimate import Estimate, estimate
from indexer.publications.facts import EMPTY, Facts
from indexer.publications.reading import offer_as_matched, reading_of
from indexer.recruiters.document import Organisation, may_see_cvs
from indexer.reference.in_force import gazetteer, vocabulary
from indexer.settings import settings
from search_api import publication_form as written
from search_api.owned_publication import own_publication
from search_api.publication_words import labels
from search_api.recruiter_access import recruiter_or_sign_in

offer_form = Blueprint("offer_form", __name__, url_prefix="/recruteurs/offres")

SKILLS, COUNT = "metier", "estimer"
"""The buttons that show the form again: with the skills of the job, with the count of people."""


@offer_form.get("/nouvelle")
def new() -> str:
    """Show the ways to begin an offer, and the empty form."""
    return form_page(recruiter_or_sign_in().organisation, dict(EMPTY))


@offer_form.post("/nouvelle")
def begin() -> Any:
    """Take the form: show it again with what was asked for, or keep the draft and lead to how people will see it."""
    signed = recruiter_or_sign_in()
    facts, errors = written.read(request.form)
    if shown := _again(signed.organisation, facts, errors):
        return shown
    begun = lifecycle.begin(engine(), signed.organisation["id"], signed.recruiter["id"], facts)
    return redirect(url_for("recruiter_offers.show", identifier=begun["id"]), code=303)


@offer_form.get("/<identifier>/modifier")
def edit(identifier: str) -> str:
    """Show the form with what was written last, and what the law has to say of it beside the fields."""
    signed, publication = own_publication(identifier)
    return form_page(signed.organisation, {**EMPTY, **state.written(publication)}, publication=publication)


@offer_form.post("/<identifier>/modifier")
def change(identifier: str) -> Any:
    """Keep what is written: people see it once it is published."""
    signed, publication = own_publication(identifier)
    facts, errors = written.read(request.form)
    if shown := _again(signed.organisation, facts, errors, publication):
        return shown
    lifecycle.write(engine(), identifier, facts)
    return redirect(url_for("recruiter_offers.show", identifier=identifier), code=303)


@offer_form.post("/nouvelle/estimation")
def count() -> str:
    """Answer the script of the form: how many people what is typed would find, as the part of the page that says so."""
    organisation = recruiter_or_sign_in().organisation
    facts, _ = written.read(request.form)
    return render_template(
        "_publication_estimate.html",
        counted=_estimate(organisation, facts),
        may_count=may_see_cvs(organisation),
        known=vocabulary(),
    )


def form_page(
    organisation: Organisation,
    facts: Facts,
    errors: dict[str, str] | None = None,
    *,
    typed: dict[str, str] | None = None,
    publication: Publication | None = None,
    counted: Estimate | None = None,
    said: dict[str, str] | None = None,
) -> str:
    """Render the form. `typed` is what was sent, where it is shown again; `said` what was sent to another way in."""
    known, communes = vocabulary(), gazetteer()
    reading = reading_of(facts, organisation, known, communes) if facts["title"] else None
    found = (
        gate.findings(facts, datetime.now(UTC).isoformat(), organisation["name"]) if publication and not errors else []
    )
    return render_template(
        "publication_form.html",
        publication=publication,
        facts=facts,
        typed=written.form_of(facts, known, communes) if typed is None else typed,
        errors=errors or {},
        said=said or {},
        rows=written.rows(facts, reading, known) if reading else [],
        understood=written.understood(facts, reading, known, communes) if reading else {},
        findings=gate.by_field(found),
        refused="refusee" in request.args,
        was_read="lue" in request.args,
        counted=counted,
        counting=request.form.get("then") == COUNT,
        may_count=may_see_cvs(organisation),
        known=known,
        licences=sorted({item.label for item in known.licences.values()}),
        reads_links=bool(settings().link_hosts),
        SKILLS=SKILLS,
        COUNT=COUNT,
        **labels(),
    )


def _again(
    organisation: Organisation, facts: Facts, errors: dict[str, str], publication: Publication | None = None
) -> Any:
    """Return the form shown again, when a button asks for it or something is wrong; None when all is well."""
    asked = request.form.get("then", "")
    if asked not in (SKILLS, COUNT) and not errors:
        return None
    # Who asks for the skills of a job has not finished: what is missing yet is not held against them.
    words = ("job_words", *written.ADDING)
    shown = {name: errors[name] for name in words if name in errors} if asked in (SKILLS, COUNT) else errors
    counted = _estimate(organisation, facts) if asked == COUNT else None
    typed = written.typed_of(request.form, errors)
    page = form_page(organisation, facts, shown, typed=typed, publication=publication, counted=counted)
    return (page, 422) if shown else page


def _estimate(organisation: Organisation, facts: Facts) -> Estimate | None:
    """Count the people of an offer; None without a title, and for an organisation that may not see anybody."""
    if not facts["title"] or not may_see_cvs(organisation):
        return None
    return estimate(engine(), offer_as_matched(facts, organisation, vocabulary(), gazetteer()), facts["required"])
