"""Offers that an organisation's own programs publish, read, close and renew with its key, through HTTP."""

from __future__ import annotations

from uuid import uuid4

import pytest
import requests

from indexer.engine.client import engine
from indexer.engine.documents import get
from indexer.engine.indices import refresh
from indexer.publications import settling
from indexer.recruiters.api_keys import make_key
from search_api.roles import VOUCHED
from tests.client import Client, welder_offer
from tests.factories.publications import TEXT
from tests.running import RunningStack
from tests.search_api.recruiting import Recruiting, post_offer, recruiting
from tests.search_api.unlike import unlike


@pytest.fixture(scope="module")
def recruiter(stack: RunningStack) -> Recruiting:
    return recruiting(stack, VOUCHED)


def by_key(stack: RunningStack, key: str, publication: str, action: str = "", said: object = None) -> requests.Response:
    """Ask for the state of a publication, or do something with it."""
    address = f"{stack.url}/api/publications/{publication}{f'/{action}' if action else ''}"
    headers = {"Authorization": f"Bearer {key}"}
    return requests.request("POST" if action else "GET", address, json=said, headers=headers, timeout=60)


def test_a_program_publishes_in_the_name_of_its_organisation_once_for_each_of_its_ids(
    stack: RunningStack, recruiter: Recruiting
) -> None:
    key = make_key(engine(), recruiter.organisation, "Logiciel de paie", recruiter.recruiter)
    record = welder_offer(uuid4().hex, contact={"courriel": "atelier@example.org"}, entreprise={"nom": "Un autre"})
    first = post_offer(stack, key, record)
    assert first.status_code == 202, first.text
    assert (first.json()["outcome"], first.json()["state"]) == ("created", "published")
    assert post_offer(stack, key, record).json()["outcome"] == "unchanged"
    changed = post_offer(stack, key, {**record, "intitule": "Soudeur MIG (H/F)"}).json()
    assert (changed["outcome"], changed["id"]) == ("updated", first.json()["id"])
    Client(stack).settle()
    offer = get(engine(), "offers", first.json()["id"]) or {}
    assert (offer["title"], offer["employer"], offer["apply"]) == (
        *("Soudeur MIG (H/F)", "Atelier de l'Exemple"),
        "atelier@example.org",
    )
    assert (offer["organisation"], offer["source"]) == (recruiter.organisation, "estey")
    # What its recruiter closed stays closed when the program sends it again as it was.
    page = f"{stack.url}/recruteurs/offres/{changed['publication']}"
    recruiter.browser.post(f"{page}/fermer", data={"reason": "filled_here"}, timeout=60)
    assert post_offer(stack, key, {**record, "intitule": "Soudeur MIG (H/F)"}).json()["outcome"] == "unchanged"
    refresh(engine(), "offers")
    assert (get(engine(), "offers", changed["id"]) or {})["status"] == "closed"


def test_a_program_reads_closes_and_renews_what_it_published(stack: RunningStack, recruiter: Recruiting) -> None:
    key = make_key(engine(), recruiter.organisation, "Logiciel", recruiter.recruiter)
    posted = post_offer(stack, key, welder_offer(uuid4().hex)).json()
    seen = by_key(stack, key, posted["publication"])
    assert seen.status_code == 200
    assert {name: seen.json()[name] for name in ("id", "offer", "url", "state", "closed_reason", "applications")} == {
        "id": posted["publication"],
        "offer": posted["id"],
        "url": posted["url"],
        "state": "published",
        "closed_reason": None,
        "applications": 0,
    }
    for wrong in (None, {"reason": "full"}, {"reason": None}, {"reason": "given_up", "why": "x"}, []):
        assert by_key(stack, key, posted["publication"], "close", wrong).status_code == 422, wrong
    # What was renewed a moment ago ends as late.
    renewed = by_key(stack, key, posted["publication"], "renew").json()
    again = by_key(stack, key, posted["publication"], "renew").json()
    assert seen.json()["expires_at"] < renewed["expires_at"] <= again["expires_at"]

    closed = by_key(stack, key, posted["publication"], "close", {"reason": "filled_elsewhere"})
    assert (closed.json()["state"], closed.json()["closed_reason"]) == ("closed", "filled_elsewhere")
    assert closed.json()["expires_at"] is None
    refresh(engine(), "offers")
    assert (get(engine(), "offers", posted["id"]) or {})["status"] == "closed"
    assert by_key(stack, key, posted["publication"], "close", {"reason": "given_up"}).json() == closed.json()
    back = by_key(stack, key, posted["publication"], "renew")
    assert (back.json()["state"], back.json()["closed_reason"]) == ("published", None)
    assert (get(engine(), "offers", posted["id"]) or {})["status"] == "open"


def test_what_is_refused_or_another_organisations_is_not_closed_nor_renewed_by_a_key(
    stack: RunningStack, recruiter: Recruiting
) -> None:
    other = recruiting(stack, VOUCHED)
    key = make_key(engine(), recruiter.organisation, "Logiciel", recruiter.recruiter)
    stranger = make_key(engine(), other.organisation, "Logiciel", other.recruiter)
    publication = post_offer(stack, key, welder_offer(uuid4().hex, description=unlike(TEXT))).json()["publication"]
    reason = {"reason": "given_up"}
    for asked, status in ((stranger, 404), (stack.api_key, 404), (f"{key[:-4]}0000", 401), ("", 401)):
        assert by_key(stack, asked, publication).status_code == status
        assert by_key(stack, asked, publication, "close", reason).status_code == status
        assert by_key(stack, asked, publication, "renew").status_code == status
    assert by_key(stack, key, publication).json()["state"] == "published"
    assert by_key(stack, key, "nowhere", "renew").status_code == 404

    settling.refuse(engine(), publication, "Ce n’est pas une offre d’emploi.", "Estey")
    refused = by_key(stack, key, publication).json()
    assert (refused["state"], refused["refused_because"]) == ("refused", "Ce n’est pas une offre d’emploi.")
    for action, code in (("close", "publication_not_open"), ("renew", "publication_not_renewable")):
        answer = by_key(stack, key, publication, action, reason)
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (409, code)


def test_a_program_is_told_which_sentence_to_mend(stack: RunningStack, recruiter: Recruiting) -> None:
    key = make_key(engine(), recruiter.organisation, "Autre logiciel", recruiter.recruiter)
    record = welder_offer(uuid4().hex, description=f"{TEXT} Vous avez moins de 30 ans.")
    answer = post_offer(stack, key, record)
    assert answer.status_code == 422
    [error] = [one for one in answer.json()["errors"] if one["code"] == "age-limit"]
    assert (error["field"], error["quote"]) == ("description", "Vous avez moins de 30 ans.")
    assert post_offer(stack, f"{key[:-4]}0000", record).status_code == 401
