"""The pages of recruiters and of the operator, every state, in real Chromium: what axe finds.

Each is opened as in test_accessibility, by a recruiter who signed in by a link, or the operator by theirs.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from elasticsearch import Elasticsearch
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from indexer.cv_search import saved as cv_searches
from indexer.cv_search.queries import CvSearch
from indexer.publications.document import WAITING
from indexer.recruiters import api_keys, operator_links
from indexer.recruiters.document import BLOCKED, NEW, VOUCHED
from indexer.searching.cursors import PAGE_SIZE
from tests.factories.documents import NOW, store, store_all
from tests.factories.profiles import make_welder
from tests.factories.publications import make_publication
from tests.factories.recruiters import make_organisation, make_recruiter
from tests.pages.conftest import Show, SignIn
from tests.pages.markup import Markup
from tests.pages.readable import assert_everybody_can_read

NOBODY, ALONE, ASKING, PAUSED = "nobody", "alone", "asking", "paused"
"""Who is signed in: nobody, or a recruiter who belongs to no organisation, asks to join one, or paused their mails; the
others belong to an organisation in one of STATES."""
STATES: dict[str, dict[str, Any]] = {
    NEW: {"state": NEW, "vouched_by": None},
    VOUCHED: {"state": VOUCHED},
    BLOCKED: {"state": BLOCKED, "vouched_by": "Estey", "reason": "Les offres n’existent pas."},
}
REGISTER = {"name": "ATELIER DE L’EXEMPLE", "state": "closed", "asked_at": NOW}
PARTNER, OPERATOR = "Mission locale de l’Exemple", "Estey"
CV = """Soudeur
Compétences
Soudage TIG, lecture de plans, permis B

Expérience
2022 à 2025 : soudeur, atelier naval, Bayonne

