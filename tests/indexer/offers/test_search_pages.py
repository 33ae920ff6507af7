"""The tokens of pages and the orders, without an engine."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.offers.search_pages import order_of, sorting
from indexer.offers.search_places import Around
from indexer.searching.cursors import (
    DATE,
    DISTANCE,
    ORDERS,
    RELEVANCE,
    Cursor,
    PageUnknownError,
    backwards,
    read_token,
    token_of,
)

AROUND = (Around((43.3, -0.37), "64"),)
times = st.integers(-(2**40), 2**62)
identifiers = st.text("abcdef0123456789", max_size=24)
cursors = st.one_of(
    st.builds(Cursor, st.just(DATE), st.tuples(times, identifiers), st.integers(0, 10**6), st.booleans()),
    st.builds(
        Cursor,
        st.sampled_from([RELEVANCE, DISTANCE]),
        st.tuples(st.floats(0, 1e6) | st.just("Infinity"), times, identifiers),
        st.integers(0, 10**6),
        st.booleans(),
    ),
)


@given(cursors)
def test_a_token_reads_as_what_was_written(cursor: Cursor) -> None:
    assert read_token(token_of(cursor)) == cursor


@given(st.text(max_size=60) | st.binary(max_size=40).map(lambda data: urlsafe_b64encode(data).decode()))
def test_what_is_no_token_is_refused_and_nothing_worse(text: str) -> None:
    try:
        read_token(text)
    except PageUnknownError:
        return


@pytest.mark.parametrize(
    "fields",
    [
        [1, 20, 0, "text", "id"],
        [1, 20, 0, 1],
        [1, -1, 0, 1, "id"],
        [1, True, 0, 1, "id"],
        [-1, 20, 0, 1.0, 1, "id"],
        [3, 20, 0, 1, "id"],
        [0, 20, 2, 1.0, 1, "id"],
        [0, 20, 0, float("nan"), 1, "id"],
        [0, 20, 0, 1.0, 2**70, "id"],
        {"order": 1},
        None,
        [],
    ],
    ids=str,
)
def test_a_token_of_other_fields_is_refused(fields: Any) -> None:
    with pytest.raises(PageUnknownError):
        read_token(urlsafe_b64encode(json.dumps(fields).encode()).decode().rstrip("="))


@pytest.mark.parametrize(
    ("asked", "words", "around", "expected"),
    [
        ("", True, True, RELEVANCE),
        ("", False, True, DATE),
        (RELEVANCE, False, True, DATE),
        (DATE, True, True, DATE),
        (DISTANCE, True, True, DISTANCE),
        (DISTANCE, True, False, RELEVANCE),
        (DISTANCE, False, False, DATE),
    ],
)
def test_an_order_that_is_not_possible_gives_the_usual_one(
    asked: str, words: bool, around: bool, expected: str
) -> None:
    assert order_of(asked, words=words, around=around) == expected


@pytest.mark.parametrize("order", ORDERS)
def test_going_back_is_the_same_order_the_other_way_round(order: str) -> None:
    sort = sorting(order, AROUND)
    assert backwards(sort) != sort
    assert backwards(backwards(sort)) == sort
    assert "id" in sort[-1], "no two offers are equal"
