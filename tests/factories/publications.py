"""Offers as recruiters write them, and what becomes of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from indexer.offers.document import received, understood
from indexer.publications import document as state
from indexer.publications.carrying import offer_of
from indexer.publications.facts import EMPTY, offer_given
from indexer.reference.in_force import gazetteer, vocabulary
from tests.factories.documents import NOW

PAU = "64445"
ORGANISATION = {"id": "org1", "name": "Atelier de l'Exemple", "siren": "732829320", "state": "vouched"}
TEXT = (
    "Au sein de l'atelier, avec quatre collègues, vous réalisez le soudage TIG de pièces en inox et la lecture de"
    " plans, du lundi au vendredi."
)
OPEN_DAYS = 60


def facts(**changes: Any) -> dict[str, Any]:
    """A welder's job in Pau that may be published at once."""
    return {
        **EMPTY,
        "title": "Soudeur TIG (H/F)",
        "job": "H2913",
        "description": TEXT,
        "commune": PAU,
        "contract": "CDI",
        "working_time": "full_time",
        "pay_from": 2100.0,
        "pay_to": 2300.0,
        "apply": "atelier@example.org",
        **changes,
    }


def make_publication(identifier: str = "pub", *, at: str = NOW, **changes: Any) -> state.Publication:
    """A draft of a welder's job, begun in the form by a recruiter of ORGANISATION.

    `written` are its facts; what else is said are fields of the publication.
    """
    written = changes.pop("written", None) or facts()
    whose, by = changes.pop("organisation", ORGANISATION["id"]), changes.pop("recruiter", "rec")
    return {**state.begun(identifier, whose, by, written, "form", datetime.fromisoformat(at)), **changes}


def make_published(identifier: str = "pub", *, at: str = NOW, **changes: Any) -> state.Publication:
    """A publication that is open since a time, its offer taken in."""
    open_now = state.published(make_publication(identifier, at=at, **changes), datetime.fromisoformat(at), OPEN_DAYS)
    return {**open_now, "carried": True, "offer": offer_of(identifier)}


def make_offer_of(publication: state.Publication, organisation: dict[str, Any] = ORGANISATION) -> dict[str, Any]:
    """The offer of a publication that is open, matched."""
    given = offer_given(publication, publication["given"], organisation, vocabulary(), gazetteer())
    return {**understood(received(given, gazetteer(), NOW), vocabulary()), "stage": "matched", "matched_at": NOW}
