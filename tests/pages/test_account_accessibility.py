"""The pages of signing in and of a person's own space, every state, in real Chromium: what axe and a keyboard find.

Each is opened as in test_accessibility, by somebody who signed in by a link.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from elasticsearch import Elasticsearch
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from indexer.accounts.belongings import PAGE
from indexer.accounts.sign_in_links import make_link, use_link
from indexer.matching.matches import SENT, WITH_TRAINING
from indexer.profiles import lifecycle
from indexer.profiles.document import person_of
from tests.factories.documents import NOW, store, store_all
from tests.factories.matches import make_match
from tests.factories.offers import copies, make_welder_offer
from tests.factories.people import make_person
from tests.factories.profiles import make_welder
from tests.factories.searches import make_search
from tests.pages.addresses import course
from tests.pages.conftest import VIEWS, Show, SignIn
from tests.pages.markup import Markup
from tests.pages.readable import assert_everybody_can_read
from tests.pages.states import LACKING, PAUSED_UNTIL, UNCONFIRMED

PERSON = person_of("camille@example.org")


def space(engine: Elasticsearch) -> None:
    """A profile and a saved search, and more offers found through them than one page shows, one in each way."""
    store(engine, "profiles", make_welder(open_to_training=True))
    store(engine, "searches", make_search())
    now = datetime.now(UTC).isoformat()
    told = {"state": SENT, "sent_at": now, "created_at": now, "digest": "digest"}
    found = [
        ({}, {"profile": "profile1", "created_at": now}),
        ({"title": "Soudeuse, soudeur", **LACKING}, {"profile": "profile1", **told}),
        ({"title": "Soudeur en chantier"}, {"search": "search1", **told}),
        ({"title": "Chaudronnier", **LACKING}, {"profile": "profile1", "kind": WITH_TRAINING, **told}),
    ]
    of_each = [(make_welder_offer(f"found{number}", **given), how) for number, (given, how) in enumerate(found)]
    of_each += [(offer, {"profile": "profile1"}) for offer in copies(make_welder_offer("earlier"), PAGE)]
    store_all(engine, "offers", (offer for offer, _ in of_each))
    store_all(engine, "matches", (make_match(PERSON, offer["id"], **how) for offer, how in of_each))
    store_all(engine, "trainings", [course()])


def two_profiles(engine: Elasticsearch) -> None:
    store_all(engine, "profiles", [make_welder(), make_welder("profile2", wanted=["cariste"])])
    store(engine, "offers", make_welder_offer())
    store(engine, "matches", make_match(PERSON, "offer1", profile="profile1"))


def withdrawn(engine: Elasticsearch) -> None:
    """Of the agreements only the one that recruiters may see the CV is left."""
    store(engine, "profiles", make_welder(visibility="named"))
    lifecycle.agree_to_matching(engine, "profile1", given=False)
    lifecycle.unsubscribe(engine, "profile1")


def paused(engine: Elasticsearch) -> None:
    store(engine, "profiles", make_welder(**PAUSED_UNTIL))
    store(engine, "searches", make_search(unsubscribed_at=NOW))


def unconfirmed(engine: Elasticsearch) -> None:
    store(engine, "profiles", make_welder(**UNCONFIRMED))


def alerts_only(engine: Elasticsearch) -> None:
    store(engine, "searches", make_search(**UNCONFIRMED))


def nothing(engine: Elasticsearch) -> None:
    """They erased all they had: for a moment what is known of them, and with it their session, is still there."""


STATES: dict[str, Callable[[Elasticsearch], None]] = {
    "space": space,
    "two profiles": two_profiles,
    "withdrawn": withdrawn,
    "paused": paused,
    "unconfirmed": unconfirmed,
    "alerts only": alerts_only,
    "nothing": nothing,
}


@pytest.fixture
def get(web: FlaskClient, engine: Elasticsearch, sign_in: SignIn) -> Callable[[str], TestResponse]:
    """The answer of the application for a page of PAGES."""

    def answer(name: str) -> TestResponse:
        store(engine, "people", make_person(PERSON, last_followed_at=NOW))
        STATES.get(name, space)(engine)
        if name in STATES:
            sign_in(PERSON)
            return web.get("/suivi")
        method, _, path = name.rpartition(" ")
        if path.startswith("/connexion"):
            used = make_link(engine, PERSON, "/suivi")
            use_link(engine, used)
            path = path.format(used=used, good=make_link(engine, PERSON, "/suivi"))
        else:
            sign_in(PERSON)
        return web.open(path, method=method or "GET", data={"visibility": "x", "email": "lou", "duration": "x"})

    return answer


PAGES = [
    *STATES,
    "/suivi?seule=1",
    "/suivi?page=2",
    "POST /espace/pause",
    "POST /espace/accords/profile1/recruteurs",
    "/espace/effacer",
    "POST /espace/effacer",
    "/connexion",
    "POST /connexion",
    "/connexion?envoye=1",
    "/connexion?parti=1",
    "/connexion/{good}",
    "/connexion/{used}",
]


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_on_any_page_in_light_dark_and_narrow(
    get: Callable[[str], TestResponse], look: Show, name: str
) -> None:
    answer = get(name)
    refused = 422 if name.startswith("POST") and not name.endswith("effacer") else 200
    assert answer.status_code == (410 if name.endswith("{used}") else refused)
    assert Markup(answer.text).problems() == []
    page = look(answer)
    assert_everybody_can_read(page)


def test_a_keyboard_reaches_everything_in_the_space(get: Callable[[str], TestResponse], look: Show) -> None:
    page = look(get("space"), **VIEWS["narrow dark"])
    reached = []
    for _ in range(150):
        page.keyboard.press("Tab")
        tag, text, outline = page.evaluate(
            "(at => [at.tagName, at.id || at.textContent.trim(), getComputedStyle(at).outlineStyle])"
            "(document.activeElement)"
        )
        if tag == "BODY":
            break
        assert outline == "solid", f"no focus to see on {text}"
        reached.append(text)
    for wanted in ("Ne plus recevoir d’offres", "Effacer toutes mes données", "Me déconnecter partout ailleurs"):
        assert wanted in reached
