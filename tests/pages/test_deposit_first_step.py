"""The first step of a deposit: the file, what is wrong with it, and how to get one that can be read."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from elasticsearch import Elasticsearch
from flask.testing import FlaskClient

from indexer.alerts.links import DRAFT_SECONDS, draft_cookie
from search_api.drafts import COOKIE, PATH
from tests.factories.tokens import made_ago
from tests.pages.markup import Markup
from tests.pages.states import draft_steps


def leave(web: FlaskClient, status: int, cv: tuple[str, bytes] | None, **fields: Any) -> Markup:
    """Send a file that is refused and return the page that says why."""
    data = {**fields, **({"cv": (io.BytesIO(cv[1]), cv[0])} if cv else {})}
    answer = web.post("/deposer", data=data)
    assert answer.status_code == status
    page = Markup(answer.text)
    assert page.problems() == []
    assert page.one("div", role="alert")
    assert "Erreur : Déposer mon CV" in page.text
    return page


def test_the_first_step_asks_for_a_file_and_nothing_else(web: FlaskClient) -> None:
    page = Markup(web.get("/deposer").text)
    assert page.problems() == []
    assert page.one("form", action="/deposer")["enctype"] == "multipart/form-data"
    assert [field.get("type") for field in page.all("input")] == ["hidden", "file"]
    assert page.one("li", **{"aria-current": "step"})
    assert not page.all("div", role="alert")
    assert "Reprendre votre dépôt" not in page.text
    scripts = [script["src"] for script in page.all("script")]
    assert sorted(scripts) == ["/static/deposit.js", "/static/typeahead.js"]


@pytest.mark.parametrize(
    ("cv", "status"),
    [
        (None, 422),
        (("cv.pdf", b""), 422),
        (("cv.exe", b"MZ"), 415),
        (("cv.pdf", b"no pdf at all"), 415),
        (("cv.pdf", b"%PDF-1.7\n" + b"0" * 6_000_000), 413),
    ],
)
def test_each_error_is_said_at_the_top_and_at_the_field(
    web: FlaskClient, cv: tuple[str, bytes] | None, status: int
) -> None:
    page = leave(web, status, cv)
    assert page.one("a", href="#cv")
    field = page.one("input", id="cv")
    assert field["aria-invalid"] == "true"
    assert "cv-erreur" in field["aria-describedby"].split()
    assert "open" not in page.one("details", id="pdf-texte")


@pytest.mark.parametrize("name", ["cv.jpg", "CV.HEIC", "scan.png"])
def test_a_photo_is_refused_with_every_way_to_a_file_that_can_be_read(web: FlaskClient, name: str) -> None:
    page = leave(web, 415, (name, b"\xff\xd8\xff\xe0"))
    assert "Une photo ou une image ne peut pas être lue" in page.text
    assert "open" in page.one("details", id="pdf-texte")
    for way in ("Word", "téléphone", "France Travail", "mairie"):
        assert way in page.text


def test_a_form_refused_keeps_what_tells_it_from_others_so_that_it_still_makes_one_deposit(web: FlaskClient) -> None:
    page = leave(web, 422, None, depot="chosen-by-the-first-page")
    assert page.one("input", name="depot")["value"] == "chosen-by-the-first-page"
    shown = [Markup(web.get("/deposer").text).one("input", name="depot")["value"] for _ in range(2)]
    assert len(set(shown)) == 2
    assert all(len(value) >= 20 for value in shown)


def test_a_browser_that_began_is_offered_the_way_back_and_one_button_to_erase(
    web: FlaskClient, engine: Elasticsearch
) -> None:
    steps = draft_steps(engine)
    web.set_cookie(COOKIE, draft_cookie(steps.removeprefix("/deposer/")), path=PATH)
    page = Markup(web.get("/deposer").text)
    assert page.problems() == []
    assert page.one("a", href=steps)
    assert page.one("form", action=f"{steps}/effacer")


def test_a_browser_that_began_a_day_ago_is_not(web: FlaskClient, engine: Elasticsearch) -> None:
    secret = draft_steps(engine).removeprefix("/deposer/")
    web.set_cookie(COOKIE, made_ago(timedelta(seconds=DRAFT_SECONDS + 1), draft_cookie, secret), path=PATH)
    assert "Reprendre votre dépôt" not in web.get("/deposer").text


@pytest.mark.parametrize("cookie", ["", "x", "x.y.z", "é", "a" * 5000])
def test_a_cookie_that_is_not_ours_is_passed_over(web: FlaskClient, cookie: str) -> None:
    answer = web.get("/deposer", headers={"Cookie": f"estey_depot={cookie}"})
    assert answer.status_code == 200
    assert "Reprendre votre dépôt" not in answer.text
