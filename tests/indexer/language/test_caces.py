"""Old CACES numbers lead to their successors of 2020 (table of correspondence in the AFTRAL leaflet, July 2019)."""

from __future__ import annotations

import pytest

from indexer.language.understanding import understand_items
from indexer.language.vocabulary import Vocabulary
from tests.starter import starter_words


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return starter_words()


@pytest.mark.parametrize(
    ("written", "successors"),
    [
        ("CACES R372m catégorie 1", ["R482-A"]),
        ("CACES R372m catégorie 2", ["R482-B1"]),
        ("CACES R372m catégorie 3", ["R482-C2"]),
        ("CACES R372m catégorie 4", ["R482-C1"]),
        ("CACES R372m catégorie 6", ["R482-C3"]),
        ("CACES R372m catégorie 7", ["R482-D"]),
        ("CACES R372m catégorie 8", ["R482-E"]),
        ("CACES R372m catégorie 9", ["R482-F"]),
        ("CACES R372m catégorie 10", ["R482-G"]),
        # Cranes: the letter says the jib (A lattice, B telescopic), the figure what carries it.
        ("CACES R383m catégorie 1A", ["R483-A"]),
        ("CACES R383m catégorie 2A", ["R483-A"]),
        ("CACES R383m catégorie 1B", ["R483-B"]),
        ("CACES R383m catégorie 2B", ["R483-B"]),
        ("CACES grue mobile", ["R483"]),
        # GME became 1 or 2 by its jib, so that it leads to neither.
        ("CACES R377m GME", ["R487"]),
        ("CACES R377m GMA", ["R487-3"]),
        ("CACES R386 3A", ["R486-A"]),
        ("CACES R386 1B", ["R486-B"]),
        ("CACES R389 catégorie 3", ["R489-3"]),
        ("CACES R389 catégorie 6", ["R489-7"]),
        ("CACES R390", ["R490"]),
    ],
)
def test_an_old_category_is_the_licence_that_followed_it(
    words: Vocabulary, written: str, successors: list[str]
) -> None:
    assert understand_items(written, words) == tuple(f"licence:CACES-{one}" for one in successors)
