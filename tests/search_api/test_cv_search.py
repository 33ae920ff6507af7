"""The CV base through HTTP: what is sent by hand, what is written down, what is refused, what goes with a person."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
import requests

from indexer.candidates.views import views_of
from indexer.engine.client import engine
from indexer.language.dates import day_in_words
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


def search(recruits: Recruiting, client: Client, path: str = "", **asked: Any) -> requests.Response:
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
        {"disponible": "7", "q": "soudeur"},
        {"disponible": ["0", "31"], "q": "soudeur"},
        {"competence": "non_precise"},
        {"tri": "distance", "q": "soudeur"},
        {"q": "x" * 500},
    ],
)
def test_what_cannot_be_used_is_said_and_the_rest_is_searched(
    client: Client, recruits: Recruiting, asked: dict[str, Any]
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


def test_when_people_can_begin_is_asked_changed_searched_shown_and_taken_away(
    client: Client, recruits: Recruiting
) -> None:
    place, later = "Annecy", datetime.now(UTC).date() + timedelta(60)
    asked = {"commune": place, "visibility": "anonymous", "wanted": "soudeur"}
    now = leave(client, available_from="now", **asked)
    then = leave(client, available="date", available_from=f"{later:%d/%m/%Y}", **asked)
    silent = leave(client, **asked)
    for person in (now, then, silent):
        client.confirm(person)

    def found(days: str) -> set[str]:
        page = search(recruits, client, q="soudeur", lieu=place, disponible=days).text
        return {one.identifier for one in (now, then, silent) if f"/recruteurs/cv/{one.identifier}" in page}

    assert found("0") == found("31") == {now.identifier, silent.identifier}
    assert found("92") == {now.identifier, then.identifier, silent.identifier}
    assert found("non_precise") == {silent.identifier}
    page = search(recruits, client, q="soudeur", lieu=place, disponible="92").text
    assert "Disponible d’ici trois mois" in page, "a chip, with how to undo it"
    words = f"Disponible à partir du {day_in_words(later)}"
    assert words in page
    assert words in recruits.browser.get(f"{client.stack.url}/recruteurs/cv/{then.identifier}", timeout=60).text
    exported = search(recruits, client, "/export.csv", q="soudeur", lieu=place)
    rows = csv.DictReader(StringIO(exported.content.decode("utf-8-sig")), delimiter=";")
    said = {row["Lien"].rpartition("/")[2]: row["Disponibilité"] for row in rows}
    assert said == {
        now.identifier: "Disponible tout de suite",
        then.identifier: words,
        silent.identifier: "",
    }

    # Changed on their own page, and not said any more.
    form = {"commune": place, "wanted": "soudeur", "visibility": "anonymous", "available": "now"}
    assert requests.post(f"{then.follow_url}/modifier", data=form, timeout=60).status_code == 200
    wrong = requests.post(f"{silent.follow_url}/modifier", data={**form, "available": "date"}, timeout=60)
    assert wrong.status_code == 422
    assert "Vous pouvez commencer tout de suite." in requests.get(then.follow_url, timeout=60).text
    requests.post(f"{now.follow_url}/modifier", data={**form, "available": ""}, timeout=60)
    client.settle()
    assert found("non_precise") == {now.identifier, silent.identifier}
    assert found("0") == {now.identifier, then.identifier, silent.identifier}


def test_a_search_kept_as_an_alert_names_when_people_can_begin(client: Client, recruits: Recruiting) -> None:
    kept = {"q": "soudeur", "lieu": "Annecy", "disponible": "31"}
    answer = recruits.browser.post(f"{client.stack.url}/recruteurs/alertes", data=kept, timeout=60)
    assert answer.status_code == 200
    assert "Disponible d’ici un mois" in answer.text
    assert "disponible=31" in answer.text, "the way back to the search"
