"""The sentence for a commune that is not known. Needs no engine."""

from __future__ import annotations

import pytest

from indexer.places.communes import UnknownCommuneError
from indexer.reference.in_force import gazetteer
from search_api.problem_sentences import SENTENCES
from search_api.problems import unknown_sentence


def sentence(typed: str) -> str:
    with pytest.raises(UnknownCommuneError) as caught:
        gazetteer().resolve(typed)
    return unknown_sentence(caught.value)


def test_a_commune_written_nearly_so_is_suggested() -> None:
    assert sentence("Bordeuax").endswith("Vouliez-vous dire Bordeaux (33)\u00a0?")


def test_without_one_the_sentence_says_what_to_do() -> None:
    assert sentence("Atlantis") == SENTENCES["commune_unknown"]
