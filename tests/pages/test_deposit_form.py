from __future__ import annotations

import io
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.cv_files import WELDER, as_pdf
from tests.pages.markup import Markup

PDF = ("cv.pdf", as_pdf(WELDER))
SOUND: dict[str, Any] = {"email": "camille@example.org", "commune": "Pau", "radius_km": "30", "consent": "true"}


def leave(web: FlaskClient, status: int, cv: tuple[str, bytes] | None = PDF, **fields: Any) -> Markup:
    """Send the form and return the page that says what is wrong."""
    data = {**SOUND, "wanted": ["soudeur", "", ""], **fields}
    if cv:
        data["cv"] = (io.BytesIO(cv[1]), cv[0])
    answer = web.post("/deposer", data={name: value for name, value in data.items() if value is not None})
    assert answer.status_code == status
    page = Markup(answer.get_data(as_text=True))
    assert page.problems() == []
    assert page.one("div", role="alert")
    assert "Erreur : Déposer mon CV" in page.text
    return page


def test_the_empty_form_asks_for_nothing_twice_and_hides_nobody_by_surprise(web: FlaskClient) -> None:
    page = Markup(web.get("/deposer").get_data(as_text=True))
    assert page.problems() == []
    checked = [field["id"] for field in page.all("input") if "checked" in field]
    assert checked == ["frequency-daily", "visibility-hidden"]
    assert page.one("input", id="email")["autocomplete"] == "email"
    assert "required" in page.one("input", id="consent")
    assert page.one("form", action="/deposer")["enctype"] == "multipart/form-data"
    assert not page.all("div", role="alert")


@pytest.mark.parametrize(
    ("changes", "status", "field"),
    [
        ({"email": ""}, 422, "email"),
        ({"email": "camille@"}, 422, "email"),
        ({"commune": "Nullepart-sur-Rien"}, 422, "commune"),
        ({"radius_km": "900"}, 422, "radius_km"),
        ({"wanted": ["x"]}, 422, "wanted-1"),
        ({"consent": None}, 422, "consent"),
        ({"cv": None}, 422, "cv"),
        ({"cv": ("cv.pdf", b"")}, 422, "cv"),
        ({"cv": ("cv.jpg", b"\xff\xd8\xff\xe0photo")}, 415, "cv"),
        ({"cv": ("cv.pdf", b"%PDF-1.7\n" + b"0" * 6_000_000)}, 413, "cv"),
    ],
)
def test_each_error_is_said_at_the_top_and_at_its_field(
    web: FlaskClient, changes: dict[str, Any], status: int, field: str
) -> None:
    page = leave(web, status, **changes)
    assert page.one("a", href=f"#{field}")
    [at] = [attributes for _, attributes in page.elements if attributes.get("id") == field]
    assert at["aria-invalid"] == "true"
    assert any(name.endswith("-erreur") for name in at["aria-describedby"].split())


def test_all_errors_are_said_at_once(web: FlaskClient) -> None:
    page = leave(web, 422, cv=None, email="", commune="", consent=None)
    assert "4 choses sont à corriger" in page.text


def test_nothing_typed_is_lost_and_the_file_is_asked_for_again(web: FlaskClient) -> None:
    page = leave(
        web,
        422,
        commune="Nullepart-sur-Rien",
        radius_km="75",
        wanted=["soudeur", "chaudronnier", "tuyauteur", "monteur"],
        contracts=["CDI", "MIS"],
        frequency="weekly",
        open_to_training="true",
        visibility="anonymous",
    )
    assert page.one("input", id="email")["value"] == "camille@example.org"
    assert page.one("input", id="commune")["value"] == "Nullepart-sur-Rien"
    titles = [field["value"] for field in page.all("input", name="wanted")]
    assert titles == ["soudeur", "chaudronnier", "tuyauteur", "monteur", ""]
    assert len([option for option in page.all("option", value="75") if "selected" in option]) == 1
    checked = [field["id"] for field in page.all("input") if "checked" in field]
    chosen = ["contracts-CDI", "contracts-MIS", "frequency-weekly", "open_to_training", "visibility-anonymous"]
    assert checked == [*chosen, "consent"]
    assert "Seul le fichier est à choisir de nouveau" in page.text


def test_what_is_typed_is_shown_and_never_runs(web: FlaskClient) -> None:
    page = leave(web, 422, commune='"><script>alert(1)</script>')
    assert [script["src"] for script in page.all("script")] == ["/static/typeahead.js"]
