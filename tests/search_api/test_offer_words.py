from __future__ import annotations

from datetime import UTC, datetime

import pytest

from indexer.reference.in_force import gazetteer
from search_api.offer_words import nearest, pay_of, since, source_name

ARCACHON = {"location": {"lat": 44.6586, "lon": -1.1689}}


@pytest.mark.parametrize(
    ("offer", "expected"),
    [
        ({"pay_label": "Horaire de 12,40 Euros", "pay_monthly_min": 1880.7}, "12,40 € de l’heure"),
        ({"pay_monthly_min": 2000.0, "pay_monthly_max": 2400.4}, "de 2 000 € à 2 400 € brut"),
        ({"pay_monthly_min": 2100.0, "pay_monthly_max": 2100.0}, "2 100 € brut"),
        ({"pay_monthly_min": 1900.0}, "à partir de 1 900 € brut"),
        ({"pay_monthly_max": 1900.0}, "jusqu’à 1 900 € brut"),
        ({}, ""),
    ],
)
def test_pay_is_as_the_offer_says_it_else_as_it_was_read(offer: dict[str, object], expected: str) -> None:
    written = pay_of(offer).replace("\u202f", " ").replace("\u00a0", " ")
    assert written.startswith(expected)
    assert ("d’après le texte" in written) == (bool(expected) and "pay_label" not in offer)


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        ("2026-11-24T07:00:00+00:00", "aujourd’hui"),
        ("2026-11-25T07:00:00+00:00", "aujourd’hui"),
        # Midnight has passed in France, not yet in Greenwich.
        ("2026-11-23T23:30:00Z", "aujourd’hui"),
        ("2026-11-23T22:30:00Z", "hier"),
        ("2026-11-19T08:00:00.000Z", "il y a 5 jours"),
        ("2026-11-19", "il y a 5 jours"),
        ("2025-11-19", ""),
    ],
)
def test_since_when_in_days_of_france(published: str, expected: str) -> None:
    assert since(published, datetime(2026, 11, 24, 12, tzinfo=UTC)).replace("\u00a0", " ") == expected


def test_sources_have_the_name_people_know() -> None:
    names = ["france-travail", "mission-locale_du-bassin", "api", ""]
    assert [source_name(name) for name in names] == ["France Travail", "Mission locale du bassin", "", ""]


def test_the_nearest_of_the_places_somebody_looked_around() -> None:
    found = nearest(ARCACHON, ["Bordeaux", "Nulle part", "La Teste-de-Buch"], gazetteer())
    assert found is not None
    assert (found[0].name, found[1]) == ("La Teste-de-Buch", 3)
    assert nearest({}, ["Bordeaux"], gazetteer()) is None
    assert nearest(ARCACHON, ["Nulle part", ""], gazetteer()) is None
