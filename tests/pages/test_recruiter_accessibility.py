"""The pages of recruiters and of the operator, every state, in real Chromium: what axe finds.

Rendered by the application over invented documents, as in test_accessibility.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page
from werkzeug.test import TestResponse

from indexer.alerts.links import LinkExpiredError
from indexer.cv_search.facets import FACETS
from indexer.cv_search.search import CvResults
from indexer.language.searched import understand_search
from indexer.recruiters.operator_links import Opened
from indexer.reference.in_force import vocabulary
from indexer.searching.counts import Facet
from indexer.searching.cursors import RELEVANCE, Cursor
from search_api import cv_searching, operator_menu, recruiter_access
from search_api.pages import cv_alerts, cv_search, operator, organisation, recruiter_account
from tests.pages.invented import PUBLISHED
from tests.pages.markup import Markup
from tests.pages.readable import assert_everybody_can_read

RECRUITER = {"id": "r1", "email": "camille@example.org", "name": "Camille Exemple", "frequency": "daily", "hour": 7}
NEW = {
    "id": "o1",
    "siret": "73282932000074",
    "siren": "732829320",
    "name": "Atelier de l’Exemple",
    "commune": "33063",
    "state": "new",
    "state_since": PUBLISHED,
    "received_at": PUBLISHED,
    "api_keys": [{"id": "k1", "name": "logiciel", "made_at": PUBLISHED, "digest": "x", "made_by": "r1"}],
    "register": {"name": "ATELIER DE L’EXEMPLE", "state": "closed"},
}
VOUCHED = {**NEW, "state": "vouched", "vouched_by": "Mission locale de l’Exemple"}
BLOCKED = {**NEW, "state": "blocked", "vouched_by": "Estey", "reason": "Les offres n’existent pas."}
ASKING = {**RECRUITER, "id": "r2", "name": "Sam Exemple", "asks_to_join": "o1", "organisation": None}
WELDER = {
    "id": "p1",
    "person": "person1",
    "visibility": "named",
    "cv": {"titles": ["soudeur"], "jobs": ["H2913"], "items": ["skill:soudag-tig", "licence:PERMIS-B"]},
    "place_label": "Pau (64)",
    "radius_km": 30,
    "experience_months": 40,
    "diploma_level": 3,
    "contracts": ["CDI"],
}
KEPT = {
    "id": "s1",
    "label": "soudeur, à 30 km autour de Pau (64), CDI",
    "created_at": PUBLISHED,
    "wish": {"words": "soudeur", "communes": ["64445"], "radius_km": 30, "departements": ["33"], "chosen": {}},
}
UNTIL = "2027-01-14T23:00:00+00:00"
COUNTS = {"contract": {"CDI": 3, "non_precise": 2}, "experience": {"36": 4}, "mobility": {"10": 5, "30": 2}}
# The page, and how things are: the recruiter's organisation, and whom they are.
PAGES: dict[str, tuple[str, dict[str, Any] | None, dict[str, Any]]] = {
    "entry": ("/recruteurs", None, RECRUITER),
    "entry, signed out": ("/recruteurs?parti=1", None, RECRUITER),
    "sent": ("/recruteurs?envoye=1", None, RECRUITER),
    "wrong": ("POST /recruteurs", None, RECRUITER),
    "organisation to say": ("/recruteurs/organisation", None, RECRUITER),
    "organisation wrong": ("POST /recruteurs/organisation", None, RECRUITER),
    "organisation asked": ("/recruteurs/organisation", None, ASKING),
    "organisation new": ("/recruteurs/organisation?enregistree=1", NEW, RECRUITER),
    "organisation vouched": ("/recruteurs/organisation", VOUCHED, RECRUITER),
    "organisation blocked": ("/recruteurs/organisation", BLOCKED, RECRUITER),
    "account": ("/recruteurs/compte?seule=1", NEW, RECRUITER),
    "account paused": ("/recruteurs/compte", None, {**RECRUITER, "paused": True, "paused_until": PUBLISHED}),
    "account wrong": ("POST /recruteurs/compte/rythme", NEW, RECRUITER),
    "key": ("POST /recruteurs/compte/cles", NEW, RECRUITER),
    "erase": ("/recruteurs/compte/effacer", NEW, RECRUITER),
    "erased": ("POST /recruteurs/compte/effacer", NEW, RECRUITER),
    "blocked": ("/recruteurs/cv", BLOCKED, RECRUITER),
    "not vouched": ("/recruteurs/cv", NEW, RECRUITER),
    "search": ("/recruteurs/cv", VOUCHED, RECRUITER),
    "search answered": ("/recruteurs/cv?q=soudeur+TIG&lieu=Pau&contrat=CDI", VOUCHED, RECRUITER),
    "search empty": ("/recruteurs/cv?q=rien", VOUCHED, RECRUITER),
    "search refused": ("/recruteurs/cv?q=serveuse+moins+de+30+ans", VOUCHED, RECRUITER),
    "search wrong": ("/recruteurs/cv?rayon=x&lieu=Zzzz", VOUCHED, RECRUITER),
    "alerts": ("/recruteurs/alertes?gardee=1", VOUCHED, RECRUITER),
    "alert refused": ("POST /recruteurs/alertes", VOUCHED, RECRUITER),
    "operator": ("/operateur", NEW, RECRUITER),
    "operator blocked": ("/operateur?etat=blocked", BLOCKED, RECRUITER),
    "operator wrong": ("POST /operateur/organisations/o1/bloquer", NEW, RECRUITER),
    "operator of all": ("/operateur?", NEW, RECRUITER),
    "operator's link": ("/operateur/entrer/good", NEW, RECRUITER),
    "operator's old link": ("/operateur/entrer/old", NEW, RECRUITER),
}
STATUSES = {"wrong": 422, "organisation wrong": 422, "account wrong": 422, "search refused": 422, "search wrong": 422}
STATUSES |= {
    "alert refused": 422,
    "operator wrong": 422,
    "blocked": 403,
    "not vouched": 403,
    "operator's old link": 410,
}


@pytest.fixture
def get(web: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], TestResponse]:
    """The answer of the application for one of PAGES."""
    of_recruiters = (recruiter_access, organisation, recruiter_account, cv_search, cv_searching, cv_alerts)
    for module in (*of_recruiters, operator, operator_menu):
        monkeypatch.setattr(module, "engine", lambda: None)
    monkeypatch.setattr(operator_menu, "count", lambda client, state: 3)
    monkeypatch.setattr(operator_menu, "count_waiting", lambda client: 1)
    monkeypatch.setattr(recruiter_access.sessions, "signed_in_recruiter", lambda: "r1")
    monkeypatch.setattr(recruiter_account.sessions, "sign_out", lambda: None)
    monkeypatch.setattr(recruiter_account, "erase_recruiter", lambda client, recruiter: True)
    monkeypatch.setattr(recruiter_account.api_keys, "make_key", lambda *given: "estey_0123_4567")
    monkeypatch.setattr(operator.operator_links, "read_link", _read_link)
    monkeypatch.setattr(cv_search, "note_views", lambda *given: None)
    monkeypatch.setattr(cv_search, "keys_of", lambda organisation: [])
    monkeypatch.setattr(cv_search, "run_search", _answered)
    monkeypatch.setattr(cv_alerts.searches, "saved_of", lambda client, recruiter: [KEPT])

    def answer(name: str) -> TestResponse:
        path, its, recruiter = PAGES[name]
        opened = Opened("Mission locale de l’Exemple", "key", UNTIL, publications=name == "operator of all")
        monkeypatch.setattr(operator.sessions, "signed_in_operator", lambda: opened)
        stored = {"r1": recruiter, "o1": its or NEW}
        monkeypatch.setattr(recruiter_access, "get", lambda client, kind, identifier: stored.get(identifier))
        monkeypatch.setattr(organisation, "get", lambda client, kind, identifier: stored.get(identifier))
        for page in (recruiter_access, organisation, recruiter_account):
            monkeypatch.setattr(page, "organisation_of", lambda recruiter: its)
        for page in (organisation.organisations, operator.organisations):
            monkeypatch.setattr(page, "members", lambda client, identifier: [recruiter])
            monkeypatch.setattr(page, "waiting", lambda client, identifier: [ASKING])
            monkeypatch.setattr(page, "organisations", lambda client, state="": [its] if its else [])
            monkeypatch.setattr(
                page, "people_of", lambda client, ids: {"o1": {"members": [recruiter], "waiting": [ASKING]}}
            )
        method, _, address = path.rpartition(" ")
        return web.open(address, method=method or "GET", data={"email": "lou", "key_name": "logiciel", "siret": "1"})

    return answer


def _read_link(client: Any, token: str) -> Opened:
    if token == "old":
        raise LinkExpiredError
    return Opened("Mission locale de l’Exemple", "key", UNTIL)


def _answered(client: Any, wish: Any, *given: Any) -> CvResults:
    parts = understand_search(wish.words, vocabulary())
    facets = {name: Facet(name, COUNTS.get(name, {})) for name in FACETS}
    if wish.words == "rien":
        return CvResults([], 0, facets, parts)
    cursor = Cursor(RELEVANCE, (1.0, 1, "p1"), 20)
    return CvResults([WELDER, {**WELDER, "id": "p2", "cv": {}}], 45, facets, parts, RELEVANCE, 20, cursor, cursor)


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_on_any_page_in_light_dark_and_narrow(
    get: Callable[[str], TestResponse], show: Callable[..., Page], name: str
) -> None:
    answer = get(name)
    assert answer.status_code == STATUSES.get(name, 200)
    assert Markup(answer.text).problems() == []
    # A partner body has one page, and no way to another.
    assert ("Offres à relire (1)" in answer.text) is (name == "operator of all")
    assert_everybody_can_read(show(answer))
