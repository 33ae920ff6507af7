"""The last step of a deposit: where and how to be told, the address, and each agreement by itself."""

from __future__ import annotations

from typing import Any

import pytest
from elasticsearch import Elasticsearch
from flask.testing import FlaskClient

from indexer.reading.refusals import SENTENCES
from tests.factories.profiles import SCAN
from tests.pages.markup import Markup
from tests.pages.states import draft_steps

SOUND: dict[str, Any] = {"email": "camille@example.org", "commune": "Pau", "radius_km": "30", "consent": "true"}


@pytest.fixture
def steps(web: FlaskClient, engine: Elasticsearch) -> str:
    """The address of the steps of a draft whose CV is read."""
    return draft_steps(engine)


def leave(web: FlaskClient, steps: str, **fields: Any) -> Markup:
    """Send the form and return the page that says what is wrong."""
    data = {**SOUND, "wanted": ["soudeur", "", ""], **fields}
    sent = {name: value for name, value in data.items() if value is not None}
    answer = web.post(f"{steps}/recherche", data=sent)
    assert answer.status_code == 422
    page = Markup(answer.text)
    assert page.problems() == []
    assert page.one("div", role="alert")
    return page


def test_nothing_is_agreed_to_beforehand_and_nobody_is_shown_by_surprise(web: FlaskClient, steps: str) -> None:
    page = Markup(web.get(f"{steps}/recherche").text)
    assert page.problems() == []
    checked = [field["id"] for field in page.all("input") if "checked" in field]
    assert checked == ["available-unsaid", "frequency-daily", "visibility-hidden"]
    assert page.one("input", id="email")["autocomplete"] == "email"
    assert "required" in page.one("input", id="consent")
    assert "required" not in page.one("input", id="mail_consent")
    assert "J’accepte qu’Estey garde mon CV et cherche des offres pour moi." in page.text
    assert "J’accepte de recevoir ces offres par courriel." in page.text


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": ""}, "email"),
        ({"email": "camille@"}, "email"),
        ({"commune": "Nullepart-sur-Rien"}, "commune"),
        ({"radius_km": "900"}, "radius_km"),
        ({"wanted": ["x"]}, "wanted-1"),
        ({"consent": None}, "consent"),
        ({"mail_consent": "perhaps"}, "mail_consent"),
        ({"avoided_employers": "x"}, "avoided_employers"),
        ({"available": "date", "available_from": "bientôt"}, "available_from"),
        ({"available": "date"}, "available_from"),
        ({"available_from": "2036-09-01", "available": ""}, "available_from"),
    ],
)
def test_each_error_is_said_at_the_top_and_at_its_field(
    web: FlaskClient, steps: str, changes: dict[str, Any], field: str
) -> None:
    page = leave(web, steps, **changes)
    assert page.one("a", href=f"#{field}")
    [at] = [attributes for _, attributes in page.elements if attributes.get("id") == field]
    assert at["aria-invalid"] == "true"
    assert any(name.endswith("-erreur") for name in at["aria-describedby"].split())


def test_all_errors_are_said_at_once(web: FlaskClient, steps: str) -> None:
    assert "3 choses sont à corriger" in leave(web, steps, email="", commune="", consent=None).text


def test_nothing_typed_is_lost(web: FlaskClient, steps: str) -> None:
    page = leave(
        web,
        steps,
        commune="Nullepart-sur-Rien",
        radius_km="75",
        wanted=["soudeur", "chaudronnier", "tuyauteur", "monteur"],
        contracts=["CDI", "MIS"],
        frequency="weekly",
        open_to_training="true",
        visibility="anonymous",
        available="date",
        available_from="1er du mois",
        avoided_employers="Ancien Atelier",
        mail_consent="true",
    )
    assert page.one("input", id="email")["value"] == "camille@example.org"
    assert page.one("input", id="commune")["value"] == "Nullepart-sur-Rien"
    assert page.one("input", id="avoided_employers")["value"] == "Ancien Atelier"
    titles = [field["value"] for field in page.all("input", name="wanted")]
    assert titles == ["soudeur", "chaudronnier", "tuyauteur", "monteur", ""]
    assert len([option for option in page.all("option", value="75") if "selected" in option]) == 1
    checked = [field["id"] for field in page.all("input") if "checked" in field]
    chosen = ["contracts-CDI", "contracts-MIS", "available-date", "frequency-weekly", "open_to_training"]
    assert checked == [*chosen, "visibility-anonymous", "consent", "mail_consent"]
    assert page.one("input", id="available_from")["value"] == "1er du mois"


def test_what_is_typed_is_shown_and_never_runs(web: FlaskClient, steps: str) -> None:
    page = leave(web, steps, commune='"><script>alert(1)</script>')
    assert [script["src"] for script in page.all("script")] == ["/static/typeahead.js"]


def test_a_cv_that_could_not_be_read_leads_back_to_the_step_that_says_so(
    web: FlaskClient, engine: Elasticsearch
) -> None:
    steps = draft_steps(engine, **SCAN)
    for method in ("GET", "POST"):
        answer = web.open(f"{steps}/recherche", method=method, data=SOUND)
        assert (answer.status_code, answer.headers["Location"]) == (303, f"{steps}/compris")
    page = Markup(web.get(f"{steps}/compris").text)
    assert page.problems() == []
    assert SENTENCES["file_scan"] in page.text
    assert "open" in page.one("details", id="pdf-texte")
    assert page.one("form", action=f"{steps}/cv")["enctype"] == "multipart/form-data"