Formation
2014 : CAP réalisation en chaudronnerie industrielle"""
PAGES: dict[str, tuple[str, str]] = {
    "entry": ("/recruteurs", NOBODY),
    "entry, signed in": ("/recruteurs", ALONE),
    "entry, signed out": ("/recruteurs?parti=1", NOBODY),
    "sent": ("/recruteurs?envoye=1", NOBODY),
    "wrong": ("POST /recruteurs", NOBODY),
    "wrong, signed in meanwhile": ("POST /recruteurs", ALONE),
    "organisation to say": ("/recruteurs/organisation", ALONE),
    "organisation wrong": ("POST /recruteurs/organisation", ALONE),
    "organisation asked": ("/recruteurs/organisation", ASKING),
    "organisation new": ("/recruteurs/organisation?enregistree=1", NEW),
    "organisation vouched": ("/recruteurs/organisation", VOUCHED),
    "organisation blocked": ("/recruteurs/organisation", BLOCKED),
    "account": ("/recruteurs/compte?seule=1", NEW),
    "account paused": ("/recruteurs/compte", PAUSED),
    "account wrong": ("POST /recruteurs/compte/rythme", NEW),
    "key": ("POST /recruteurs/compte/cles", NEW),
    "erase": ("/recruteurs/compte/effacer", NEW),
    "erased": ("POST /recruteurs/compte/effacer", NEW),
    "blocked": ("/recruteurs/cv", BLOCKED),
    "not vouched": ("/recruteurs/cv", NEW),
    "search": ("/recruteurs/cv", VOUCHED),
    "search answered": ("/recruteurs/cv?q=soudeur+TIG&lieu=Pau&contrat=CDI", VOUCHED),
    "search empty": ("/recruteurs/cv?q=rien", VOUCHED),
    "search refused": ("/recruteurs/cv?q=serveuse+moins+de+30+ans", VOUCHED),
    "search wrong": ("/recruteurs/cv?rayon=x&lieu=Zzzz", VOUCHED),
    "alerts": ("/recruteurs/alertes?gardee=1", VOUCHED),
    "alert refused": ("POST /recruteurs/alertes", VOUCHED),
    "operator": ("/operateur", NEW),
    "operator blocked": ("/operateur?etat=blocked", BLOCKED),
    "operator wrong": ("POST /operateur/organisations/o1/bloquer", NEW),
    "operator of all": ("/operateur?", NEW),
    "operator's link": ("/operateur/entrer/{good}", NEW),
    "operator's old link": ("/operateur/entrer/{old}", NEW),
}
STATUSES = {
    "wrong": 422,
    "wrong, signed in meanwhile": 422,
    "organisation wrong": 422,
    "account wrong": 422,
    "search refused": 422,
    "search wrong": 422,
}
STATUSES |= {
    "alert refused": 422,
    "operator wrong": 422,
    "blocked": 403,
    "not vouched": 403,
    "operator's old link": 410,
}


def recruiter_of(engine: Elasticsearch, standing: str) -> str:
    """Store a recruiter who stands so, an organisation, and somebody who asks to join it; return who they are."""
    about = {"email": "camille@example.org", "name": "Camille Exemple", "frequency": "daily", "hour": 7}
    asks = {"organisation": None, "asks_to_join": "o1", "asked_at": NOW}
    belongs: dict[str, Any] = {"organisation": "o1"} if standing in STATES else {"organisation": None}
    paused = {"paused": True, "paused_until": "2027-01-14T23:00:00+00:00"} if standing == PAUSED else {}
    mine = {**about, **belongs, **paused, **(asks if standing == ASKING else {})}
    organisation = make_organisation("o1", name="Atelier de l’Exemple", commune="33063", register=REGISTER)
    store(engine, "organisations", {**organisation, **STATES.get(standing, STATES[NEW])})
    store(engine, "recruiters", make_recruiter("r2", email="sam@example.org", name="Sam Exemple", **asks))
    store(engine, "recruiters", make_recruiter("r1", **mine))
    api_keys.make_key(engine, "o1", "logiciel", "r1")
    return "r1"


def people_to_be_seen(engine: Elasticsearch) -> None:
    """Store more welders who are seen by name than one page lists, and an anonymous one of whom less is known."""
    welder = make_welder(visibility="named", cv=CV)
    named = [{**welder, "id": f"p{number}", "person": f"person{number}"} for number in range(PAGE_SIZE + 1)]
    store_all(engine, "profiles", [*named, make_welder("anonymous", email="sam@example.org", visibility="anonymous")])


def keep_search(engine: Elasticsearch) -> None:
    """Keep a search of the recruiter."""
    wish = cv_searches.wish_of(CvSearch("soudeur", radius_km=30, departements=("33",)), ["64445"])
    cv_searches.save(engine, "r1", "o1", wish, "soudeur, à 30 km autour de Pau (64), CDI")


def open_operator_pages(web: FlaskClient, engine: Elasticsearch, *, publications: bool) -> None:
    """Open the operator's pages in this browser: for a partner body, or with `publications` for the operator."""
    by = OPERATOR if publications else PARTNER
    link = operator_links.make_link(engine, by, timedelta(days=44), publications=publications)
    assert web.post(path_of(link)).status_code == 303


def path_of(link: str) -> str:
    return "/" + link.split("/", 3)[3]


@pytest.fixture
def get(web: FlaskClient, engine: Elasticsearch, sign_in: SignIn) -> Callable[[str], TestResponse]:
    """The answer of the application for one of PAGES."""

    def answer(name: str) -> TestResponse:
        path, standing = PAGES[name]
        recruiter = recruiter_of(engine, standing)
        store(engine, "publications", make_publication("waits", organisation="o1", state=WAITING))
        if path.startswith("/recruteurs/cv"):
            people_to_be_seen(engine)
        method, _, address = path.rpartition(" ")
        if address.startswith("/operateur"):
            open_operator_pages(web, engine, publications=name == "operator of all")
        elif standing != NOBODY:
            sign_in(recruiter)
            keep_search(engine)
        months_ago = datetime.now(UTC) - timedelta(days=99)
        made = {"good": datetime.now(UTC), "old": months_ago}
        links = {how: operator_links.make_link(engine, PARTNER, timedelta(days=44), at) for how, at in made.items()}
        address = address.format(**{how: link.rpartition("/")[2] for how, link in links.items()})
        return web.open(address, method=method or "GET", data={"email": "lou", "key_name": "logiciel", "siret": "1"})

    return answer


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_on_any_page_in_light_dark_and_narrow(
    get: Callable[[str], TestResponse], look: Show, name: str
) -> None:
    answer = get(name)
    assert answer.status_code == STATUSES.get(name, 200)
    assert Markup(answer.text).problems() == []
    # A partner body has one page, and no way to another.
    assert ("Offres à relire (1)" in answer.text) is (name == "operator of all")
    assert_everybody_can_read(look(answer))
