"""GET /api/understand: what a text is understood as. Needs no engine."""

from __future__ import annotations

from typing import Any

import pytest

from search_api.app import create_app


def understood(text: str) -> dict[str, Any]:
    answer = create_app().test_client().get("/api/understand", query_string={"text": text})
    assert answer.status_code == 200, answer.text
    return dict(answer.get_json())


def named(text: str) -> dict[str, list[str]]:
    """Return the traits named, by the words that name them."""
    return {
        text[span["start"] : span["end"]]: [trait["trait"] for trait in span["traits"]]
        for span in understood(text)["spans"]
    }


def test_jobs_skills_and_licences_are_found_where_they_stand() -> None:
    found = named("Soudeuse, soudage TIG et CACES R489 catégorie 3")
    assert found["Soudeuse"] == ["job:H2913"]
    assert found["soudage TIG"] == ["skill:soudag-tig"]
    assert ["licence:CACES-R489-3"] in found.values()


def test_what_the_text_denies_is_not_named() -> None:
    assert "licence:PERMIS-C" not in [trait for traits in named("Maçon, sans permis C").values() for trait in traits]


def test_a_mistyped_title_gets_guesses_with_the_nearest_known_title() -> None:
    first = understood("Administratreur réseaux et systèmes")["guesses"][0]
    assert first["code"] == "M1801"
    assert first["title"]
    assert first["label"]
    assert first["confidence"] > 0.7
    assert first["sheet"] is first["sheet_label"] is None


def test_a_beginning_is_completed() -> None:
    suggestions = understood("soudage t")["suggestions"]
    assert {"label": "soudage TIG", "trait": "skill:soudag-tig"} in suggestions


@pytest.mark.parametrize("query", [{}, {"text": "x" * 2001}])
def test_no_text_or_too_much_is_refused(query: dict[str, str]) -> None:
    assert create_app().test_client().get("/api/understand", query_string=query).status_code == 422


def test_nothing_is_understood_of_nothing() -> None:
    assert understood(" ") == {"spans": [], "guesses": [], "suggestions": []}
