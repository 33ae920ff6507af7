"""The API's own description is valid, tells of every route, and is read without anybody else's server."""

from __future__ import annotations

import re
from typing import Any

import pytest
import requests
from openapi_spec_validator import validate
from playwright.sync_api import Page

from search_api.app import create_app
from tests.client import Client


@pytest.fixture
def description(client: Client) -> dict[str, Any]:
    return dict(requests.get(f"{client.stack.url}/openapi.json", timeout=30).json())


def test_the_description_is_valid_openapi_3(description: dict[str, Any]) -> None:
    assert description["openapi"].startswith("3.")
    validate(description)


def test_every_route_and_method_of_the_api_is_described(description: dict[str, Any]) -> None:
    described = {(path, method.upper()) for path, methods in description["paths"].items() for method in methods}
    served = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method)
        for rule in create_app().url_map.iter_rules()
        if rule.rule.startswith("/api/")
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    assert {method for _, method in served} == {"GET", "POST", "PATCH", "PUT", "DELETE"}
    assert {(path, method) for path, method in described if method != "PARAMETERS"} == served


def test_each_operation_says_in_a_sentence_what_it_does(description: dict[str, Any]) -> None:
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            if method != "parameters":
                assert operation["summary"].endswith("."), (method, path)
                assert any(code.startswith("2") for code in operation["responses"]), (method, path)


def test_the_deposit_is_described_with_its_file_and_each_field(description: dict[str, Any]) -> None:
    body = description["paths"]["/api/profiles"]["post"]["requestBody"]["content"]
    schema = body["multipart/form-data"]["schema"]["$ref"].rpartition("/")[2]
    fields = description["components"]["schemas"][schema]
    assert set(fields["properties"]) == {
        "cv", "email", "commune", "radius_km", "around", "whole_departements", "remote_anywhere", "wanted", "contracts",
        "working_times", "available_from", "pay_least", "experience_most", "avoided_employers", "avoided_words",
        "frequency", "hour", "open_to_training", "visibility", "consent",
    }  # fmt: skip
    assert set(fields["required"]) == {"cv", "email", "commune", "consent"}
    assert fields["properties"]["cv"]["format"] == "binary"


def test_posting_an_offer_is_said_to_need_a_key(description: dict[str, Any]) -> None:
    assert description["paths"]["/api/offers"]["post"]["security"] == [{"api_key": []}]
    assert description["components"]["securitySchemes"]["api_key"] == {"type": "http", "scheme": "bearer"}


def test_the_reader_shows_the_api_and_asks_nothing_of_other_sites(page: Page, client: Client) -> None:
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("response", lambda answer: errors.append(answer.url) if answer.status >= 400 else None)
    page.on("console", lambda said: errors.append(said.text) if "Content Security Policy" in said.text else None)
    page.goto("/docs")
    page.get_by_text("/api/profiles", exact=False).first.wait_for(timeout=20_000)
    assert [url for url in asked if not url.startswith((client.stack.url, "data:", "blob:"))] == []
    assert errors == []


def test_the_reader_serves_its_own_files_only(client: Client) -> None:
    for path in ("..%2f..%2f..%2fetc%2fpasswd", "%2fetc%2fpasswd", "../../../../pyproject.toml", "absent.js"):
        assert requests.get(f"{client.stack.url}/docs/assets/{path}", timeout=30).status_code == 404
