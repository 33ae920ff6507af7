"""What a search says beside its trade becomes conditions and places; the rest is looked for as words."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.offers.document import CONTRACTS
from indexer.offers.facets import FACETS
from indexer.places.regions import departements_of_region
from indexer.searching import conditions
from indexer.searching.conditions import SortedWords, sort_words
from tests.starter import starter_communes, starter_words

TABLE = tomllib.loads(Path(conditions.__file__).with_name("conditions.toml").read_text(encoding="utf-8"))
HOME = departements_of_region("Nouvelle-Aquitaine")


def sorted_of(text: str, *, placed: bool = False) -> SortedWords:
    return sort_words(text, starter_words(), starter_communes(), home=HOME, placed=placed)


def left(found: SortedWords) -> str:
    return " ".join(found.words.split())


@pytest.mark.parametrize("words", [words for one in TABLE["condition"] for words in one["words"]])
def test_every_condition_of_the_table_is_taken_out_of_the_words(words: str) -> None:
    found = sorted_of(f"plombier {words}")
    assert left(found) == "plombier"
    assert found.chosen


@pytest.mark.parametrize("one", TABLE["condition"], ids=lambda one: f"{one['facet']} {one['values'][0]}")
def test_a_condition_is_one_that_a_facet_knows(one: dict[str, list[str]]) -> None:
    facet = str(one["facet"])
    assert facet in FACETS
    if facet == "contract":
        assert set(one["values"]) <= set(CONTRACTS)


@pytest.mark.parametrize("words", TABLE["noise"]["anywhere"] + TABLE["noise"]["leading"])
def test_no_offer_need_hold_the_words_around_a_search(words: str) -> None:
    assert left(sorted_of(f"{words} plombier")) == "plombier"


@pytest.mark.parametrize(
    ("typed", "words", "places"),
    [
        ("soudeur bordeaux", "soudeur", ["Bordeaux (33)"]),
        ("soudeur à Pau", "soudeur", ["Pau (64)"]),
        ("carreleur 40", "carreleur", ["Landes (40)"]),
        ("carreleur 40 cdi", "carreleur", ["Landes (40)"]),
        ("couvreur gironde", "couvreur", ["Gironde (33)"]),
        ("serveuse médoc", "serveuse", ["Médoc"]),
        ("maçon limousin", "maçon", ["limousin"]),
        ("boulanger près de Dax", "boulanger", ["Dax (40)"]),
        ("aide à domicile saint-jean-de-luz", "aide à domicile", ["Saint-Jean-de-Luz (64)"]),
        ("secrétaire 64000", "secrétaire", ["64000"]),
        # Not places, or not without a word that says so.
        ("magasinier nord", "magasinier nord", []),
        ("permis C", "permis C", []),
        ("niveau 40", "niveau 40", []),
        ("ménage 33 heures", "ménage 33 heures", []),
        ('"soudeur bordeaux"', '"soudeur bordeaux"', []),
    ],
)
def test_a_place_in_the_words_is_a_place(typed: str, words: str, places: list[str]) -> None:
    found = sorted_of(typed)
    assert (left(found), found.places) == (words, places)


def test_names_are_words_where_the_place_is_said_elsewhere() -> None:
    found = sorted_of("mairie bordeaux cdi", placed=True)
    assert (left(found), found.places, found.chosen) == ("mairie bordeaux", [], {"contract": ("CDI", "DIN")})


@pytest.mark.parametrize(
    "typed",
    ["inspecteur du travail", "facteur la poste", "chef de poste", '"cdi" maçon', "conseiller en recrutement"],
)
def test_what_belongs_to_a_title_or_is_quoted_stays(typed: str) -> None:
    found = sorted_of(typed)
    assert left(found) == typed
    assert not found.conditions


@pytest.mark.parametrize(
    "typed", ["électricien H/F", "électricien (h/f)", "électricien hf", "électricien F/H/X", "h f électricien"]
)
def test_both_genders_are_no_words(typed: str) -> None:
    assert sorted_of(typed).words.replace("(", "").replace(")", "").strip() == "électricien"


def test_conditions_of_one_facet_are_alternatives() -> None:
    assert sorted_of("cdi ou cdd plombier").chosen == {"contract": ("CDI", "DIN", "CDD")}


@given(
    st.lists(
        st.sampled_from(
            ["soudeur", "cdi", "à", "Pau", "33", "médoc", "H/F", "(", "l'", "sans permis", "œ", "İ", "64000"]
        )
    )
)
def test_what_is_taken_out_leaves_blanks_so_that_positions_hold(pieces: list[str]) -> None:
    typed = " ".join(pieces)
    found = sorted_of(typed)
    assert len(found.words) == len(typed)
    assert all(one in (" ", other) for one, other in zip(found.words, typed, strict=True))
    assert all(typed[one.start : one.end] == one.text for one in found.conditions)


@given(st.text(max_size=60))
def test_any_text_can_be_sorted(typed: str) -> None:
    assert len(sorted_of(typed).words) == len(typed)
