"""Pages that continue after a result. Pure functions.

A page begins after the last result of the one before, which its address carries (`search_after`), not at a number: the
hundredth page costs no more than the first, and what is written meanwhile neither repeats nor hides another.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

PAGE_SIZE = 20
RELEVANCE, DATE, DISTANCE = "pertinence", "date", "distance"
ORDERS = (RELEVANCE, DATE, DISTANCE)
LONGEST_TOKEN = 300
# Beyond what any index holds: a number that large was not written by us.
_MOST_BEFORE = 10**9

# The kinds of the sort values of each order; each ends with a date and the id, so that no two results are equal.
_KINDS: dict[str, tuple[type, ...]] = {RELEVANCE: (float, int, str), DATE: (int, str), DISTANCE: (float, int, str)}

Hit = dict[str, Any]


class PageUnknownError(ValueError):
    """The text is no page of ours, or of a search in another order."""


@dataclass(frozen=True)
class Cursor:
    """Where a page begins: after the result of these sort values, or going back before it.

    `before`: how many results precede the page, or going back the one it was left from.
    """

    order: str
    values: tuple[float | int | str, ...]
    before: int
    back: bool = False


@dataclass(frozen=True)
class Cut:
    """A page cut out of the hits of a search, how many results precede it, and where the pages beside it begin."""

    hits: list[Hit]
    before: int
    next: Cursor | None
    previous: Cursor | None


def cut(hits: list[Hit], cursor: Cursor | None, order: str) -> Cut:
    """Return the page that begins at the cursor; of PAGE_SIZE + 1 hits asked for, the last says that more follow."""
    back = bool(cursor and cursor.back)
    more, hits = len(hits) > PAGE_SIZE, hits[:PAGE_SIZE]
    if back:
        hits = hits[::-1]
    before = 0
    if cursor:
        before = max(0, cursor.before - len(hits)) if back else cursor.before
    follows, precedes = (True, more) if back else (more, cursor is not None)
    return Cut(
        hits,
        before,
        Cursor(order, tuple(hits[-1]["sort"]), before + len(hits)) if hits and follows else None,
        Cursor(order, tuple(hits[0]["sort"]), before, back=True) if hits and precedes else None,
    )


def backwards(sort: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return a sort the other way round."""
    return [{field: _turned(how) for field, how in clause.items()} for clause in sort]


def _turned(how: Any) -> Any:
    if isinstance(how, dict):
        return {**how, "order": _turned(how["order"])}
    return "asc" if how == "desc" else "desc"


def token_of(cursor: Cursor) -> str:
    """Write a cursor for an address."""
    fields = [ORDERS.index(cursor.order), cursor.before, int(cursor.back), *cursor.values]
    return urlsafe_b64encode(json.dumps(fields, separators=(",", ":")).encode()).decode().rstrip("=")


def read_token(token: str) -> Cursor:
    """Read what `token_of` wrote. Raises PageUnknownError."""
    if len(token) > LONGEST_TOKEN or not token.isascii():
        raise PageUnknownError
    try:
        fields = json.loads(urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        order, before, back, *values = fields
        kinds = _KINDS[ORDERS[order]]
    except (ValueError, TypeError, LookupError, Base64Error, RecursionError) as error:
        raise PageUnknownError from error
    sound = len(values) == len(kinds) and all(map(_is, values, kinds))
    if not sound or not _is(before, int) or not 0 <= before <= _MOST_BEFORE or back not in (0, 1) or order < 0:
        raise PageUnknownError
    return Cursor(ORDERS[order], tuple(values), before, bool(back))


def _is(value: Any, kind: type) -> bool:
    """Say whether a sort value is of a kind; the engine writes a distance that is not known as "Infinity"."""
    if isinstance(value, bool):
        return False
    if kind is float:
        return value == "Infinity" or (isinstance(value, int | float) and abs(value) < _MOST_BEFORE)
    if kind is int:
        return isinstance(value, int) and abs(value) < 2**63
    return isinstance(value, str) and value.isprintable()
