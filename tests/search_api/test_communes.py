"""GET /api/communes: completing the name of a commune. Needs no engine."""

from __future__ import annotations

import pytest

from search_api.app import create_app


def test_communes_that_begin_so_are_suggested() -> None:
    answer = create_app().test_client().get("/api/communes", query_string={"text": "la rochel"})
    assert answer.get_json() == {
        "suggestions": [
            {"insee": "17300", "name": "La Rochelle", "label": "La Rochelle (17)", "postcodes": ["17000"]},
        ]
    }


@pytest.mark.parametrize("query", [{}, {"text": "x" * 101}])
def test_no_text_or_too_much_is_refused(query: dict[str, str]) -> None:
    assert create_app().test_client().get("/api/communes", query_string=query).status_code == 422


def test_suggestions_of_one_kind_only() -> None:
    client = create_app().test_client()
    answer = client.get("/api/understand", query_string={"text": "soud", "kind": "job"}).get_json()
    assert {suggestion["trait"].partition(":")[0] for suggestion in answer["suggestions"]} == {"job"}
    assert client.get("/api/understand", query_string={"text": "soud", "kind": "x"}).status_code == 422
