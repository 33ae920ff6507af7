"""Invented profiles, offers and search results for pages rendered without the stack."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from indexer.alerts.offer_lines import OfferLine, Reason
from indexer.candidates.seen_by import Seen
from indexer.language.searched import Part
from indexer.offers.search import Results
from indexer.offers.search_hints import Hint
from indexer.places.communes import Commune
from indexer.searching.counts import Facet
from indexer.searching.cursors import Cursor
from indexer.trainings.training_lines import TrainingLine
from search_api.searched_places import Place, PlaceProblem, Places
from search_api.searching import Answered

PAU = Commune("64445", "Pau", ("64000",), "64", "Pyrénées-Atlantiques", 77000, (43.3, -0.37))
PUBLISHED = "2026-11-20T08:00:00.000Z"
WORKS = {"state": "works", "reason": None, "retry_at": None}


def profile(**changes: Any) -> dict[str, Any]:
    """A confirmed welder around Pau, read and matched."""
    return {
        "id": "profile1",
        "person": "person1",
        "link_key": "key",
        "email": "camille@example.org",
        "stage": "matched",
        "confirmation": "sent",
        "confirmed_at": PUBLISHED,
        "unsubscribed_at": None,
        "paused": False,
        "wanted": ["soudeur TIG"],
        "wants": [f"job:H2913#{slot}" for slot in range(1, 7)],
        "commune": "64445",
        "place_label": "Pau (64)",
        "radius_km": 30,
        "contracts": ["CDI"],
        "frequency": "daily",
        "open_to_training": False,
        "visibility": "hidden",
        "understood": {"jobs": ["H2913"], "items": ["skill:soudage-tig", "licence:PERMIS-B", "language:anglais"]},
        **changes,
    }


SEEN = (
    Seen("Atelier de l’Exemple", "declined", "2026-11-23T09:00:00+00:00", "Soudeur TIG (H/F)"),
    Seen("Atelier de l’Exemple", "page", "2026-11-22T09:00:00+00:00"),
)


def draft(**changes: Any) -> dict[str, Any]:
    """A deposit whose CV is read, without an address yet."""
    without = {"confirmed_at": None, "email": "", "commune": None, "place_label": None, "wanted": []}
    begun = {"confirmation": "not_asked", "draft_since": PUBLISHED, "typed": {}, "file": {"name": "mon-cv.pdf"}}
    return {**profile(**without), **begun, **changes}


STATES: dict[str, dict[str, Any]] = {
    "matched": {},
    "received": {"stage": "received", "confirmed_at": None, "understood": None},
    "parsed": {"stage": "parsed"},
    "failed": {
        "stage": "failed",
        "understood": None,
        "failure": {"code": "file_scan", "message": "Un scan : renvoyez."},
    },
    "unconfirmed": {"confirmed_at": None},
    "refused": {"confirmed_at": None, "confirmation": "refused"},
    "held": {"confirmed_at": None, "confirmation": "held"},
    "paused": {"paused": True},
    "paused until": {"paused": True, "paused_until": "2027-01-14T23:00:00+00:00"},
    "unsubscribed": {"unsubscribed_at": PUBLISHED},
    "mail waits": {"mail": {"state": "waits", "reason": "not_delivered", "retry_at": "2026-11-24T14:05:00+00:00"}},
    "no such address": {"mail": {"state": "stopped", "reason": "no_such_address", "retry_at": None}},
    "mail came back": {"mail": {"state": "stopped", "reason": "not_delivered", "retry_at": None}},
    "too little known": {"wanted": [], "wants": ["skill:soudage-tig#1"], "understood": {"jobs": [], "items": []}},
}


NO_MAIL = {"matching": {"given": True, "at": PUBLISHED}, "mail": {"given": False, "at": PUBLISHED}}
"""The consents of who agreed to be matched and to no mail."""

DRAFT_STATES: dict[str, tuple[str, dict[str, Any]]] = {
    "draft cv": ("cv", {}),
    "draft read": ("compris", {}),
    "draft being read": ("compris", {"stage": "received", "understood": None}),
    "draft being read, stopped": ("compris?arret=1", {"stage": "received", "understood": None}),
    "draft scan": (
        "compris",
        {"stage": "failed", "understood": None, "failure": {"code": "file_scan", "message": "Un scan : renvoyez."}},
    ),
    "draft nothing understood": ("compris", {"understood": {"jobs": [], "items": []}}),
    "draft wish": ("recherche", {}),
    "draft wish kept": ("recherche", {"typed": {"wish": {"commune": ["Pau"], "wanted": ["soudeur"]}}}),
}
DONE_STATES: dict[str, dict[str, Any]] = {
    "done": {"confirmed_at": None},
    "done, no mail wanted": {
        "confirmed_at": None,
        "unsubscribed_at": PUBLISHED,
        "consents": NO_MAIL,
    },
    "done, being read": {"confirmed_at": None, "stage": "received", "understood": None},
}


def line(**changes: Any) -> OfferLine:
    """An offer as its person is told of it."""
    given: dict[str, Any] = {
        "identifier": "offer1",
        "title": "Soudeur TIG (H/F)",
        "employer": "Atelier de l’Exemple",
        "place": "64 - Pau",
        "distance_km": 3,
        "contract": "CDI",
        "pay": "Mensuel de 2 100 €",
        "published_at": PUBLISHED,
        "url": "https://example.org/offres/offer1",
        "points": 8,
        "reasons": [Reason("métier : soudage", 6), Reason("soudage TIG", 2)],
        **changes,
    }
    return OfferLine(**given)


def reached_line() -> OfferLine:
    """An offer that a training would open."""
    course = TrainingLine("CACES R489 en trois jours", "Les Quais, Pau (64)", "https://example.org/f")
    certified = TrainingLine("Titre professionnel", "certification : demandez où la préparer", "")
    return line(title="Cariste", points=4, missing=["CACES R489", "gerbage"], trainings=[course, certified])


def saved_search(**changes: Any) -> dict[str, Any]:
    """A confirmed search for welders around Pau."""
    return {
        "id": "search1",
        "link_key": "key",
        "email": "camille@example.org",
        "label": "soudeur, à 30 km autour de Pau (64), CDI",
        "frequency": "daily",
        "confirmation": "sent",
        "confirmed_at": PUBLISHED,
        "unsubscribed_at": None,
        "paused": False,
        "wish": {"words": "soudeur", "commune": "64445", "radius_km": 30, "contracts": ["CDI"], "families": []},
        **changes,
    }


SAVED_STATES: dict[str, dict[str, Any]] = {
    "alert on": {},
    "alert unconfirmed": {"confirmed_at": None},
    "alert refused": {"confirmed_at": None, "confirmation": "refused"},
    "alert held": {"confirmed_at": None, "confirmation": "held"},
    "alert paused": {"paused": True},
    "alert paused until": {"paused": True, "paused_until": "2027-01-14T23:00:00+00:00"},
    "alert waits": {"mail": {"state": "waits", "reason": "not_delivered", "retry_at": "2026-11-24T14:05:00+00:00"}},
    "alert without address": {"mail": {"state": "stopped", "reason": "no_such_address", "retry_at": None}},
    "alert ended": {"unsubscribed_at": PUBLISHED},
}


def offer(**changes: Any) -> dict[str, Any]:
    """A stored offer."""
    return {
        "id": "offer1",
        "status": "open",
        "title": "Soudeur TIG (H/F)",
        "description": "Premier paragraphe.\nSa suite.\n\nSecond <b>paragraphe</b>.",
        "employer": "Atelier de l’Exemple",
        "place_label": "64 - PAU",
        "commune": "64445",
        "contract": "CDI",
        "contract_label": "Contrat à durée indéterminée",
        "source": "exemple",
        "url": "https://example.org/annonce",
        "skill_labels": ["Soudage TIG"],
        "published_at": PUBLISHED,
        **changes,
    }


def part(text: str = "soudeur", *traits: str, start: int = 0, quoted: bool = False) -> Part:
    """A piece of a search as it was understood."""
    return Part(text, start, start + len(text), traits, quoted)


def near_pau() -> Places:
    return Places([Place("Pau", PAU)], [])


def ambiguous_place() -> Places:
    return Places([], [PlaceProblem("Pau", "Plusieurs communes portent ce nom.", [PAU])])


FACET_COUNTS: dict[str, dict[str, int]] = {
    "contract": {"CDI": 30, "MIS": 11, "SAI": 0, "non_precise": 4},
    "family": {"H": 41},
    "job": {"H2913": 40},
    "since": {"1": 0, "3": 1, "7": 9, "14": 20, "31": 41},
    "pay": {"1800": 30, "2000": 12, "2200": 0, "2500": 0, "3000": 0, "3500": 0, "4000": 0, "non_precise": 11},
    "experience": {"0": 3, "12": 9, "24": 0, "60": 0, "plus": 0, "non_precise": 29},
    "diploma": {"3": 12},
    "working_time": {"full_time": 41},
    "remote": {"none": 3, "non_precise": 38},
    "source": {"exemple": 41},
    "accessible": {"oui": 2},
    "training": {"oui": 5},
    "without_licence": {"oui": 40},
}


def answered(total: int = 41, places: Places | None = None, hints: Sequence[Hint] = (), **changes: Any) -> Answered:
    """A search answered with one offer shown of `total`, and some facets; the first page of several."""
    facets = {name: Facet(name, counts) for name, counts in FACET_COUNTS.items()}
    beside = {"next": Cursor("date", (1, "offer1"), 20)} if total > 20 else {}
    given: dict[str, Any] = {
        "offers": [offer()] if total else [],
        "total": total,
        "facets": facets,
        **beside,
        **changes,
    }
    return Answered(
        Results(**given), places or Places([], []), {"offer1": 3} if places and places.known else {}, list(hints)
    )
