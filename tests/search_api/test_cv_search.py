"""The CV base through HTTP: what is sent by hand, what is written down, what is refused, what goes with a person."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
import requests

from indexer.candidates.views import views_of
from indexer.engine.client import engine
from indexer.profiles.document import person_of
from search_api.roles import VOUCHED
from tests.client import Client, Person
from tests.running import RunningStack
from tests.search_api.asking import address, leave
from tests.search_api.recruiting import Recruiting, recruiting

# Nobody else's tests leave CVs there.
PLACE = "Chambéry"


@pytest.fixture(scope="module")
def seen(stack: RunningStack) -> Person:
    """Somebody who chose to be seen without their name."""
    client = Client(stack)
    person = leave(client, commune=PLACE, visibility="anonymous", wanted="soudeur", email=address())
    client.confirm(person)
    return person


@pytest.fixture(scope="module")
def recruits(stack: RunningStack) -> Recruiting:
    return recruiting(stack, VOUCHED)


def search(recruits: Recruiting, client: Client, path: str = "", **asked: str) -> requests.Response:
    return recruits.browser.get(f"{client.stack.url}/recruteurs/cv{path}", params=asked, timeout=60)


def test_who_is_found_is_written_down_for_them(client: Client, recruits: Recruiting, seen: Person) -> None:
    page = search(recruits, client, q="soudeur", lieu=PLACE)
    assert f"/recruteurs/cv/{seen.identifier}" in page.text
    assert seen.email not in page.text
    exported = search(recruits, client, "/export.csv", q="soudeur", lieu=PLACE)
    assert exported.headers["Content-Disposition"] == "attachment; filename=cv-estey.csv"
    rows = list(csv.DictReader(StringIO(exported.content.decode("utf-8-sig")), delimiter=";"))
    assert [row["Lien"].rpartition("/")[2] for row in rows] == [seen.identifier]
    assert seen.email not in exported.text
    views = views_of(engine(), person_of(seen.email))
    assert {view["how"] for view in views} == {"list", "export"}
    assert {view["organisation"] for view in views} == {recruits.organisation}


@pytest.mark.parametrize("path", ["", "/export.csv"])
def test_a_forbidden_criterion_is_refused_with_the_article_and_not_run(
    client: Client, recruits: Recruiting, seen: Person, path: str
) -> None:
    page = search(recruits, client, path, q="soudeur de moins de 30 ans", lieu=PLACE)
    assert page.status_code == 422
    assert "L1132-1" in page.text
    assert seen.identifier not in page.text


@pytest.mark.parametrize(
    "asked",
    [
        {"rayon": "x", "q": "soudeur"},
        {"page": "x", "q": "soudeur"},
        {"mobilite": "7", "q": "soudeur"},
        {"competence": "non_precise"},
        {"tri": "distance", "q": "soudeur"},
        {"q": "x" * 500},
    ],
)
def test_what_cannot_be_used_is_said_and_the_rest_is_searched(
    client: Client, recruits: Recruiting, asked: dict[str, str]
) -> None:
    page = search(recruits, client, **asked)
    assert page.status_code == 422
    assert "Une chose est à corriger" in page.text


def test_nobody_is_listed_without_a_question(client: Client, recruits: Recruiting) -> None:
    page = search(recruits, client)
    assert page.status_code == 200
    assert "/recruteurs/cv/" not in page.text.replace("/recruteurs/cv/export.csv", "")


def test_who_erases_their_cv_is_nowhere_at_once(client: Client, recruits: Recruiting) -> None:
    person = leave(client, commune=PLACE, visibility="named", wanted="soudeur", email=address())
    client.confirm(person)
    assert person.identifier in search(recruits, client, q="soudeur", lieu=PLACE).text
    assert requests.delete(person.api_url, timeout=60).status_code == 204
    for path in ("", "/export.csv"):
        assert person.identifier not in search(recruits, client, path, q="soudeur", lieu=PLACE).text
    assert recruits.browser.get(f"{client.stack.url}/recruteurs/cv/{person.identifier}", timeout=60).status_code == 404
