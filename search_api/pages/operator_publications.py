"""The operator's page of offers that wait: each as people would see it, what the gate found, and accepting or refusing.

It is opened by a link that `estey organisations page --publications` prints; partner bodies' links do not open it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for

from indexer.engine.client import engine
from indexer.engine.documents import get, get_many
from indexer.offers.legal_gate.rules import ADVISED, REFUSED
from indexer.publications import document as state
from indexer.publications import gate, holding, settling
from indexer.publications.document import Publication
from indexer.publications.listing import waiting
from indexer.publications.reading import offer_as_matched
from indexer.queueing import enqueue_mails
from indexer.recruiters import doubts
from indexer.recruiters.document import Organisation, is_vouched
from indexer.recruiters.operator_links import Opened
from indexer.reference.in_force import gazetteer, vocabulary
from search_api.operator_access import opened_publications
from search_api.operator_menu import operator_menu
from search_api.problem_sentences import STATUS
from search_api.problems import refusal

operator_publications = Blueprint("operator_publications", __name__, url_prefix="/operateur/offres")

MOST_SHOWN = 20
"""On one page; those decided of make room for the next."""
DONE = "fait"
"""The parameter of the address that says what was just done."""
JUST_DONE = {
    "acceptee": "L’offre est en ligne. Son auteur en est averti par courriel.",
    "refusee": "L’offre est refusée. Son auteur reçoit la raison par courriel, et peut la corriger.",
    "deja": "Cette offre n’attendait plus : son auteur l’a retirée ou corrigée, ou quelqu’un en a déjà décidé.",
}


@operator_publications.get("")
def index() -> str:
    """Show what waits, the longest first."""
    return _page(opened_publications())


@operator_publications.post("/<identifier>/accepter")
def accept(identifier: str) -> Any:
    """Publish an offer as it was read."""
    opened = opened_publications()
    _known(identifier)
    try:
        # Whoever sends no version has read none.
        done = settling.accept(engine(), identifier, opened.by, request.form.get("lue") or "none")
    except settling.ChangedError:
        code = "publication_changed"
        return _page(opened, identifier, {"changed": refusal(code)}), STATUS[code]
    return _settled("acceptee", done=done)


@operator_publications.post("/<identifier>/refuser")
def refuse(identifier: str) -> Any:
    """Refuse an offer, for a reason that its author reads."""
    opened = opened_publications()
    waits = _known(identifier)["state"] == state.WAITING
    reason = " ".join(request.form.get("reason", "").split())
    if waits and not 2 <= len(reason) <= settling.MOST_REASON:
        return _page(opened, identifier, {"reason": refusal("refusal_reason_missing")}), 422
    # What somebody accepted meanwhile is open, and this page takes nothing down that is.
    done = settling.refuse(engine(), identifier, reason, opened.by, also_open=False)
    return _settled("refusee", done=done)


def _known(identifier: str) -> Publication:
    publication = get(engine(), "publications", identifier)
    if publication is None:
        abort(404)
    return publication


def _settled(words: str, *, done: bool) -> Any:
    """Lead back, and have the author told without waiting for the next minute."""
    if done:
        enqueue_mails()
    return redirect(url_for("operator_publications.index", fait=words if done else "deja"), code=303)


def _page(opened: Opened, wrong: str = "", errors: dict[str, str] | None = None) -> str:
    found = waiting(engine())
    total = len(found)
    # The one whose form was wrong is shown first, whatever the others are.
    shown = sorted(found, key=lambda one: one["id"] != wrong)[:MOST_SHOWN]
    organisations = get_many(engine(), "organisations", [one["organisation"] for one in shown])
    return render_template(
        "operator_publications.html",
        by=opened.by,
        menu=operator_menu(opened),
        waiting=[_shown(one, organisations.get(one["organisation"])) for one in shown],
        more=total - len(shown),
        wrong=wrong,
        errors=errors or {},
        typed=request.form.get("reason", ""),
        done=JUST_DONE.get(request.args.get(DONE, "")),
        MOST_REASON=settling.MOST_REASON,
    )


def _shown(publication: Publication, organisation: Organisation | None) -> dict[str, Any]:
    """Return an offer as it would be published now, with what the gate says of it and which version it is."""
    facts, whose = state.written(publication), organisation or {"id": publication["organisation"], "name": ""}
    found = gate.findings(facts, datetime.now(UTC).isoformat(), whose["name"])
    return {
        "id": publication["id"],
        "since": publication["state_since"],
        "again": bool((publication.get("settled") or {}).get("reason")),
        "organisation": whose,
        # It was not published: there is no day on which it was.
        "offer": {**offer_as_matched(facts, whose, vocabulary(), gazetteer()), "published_at": ""},
        "held": [holding.WORDS[code] for code in publication.get("held") or []],
        "doubts": [doubts.WORDS[one["code"]] for one in whose.get("doubts") or []] if not is_vouched(whose) else [],
        "findings": [one for one in found if one["severity"] != ADVISED],
        "acceptable": gate.verdict(found) != REFUSED,
        "version": state.version(publication),
    }
