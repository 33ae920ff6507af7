"""What people ask for who name a place or an activity, and every entry of the table."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import indexer.language.wishes
from indexer.language.wishes import bare, is_no_wish, sheets_of_wish, understand_wish
from indexer.reference.in_force import vocabulary

WORDS = vocabulary()
ENTRIES = tomllib.loads(Path(indexer.language.wishes.__file__).with_suffix(".toml").read_text(encoding="utf-8"))["wish"]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["words"][0])
def test_every_entry_means_jobs_that_are_known_to_the_starter_or_to_the_official_list(
    entry: dict[str, list[str]],
) -> None:
    known = [code for code in entry["jobs"] if code in WORDS.jobs]
    assert known, "the starter knows at least one"
    for words in entry["words"]:
        assert list(understand_wish(words, WORDS)) == known
        assert set(known) <= set(sheets_of_wish(words, WORDS))


def test_no_words_are_in_two_entries() -> None:
    words = [words for entry in ENTRIES for words in entry["words"]]
    assert len(words) == len(set(words))


@pytest.mark.parametrize(
    ("text", "jobs"),
    [
        ("Je cherche du ménage", ("K2204", "K1304")),
        ("un poste dans la LOGISTIQUE", ("N1103", "N1105")),
        ("travailler avec des enfants", ("K1303", "J1304")),
        ("cherche emploi de soudeur", ("H2913",)),
        ("soudeur", ("H2913",)),
    ],
)
def test_words_around_a_wish_say_nothing(text: str, jobs: tuple[str, ...]) -> None:
    assert understand_wish(text, WORDS)[: len(jobs)] == jobs


@pytest.mark.parametrize("text", ["n’importe quoi", "Tout", "peu importe", "un travail", "cherche emploi", "Voir CV"])
def test_who_asks_for_nothing_in_particular_is_taken_by_their_cv(text: str) -> None:
    assert is_no_wish(text)


def test_a_wish_keeps_its_own_words() -> None:
    assert not is_no_wish("soudeur")
    assert bare("je cherche un poste de dresseur d’ours") == "dresseur d’ours"
