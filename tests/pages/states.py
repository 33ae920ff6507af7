"""The states of what people leave, each with the page that shows it: stored as the service would have written them."""

from __future__ import annotations

from typing import Any

from elasticsearch import Elasticsearch

from indexer.alerts.links import draft_secret, follow_secret, search_secret
from tests.factories.documents import NOW, store
from tests.factories.people import NO_SUCH_ADDRESS, RETURNED_MAIL, WAITING_MAIL, make_person
from tests.factories.profiles import NOT_READ, SCAN, make_draft, make_welder
from tests.factories.searches import make_search

LICENCE = "CACES R489 catégorie 3"
LACKING: dict[str, Any] = {"skill_labels": ("Soudage TIG", LICENCE), "required_labels": (LICENCE,)}
"""What an offer asks for besides welding, and a welder lacks."""
UNCONFIRMED: dict[str, Any] = {"confirmed_at": None}
PAUSED_UNTIL: dict[str, Any] = {"paused": True, "paused_until": "2027-01-14T23:00:00+00:00"}
STOPPED: dict[str, Any] = {"mail_stopped": True}
TOO_LITTLE: dict[str, Any] = {"wanted": [], "cv": "Permis B"}

STATES: dict[str, dict[str, Any]] = {
    "matched": {},
    "received": {**NOT_READ, **UNCONFIRMED},
    "parsed": {"stage": "parsed"},
    "failed": SCAN,
    "unconfirmed": UNCONFIRMED,
    "refused": {**UNCONFIRMED, "confirmation": "refused"},
    "held": {**UNCONFIRMED, "confirmation": "held"},
    "paused": {"paused": True},
    "paused until": PAUSED_UNTIL,
    "unsubscribed": {"unsubscribed_at": NOW},
    "mail waits": {},
    "no such address": STOPPED,
    "mail came back": STOPPED,
    "too little known": TOO_LITTLE,
}
SAVED_STATES: dict[str, dict[str, Any]] = {
    "alert on": {},
    "alert unconfirmed": UNCONFIRMED,
    "alert refused": {**UNCONFIRMED, "confirmation": "refused"},
    "alert held": {**UNCONFIRMED, "confirmation": "held"},
    "alert paused": {"paused": True},
    "alert paused until": PAUSED_UNTIL,
    "alert waits": {},
    "alert without address": STOPPED,
    "alert ended": {"unsubscribed_at": NOW},
}
MAIL: dict[str, dict[str, Any]] = {
    "mail waits": WAITING_MAIL,
    "no such address": NO_SUCH_ADDRESS,
    "mail came back": RETURNED_MAIL,
    "alert waits": WAITING_MAIL,
    "alert without address": NO_SUCH_ADDRESS,
}
"""What is known of the person's mail in some of these states; in the others, that it arrives."""
DRAFT_STATES: dict[str, tuple[str, dict[str, Any]]] = {
    "draft cv": ("cv", {}),
    "draft read": ("compris", {}),
    "draft being read": ("compris", NOT_READ),
    "draft being read, stopped": ("compris?arret=1", NOT_READ),
    "draft scan": ("compris", SCAN),
    "draft nothing understood": ("compris", {"cv": "Bonjour"}),
    "draft wish": ("recherche", {}),
    "draft wish kept": ("recherche", {"typed": {"wish": {"commune": ["Pau"], "wanted": ["soudeur"]}}}),
}
DONE_STATES: dict[str, dict[str, Any]] = {
    "done": UNCONFIRMED,
    "done, no mail wanted": {**UNCONFIRMED, "mail": False},
    "done, being read": {**UNCONFIRMED, **NOT_READ},
}
OFFER_STATES: dict[str, dict[str, Any]] = {
    "offer that suits": {"said": [("keep",)]},
    "offer for later": {"offer": {"title": "Agent de maintenance", **LACKING}},
    "offer not for them": {"said": [("refuse", "too_far")]},
    "offer, CV not read": {"profile": NOT_READ},
}
"""Facts of the offer, what the welder is, and what they said of it (`indexer.alerts.marks`)."""


def own_page(engine: Elasticsearch, state: str = "matched", **changes: Any) -> str:
    """Store a welder in one of STATES, and return the address of their own page."""
    profile = store(engine, "profiles", make_welder(**{**STATES[state], **changes}))
    store(engine, "people", make_person(profile["person"], **MAIL.get(state, {})))
    return f"/suivi/{follow_secret(profile)}"


def saved_search_page(engine: Elasticsearch, state: str = "alert on", **changes: Any) -> str:
    """Store a saved search in one of SAVED_STATES, and return the address of its page."""
    saved = store(engine, "searches", make_search(**{**SAVED_STATES[state], **changes}))
    store(engine, "people", make_person(saved["person"], **MAIL.get(state, {})))
    return f"/alerte/{search_secret(saved)}"


def draft_steps(engine: Elasticsearch, **changes: Any) -> str:
    """Store a draft, and return the address of its steps."""
    return f"/deposer/{draft_secret(store(engine, 'profiles', make_draft(**changes)))}"


def finished_steps(engine: Elasticsearch, **changes: Any) -> str:
    """Store the welder that a draft became, and return the address of its steps, which lead to their end."""
    return f"/deposer/{draft_secret(store(engine, 'profiles', make_welder(**changes)))}"
