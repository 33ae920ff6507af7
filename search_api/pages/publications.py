"""The offers of an organisation: their list, each as people will see it, and publishing, renewing and closing it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for

from indexer.engine.client import engine
from indexer.offers.legal_gate.rules import REFUSED
from indexer.publications import document as state
from indexer.publications import gate, holding, lifecycle
from indexer.publications.document import Publication
from indexer.publications.lifecycle import BlockedError
from indexer.publications.listing import publications_of
from indexer.publications.reading import offer_as_matched
from indexer.recruiters.document import may_see_cvs
from indexer.recruiters.lifecycle import heard_from
from indexer.reference.in_force import gazetteer, vocabulary
from search_api.owned_publication import own_publication
from search_api.problems import refusal
from search_api.publication_words import CLOSING, DONE, RHYTHMS, labels
from search_api.recruiter_access import SignedRecruiter, recruiter_or_sign_in

publications = Blueprint("recruiter_offers", __name__, url_prefix="/recruteurs/offres")


@publications.get("")
def index() -> str:
    """List the organisation's offers: those that need something first, then the newest."""
    signed = recruiter_or_sign_in()
    found = publications_of(engine(), signed.organisation["id"])
    return render_template(
        "publications.html",
        found=found,
        now=datetime.now(UTC),
        days_left=state.days_left,
        sees_cvs=may_see_cvs(signed.organisation),
        **labels(),
    )


@publications.get("/<identifier>")
def show(identifier: str) -> str:
    """Show an offer as people will see it, with what can be done with it."""
    signed, publication = own_publication(identifier)
    return _page(publication, signed)


@publications.post("/<identifier>/publier")
def publish(identifier: str) -> Any:
    """Publish what was written; what the law does not let pass is shown where it is to be mended."""
    own_publication(identifier)
    try:
        published = lifecycle.publish(engine(), identifier)
    except BlockedError:
        abort(403)
    if published is None:
        abort(404)
    publication, found = published
    if gate.verdict(found) == REFUSED:
        refusal("offer_refused")
        return redirect(url_for("offer_form.edit", identifier=identifier, refusee=1), code=303)
    done = "attend" if publication["state"] == state.WAITING else "publiee"
    return _shown(identifier, done)


@publications.post("/<identifier>/renouveler")
def renew(identifier: str) -> Any:
    """Have an offer stay as long again, or a closed one come back."""
    own_publication(identifier)
    try:
        renewed = lifecycle.renew(engine(), identifier)
        waits = renewed is not None and renewed["state"] == state.WAITING
        done = "attend" if waits else "renouvelee" if renewed else ""
    except BlockedError:
        abort(403)
    return _shown(identifier, done)


@publications.post("/<identifier>/fermer")
def close(identifier: str) -> Any:
    """Close an offer, for a reason."""
    signed, publication = own_publication(identifier)
    reason = request.form.get("reason", "")
    if reason not in state.BY_RECRUITER:
        return _page(publication, signed, {"closing": refusal("close_reason_missing")}), 422
    lifecycle.close(engine(), identifier, reason)
    return _shown(identifier, "fermee")


@publications.post("/<identifier>/rythme")
def choose_rhythm(identifier: str) -> Any:
    """Say when mails of this offer's CVs leave."""
    signed, publication = own_publication(identifier)
    rhythm = request.form.get("rythme")
    if rhythm not in ("", *RHYTHMS):
        return _page(publication, signed, {"rythme": refusal("rhythm_invalid")}), 422
    lifecycle.set_rhythm(engine(), identifier, rhythm)
    if publication["recruiter"] == signed.recruiter["id"]:
        heard_from(engine(), signed.recruiter["id"])
    return _shown(identifier, "rythme")


@publications.post("/<identifier>/effacer")
def discard(identifier: str) -> Any:
    """Erase a draft."""
    own_publication(identifier)
    lifecycle.discard(engine(), identifier)
    return redirect(url_for("recruiter_offers.index"), code=303)


def _shown(identifier: str, done: str) -> Any:
    return redirect(url_for("recruiter_offers.show", identifier=identifier, fait=done or None), code=303)


def _page(publication: Publication, signed: SignedRecruiter, errors: dict[str, str] | None = None) -> str:
    facts, organisation, now = state.written(publication), signed.organisation, datetime.now(UTC)
    found = gate.findings(facts, now.isoformat(), organisation["name"])
    accepted = (publication.get("settled") or {}).get("accepted", [])
    offer = offer_as_matched(facts, organisation, vocabulary(), gazetteer())
    return render_template(
        "publication.html",
        publication=publication,
        offer={**offer, "published_at": publication.get("published_at") or now.isoformat(), "publication": "x"},
        findings=found,
        verdict=gate.verdict(found, accepted),
        days_left=state.days_left(publication, now),
        done=request.args.get(DONE, ""),
        errors=errors or {},
        sees_cvs=may_see_cvs(organisation),
        to_read=publication["state"] != state.PUBLISHED and bool(holding.reasons(engine(), publication, organisation)),
        # The mails are the author's: a colleague has another account.
        own_rhythm=signed.recruiter["frequency"] if publication["recruiter"] == signed.recruiter["id"] else "",
        CLOSING=CLOSING,
        **labels(),
    )
