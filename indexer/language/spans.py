"""Which spans of a text hold or meet another, asked many times: a text of one word repeated names thousands."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate


class Spans:
    """Spans of characters (end excluded), in any order; each question takes the logarithm of their number."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        """Take (start, end) pairs."""
        ordered = sorted(spans)
        self._starts = [start for start, _ in ordered]
        # The furthest end among all that start no later.
        self._reach = list(accumulate((end for _, end in ordered), max))

    def hold(self, start: int, end: int) -> bool:
        """Say whether one of them holds the whole of this span."""
        before = bisect_right(self._starts, start)
        return before > 0 and self._reach[before - 1] >= end

    def meet(self, start: int, end: int) -> bool:
        """Say whether one of them shares a character with this span."""
        before = bisect_left(self._starts, end)
        return before > 0 and self._reach[before - 1] > start


def outermost(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans that no other one holds, each once, in the order of the text."""
    kept: list[tuple[int, int]] = []
    reach = -1
    for start, end in sorted(set(spans), key=lambda span: (span[0], -span[1])):
        if end > reach:
            kept.append((start, end))
            reach = end
    return kept
