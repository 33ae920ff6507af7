"""Completing an employer's name: pure for the request, the real engine for the answer."""

from __future__ import annotations

import pytest
from elasticsearch import Elasticsearch
from hypothesis import given
from hypothesis import strategies as st

from indexer.engine.indices import refresh
from indexer.offers.employers import Employer, employers, employers_body
from tests.factories.documents import store
from tests.factories.offers import make_offer


@pytest.mark.parametrize(
    ("typed", "beginnings"),
    [
        ("Ateliers", {"atelier", "ateliers"}),
        ("ateliers du", {"atelier", "atelier du"}),
        ("Électricité Gé", {"electricit ge"}),
        ("S.A.R.L. Dup", {"dup", "sarl dup"}),
    ],
)
def test_what_is_typed_is_compared_folded_and_its_last_word_also_as_it_stands(typed: str, beginnings: set[str]) -> None:
    body = employers_body(typed)
    assert body is not None
    found = {clause["prefix"]["employer_key"] for clause in body["query"]["bool"]["should"]}
    assert beginnings == found


@pytest.mark.parametrize("typed", ["", "  ", "ab", " é ", ". . ."])
def test_too_little_is_not_asked_for(typed: str) -> None:
    assert employers_body(typed) is None


@given(st.text(max_size=60))
def test_whatever_is_typed_makes_a_sound_request_or_none(typed: str) -> None:
    body = employers_body(typed)
    if body is not None:
        assert all(clause["prefix"]["employer_key"] for clause in body["query"]["bool"]["should"])
        assert body["query"]["bool"]["minimum_should_match"] == 1


def test_those_who_hire_are_found_by_the_beginning_of_their_name(engine: Elasticsearch) -> None:
    names = ["Ateliers du Gave", "SARL Ateliers du Gave", "ATELIERS DU GAVE", "Atelier Béarnais", "Cuisines de Pau"]
    for number, name in enumerate(names):
        store(engine, "offers", make_offer(f"o{number}", employer=name))
    store(engine, "offers", make_offer("gone", employer="Ateliers Partis") | {"status": "closed"})
    refresh(engine, "offers")
    for typed in ("ate", "Atelier", "ateliers", "ÀTELIERS"):
        found = employers(engine, typed)
        assert [employer.offers for employer in found] == [3, 1], typed
        assert found[1] == Employer("Atelier Béarnais", 1)
    assert [one.name for one in employers(engine, "atelier be")] == ["Atelier Béarnais"]
    assert employers(engine, "boulangerie") == []
