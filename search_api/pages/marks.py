"""What somebody who is signed in says of an offer: keep it, not for me, no more of this employer or of this word."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from marshmallow import ValidationError

from indexer.alerts import marks as said
from indexer.engine.client import engine
from indexer.engine.documents import get_many
from indexer.offers.document import is_readable
from indexer.profiles import lifecycle
from indexer.profiles.suiting import profiles_of
from indexer.queueing import enqueue_profile
from search_api.mark_schema import RefusalSchema, WordSchema
from search_api.readable_offers import readable_offer
from search_api.sessions import lead_to_sign_in, own_path, person_or_sign_in, signed_in_person

marks = Blueprint("marks", __name__)

# As many as the form of one's wishes takes.
MOST_AVOIDED = 30


@marks.post("/offres/<identifier>/garder")
def keep(identifier: str) -> Any:
    """Keep an offer."""
    person = _person(identifier)
    said.keep(engine(), person, readable_offer(identifier)["id"])
    return _back(identifier, "gardee")


@marks.post("/offres/<identifier>/ne-plus-garder")
def let_go(identifier: str) -> Any:
    """Keep an offer no longer."""
    said.let_go(engine(), _person(identifier), identifier)
    return _back(identifier)


@marks.post("/offres/<identifier>/pas-pour-moi")
def refuse(identifier: str) -> Any:
    """Note that an offer is not for this person, who is never told of it again."""
    person = _person(identifier)
    try:
        reason = RefusalSchema().load(request.form)["reason"]
    except ValidationError:
        # A reason that no form of ours offers: what counts is that they do not want it.
        reason = ""
    said.refuse(engine(), person, readable_offer(identifier)["id"], reason)
    return _back(identifier)


@marks.post("/offres/<identifier>/finalement")
def take_back(identifier: str) -> Any:
    """Take back that an offer is not for this person."""
    said.take_back(engine(), _person(identifier), identifier)
    return _back(identifier)


@marks.post("/offres/<identifier>/masquer-employeur")
def avoid_employer(identifier: str) -> Any:
    """Have this person never told again of offers of this employer."""
    person = _person(identifier)
    employer = readable_offer(identifier).get("employer", "")
    if employer:
        _avoid(person, "avoided_employers", employer)
    return _back(identifier, "employeur")


@marks.post("/offres/<identifier>/masquer-mot")
def avoid_word(identifier: str) -> Any:
    """Have this person never told again of offers with this word in their title."""
    person = _person(identifier)
    readable_offer(identifier)
    try:
        _avoid(person, "avoided_words", WordSchema().load(request.form)["word"])
    except ValidationError:
        return _back(identifier)
    return _back(identifier, "mot")


@marks.get("/mes-offres")
def mine() -> Any:
    """List the offers somebody keeps, and those that are not for them, which they can take back."""
    person = person_or_sign_in()
    kept, refused = said.kept_offers(engine(), person), said.refused_offers(engine(), person)
    stored = get_many(engine(), "offers", [*kept, *refused])
    offers = {one: offer for one, offer in stored.items() if is_readable(offer)}
    return render_template(
        "my_offers.html",
        kept=[offers[one] for one in kept if one in offers],
        refused=[offers[one] for one in refused if one in offers],
    )


def _person(identifier: str) -> str:
    """Return who is signed in; anybody else is led to sign in, and then to the offer, where the button is again."""
    return signed_in_person() or lead_to_sign_in(url_for("search.offer", identifier=identifier))


def _avoid(person: str, field: str, text: str) -> None:
    for profile in profiles_of(engine(), person):
        before = profile.get(field) or []
        if text in before or len(before) >= MOST_AVOIDED:
            continue
        changed = lifecycle.update(engine(), profile["id"], {field: [*before, text[:80]]})
        if changed:
            enqueue_profile(changed["id"])


def _back(identifier: str, done: str = "") -> Any:
    """Lead back to where the form was: the offer's page as it was shown, or the list of one's offers."""
    way = own_path(request.form.get("retour", ""))
    here = url_for("search.offer", identifier=identifier)
    if not way.startswith((here, url_for("marks.mine"))):
        way = here
    way, _, _ = way.partition("#")
    if done and "fait=" not in way:
        way += f"{'&' if '?' in way else '?'}fait={done}"
    return redirect(way, code=303)
