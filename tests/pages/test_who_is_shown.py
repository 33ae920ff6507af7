"""Who may still be seen, asked again by every page; what counts and quotas say. In process, before the real engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from elasticsearch import Elasticsearch
from flask.testing import FlaskClient

from indexer.alerts.links import answer_token
from indexer.candidates import quotas
from indexer.engine.documents import change, get
from indexer.matching.employer_names import excluded_terms
from indexer.profiles.document import complete
from indexer.profiles.lifecycle import update
from indexer.reference.in_force import vocabulary
from indexer.settings import settings
from search_api.presentation import EMPLOYERS_HINT, employers_proposed
from tests.factories.candidacies import candidate, find, match_id, world
from tests.factories.recruiters import ORGANISATION, RECRUITER

SEEN = {"visibility": "anonymous"}
CHANGES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "nobody vouches any more": ("organisations", ORGANISATION, {"state": "new"}),
    "it is blocked": ("organisations", ORGANISATION, {"state": "blocked"}),
    "the recruiter left it": ("recruiters", RECRUITER, {"organisation": None}),
    "the person hid themselves": ("profiles", "one", {"visibility": "hidden"}),
    "the employer is excluded": ("profiles", "one", {"excluded_employers": excluded_terms("Gave")}),
    "its siren is excluded": ("profiles", "one", {"excluded_employers": excluded_terms("732 829 320")}),
}


@pytest.fixture(autouse=True)
def told(engine: Elasticsearch) -> None:
    offer = world(engine)
    candidate(engine, "one", **SEEN)
    candidate(engine, "two", visibility="named", file={"path": "profiles/two", "name": "cv.pdf"})
    assert find(engine, offer) == 2


@pytest.mark.parametrize("reason", CHANGES)
def test_an_answer_link_asks_again_who_may_see(web: FlaskClient, engine: Elasticsearch, reason: str) -> None:
    address = f"/reponse/{answer_token(match_id('one'))}"
    shown = web.get(address)
    assert shown.status_code == 200
    assert "Soudage" in shown.text
    kind, identifier, fields = CHANGES[reason]
    change(engine, kind, identifier, lambda doc: {**doc, **fields}, refresh=True)
    for answer in (web.get(address), web.post(address, data={"answer": "invited", "message": "Bonjour"})):
        assert answer.status_code == 410
        assert "oudage" not in answer.text


def test_the_page_of_somebody_anonymous_holds_no_text_of_their_cv_and_their_file_is_not_given(
    web: FlaskClient, engine: Elasticsearch, sign_in: Callable[[str], None]
) -> None:
    sign_in(RECRUITER)
    page = web.get(f"/recruteurs/cv/{match_id('one')}")
    assert page.status_code == 200
    for hidden in ("Lire le texte du CV", "dix ans d’atelier", "one@example.org"):
        assert hidden not in page.text
    assert web.get(f"/recruteurs/cv/{match_id('one')}/fichier").status_code == 404
    assert "dix ans d’atelier" in web.get(f"/recruteurs/cv/{match_id('two')}").text


def test_more_cvs_than_a_day_allows_are_refused_with_a_sentence(
    web: FlaskClient, engine: Elasticsearch, sign_in: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    few = replace(settings(), cvs_a_day=1, files_a_day=1)
    monkeypatch.setattr(quotas, "settings", lambda: few)
    sign_in(RECRUITER)
    first, second = (f"/recruteurs/cv/{match_id(one)}" for one in ("one", "two"))
    assert [web.get(first).status_code for _ in range(2)] == [200, 200]
    refused = web.get(second)
    assert refused.status_code == 429
    assert "Revenez demain" in " ".join(refused.text.split())
    assert int(refused.headers["Retry-After"]) > 0
    assert (get(engine, "recruiters", RECRUITER) or {})["quota_reached_at"]


def test_how_many_people_fit_is_not_told_where_nobody_vouches(
    web: FlaskClient, engine: Elasticsearch, sign_in: Callable[[str], None]
) -> None:
    for number in range(12):
        candidate(engine, f"more-{number}", **SEEN)
    sign_in(RECRUITER)
    form = {"title": "Soudeur TIG", "commune": "Pau", "contract": "CDI", "then": "estimer"}
    ways = ("/recruteurs/offres/nouvelle", "/recruteurs/offres/nouvelle/estimation")
    assert all("10\u00a0personnes" in web.post(way, data=form).text for way in ways)
    change(engine, "organisations", ORGANISATION, lambda doc: {**doc, "state": "new"}, refresh=True)
    for way in ways:
        page = web.post(way, data=form).text
        assert "se porte garant" in page
        assert "10\u00a0personnes" not in page


def test_where_somebody_still_works_is_proposed_to_be_excluded_and_excludes_every_employer_of_the_words(
    web: FlaskClient, engine: Elasticsearch, sign_in: Callable[[str], None]
) -> None:
    now = {"title": "Soudeur", "employer": "Ateliers, du Gave", "since": "2020", "until": "", "months": 12}
    then = {**now, "employer": "Forges Lussandre", "until": "2019"}
    held = [{**one, "first": 24240, "jobs": ["H2913"]} for one in (now, then)]
    profile = candidate(engine, "one", **SEEN, understood={"experiences": held})
    assert employers_proposed(profile, []) == ["Ateliers du Gave"]
    assert employers_proposed(profile, ["Pau, Gave"]) == []
    sign_in(profile["person"])
    page = web.get("/suivi").text
    assert 'value="Ateliers du Gave"' in page
    assert "Forges Lussandre" not in page
    assert EMPLOYERS_HINT.split(":")[0].strip() in page
    sent = {"visibility": "anonymous", "avoided_employers": ["Leclerc", "Ateliers du Gave"]}
    assert web.post("/espace/accords/one/recruteurs", data=sent).status_code == 303
    assert (get(engine, "profiles", "one") or {})["avoided_employers"] == ["Leclerc", "Ateliers du Gave"]
    assert web.get(f"/reponse/{answer_token(match_id('one'))}").status_code == 410
    update(engine, "one", {"avoided_employers": []})
    assert complete(get(engine, "profiles", "one") or {}, vocabulary())["excluded_employers"] == []
