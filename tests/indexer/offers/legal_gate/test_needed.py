"""What a wording needs is in every text that it is found in."""

from __future__ import annotations

import pytest

from indexer.offers.legal_gate.legible import legible
from indexer.offers.legal_gate.needed import Wordings, needed
from indexer.offers.legal_gate.rules import load_rules


@pytest.mark.parametrize(
    ("expression", "pieces"),
    [
        (r"un (?:voile|foulard)", {"voile", "foulard"}),
        (r"(?:une )?photos?(?: recente)?", {"photo"}),
        (r"(?:de|a) \w+", set()),
        (r"(?:photo|\w+)", set()),
        (r"(?:livret){0,1}de", set()),
    ],
)
def test_the_longest_pieces_that_cannot_be_missing_are_named(expression: str, pieces: set[str]) -> None:
    assert needed(expression) == pieces


def test_what_is_passed_over_would_not_have_been_found() -> None:
    texts = [legible(text).plain for rule in load_rules().values() for text in (*rule.caught, *rule.passes)]
    for rule in load_rules().values():
        for pattern, pieces in rule.wordings.each:
            for text in texts:
                if pieces and not any(piece in text for piece in pieces):
                    assert pattern.search(text) is None


def test_spans_come_in_the_order_of_the_text() -> None:
    assert Wordings([r"deux", r"un", r"trois"]).spans("un deux trois") == [(0, 2), (3, 7), (8, 13)]
