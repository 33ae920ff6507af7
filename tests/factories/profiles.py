"""Profiles as they are stored: deposits that are finished, and drafts."""

from __future__ import annotations

from typing import Any

from elasticsearch import Elasticsearch

from indexer.profiles.consent import consents_given
from indexer.profiles.document import FAILED, MATCHED, PARSED, RECEIVED, complete, person_of, place_fields
from indexer.profiles.draft import NOT_ASKED
from indexer.profiles.read import cv_fields
from indexer.profiles.wish import Wish, stored
from indexer.reading.refusals import SENTENCES
from indexer.reference.in_force import gazetteer, vocabulary
from tests.factories.documents import NOW, store

Profile = dict[str, Any]

CV = "Soudeur TIG\n\nCompétences\nSoudage TIG, permis B\n\nLangues\nAnglais courant"
"""A CV as short as one can be."""
READ_IN = 2026 * 12 + 10
"""The month in which CVs were read, November 2026."""
NOT_READ: Profile = {"stage": RECEIVED}
"""The state of a profile whose CV still lies there as it was sent."""
SCAN: Profile = {"stage": FAILED, "failure": {"code": "file_scan", "message": SENTENCES["file_scan"]}}
"""The state of a profile whose CV holds no text."""


def make_profile(identifier: str, **given: Any) -> Profile:
    """A confirmed profile as `deposit` and `process_profile` would have written it, without its file."""
    around = given.get("around", ())
    place = place_fields(given.pop("commune", "64445"), given.pop("radius_km", 30), gazetteer(), around)
    held, items = given.pop("held", ()), given.pop("items", ())
    profile = {
        "id": identifier,
        "person": f"person-{identifier}",
        "stage": "parsed",
        "confirmed_at": NOW,
        "consent_at": NOW,
        "received_at": NOW,
        "paused": False,
        "frequency": "at_once",
        "understood": {"jobs": list(held), "items": list(items)},
        **place,
        **given,
    }
    return complete(profile, vocabulary())


def make_welder(identifier: str = "profile1", *, cv: str = CV, mail: bool = True, **changes: Any) -> Profile:
    """A confirmed welder around Pau, whose CV was read and matched, all they left with it.

    `mail`: that they agreed to be written to. `changes` are fields of the profile, those of a wish among them.
    """
    email, wish = changes.get("email", "camille@example.org"), _wish(changes)
    seen = {"visibility": wish["visibility"], "visibility_label": "Personne"}
    return _read(
        {
            **_received(identifier),
            "person": person_of(email),
            "email": email,
            "stage": MATCHED,
            "confirmation": "sent",
            "confirmed_at": NOW,
            "consent_at": NOW,
            "consents": consents_given(mail=mail, **seen, at=NOW),
            "unsubscribed_at": None if mail else NOW,
            **wish,
            **changes,
            **place_fields(wish["commune"], wish["radius_km"], gazetteer(), wish["around"]),
        },
        cv,
    )


def make_draft(identifier: str = "draft1", *, cv: str = CV, **changes: Any) -> Profile:
    """A deposit whose CV is read, without an address yet."""
    begun = {"confirmation": NOT_ASKED, "draft_since": NOW, "typed": {}, "visibility": "hidden"}
    nobody = {"person": f"draft-{identifier}", "email": "", "stage": PARSED}
    return _read({**_received(identifier), **nobody, **begun, **changes}, cv)


def make_person(identifier: str = "p", **given: Any) -> Profile:
    """Somebody around Pau who wants to weld, whatever their CV says."""
    extra = {"email": f"{identifier}@example.org", "link_key": "k", "wanted": ["soudeur"], "confirmation": "sent"}
    return make_profile(identifier, **{**extra, **given})


def store_person(engine: Elasticsearch, identifier: str = "p", **given: Any) -> Profile:
    """Store somebody around Pau who wants to weld."""
    return store(engine, "profiles", make_person(identifier, **given))


def _received(identifier: str) -> Profile:
    """What is written of a CV that was just sent, whoever sent it."""
    file = {"path": f"profiles/{identifier}.pdf", "name": "mon-cv.pdf", "extension": "pdf"}
    return {
        "id": identifier,
        "link_key": "key",
        "attempts": 0,
        "received_at": NOW,
        "last_contact_at": NOW,
        "paused": False,
        "file": {**file, "media_type": "application/pdf", "bytes": 1200},
    }


def _wish(changes: Profile) -> Profile:
    """What the welder asks for, with what is said otherwise taken out of `changes`."""
    asked = {"commune": "64445", "radius_km": 30, "wanted": ["soudeur TIG"], "contracts": ["CDI"]}
    said = {name: changes.pop(name) for name in Wish.__dataclass_fields__ if name in changes}
    return stored(Wish(**{**asked, **said}))


def _read(profile: Profile, cv: str) -> Profile:
    """The profile with what its CV says, once it was read, and all that follows from it."""
    unread = profile["stage"] in (RECEIVED, FAILED)
    said = {} if unread else {**cv_fields(profile, cv, vocabulary(), gazetteer(), READ_IN), "language": "fr"}
    return complete({**profile, **said}, vocabulary())
