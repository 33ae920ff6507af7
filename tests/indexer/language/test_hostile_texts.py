"""No text makes reading run for ever: 200,000 characters, what Tika's answer is cut at, cost seconds of one processor.

Each text below is one that did cost minutes, or the kind of which it is: one thing repeated on a single line, which a
pattern or a comparison read anew from every place.
"""

from __future__ import annotations

import random
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.language.cv.reading import read_cv
from indexer.language.spans import Spans, outermost
from indexer.language.vocabulary import Vocabulary
from indexer.offers.document import received, understood
from indexer.offers.from_text import offer_from_text
from indexer.reading.extraction import LONGEST_TEXT
from tests.starter import starter_communes, starter_words

REPEATED = {
    "start.py: empty lines before « dès que possible »": "\n",
    "start.py: lines of blanks": " \n",
    "caces.py: numbers without category": "r489/r482,",
    "caces.py: categories without end": "caces r489 categories 1a, 1b et ",
    "diplomas.py: one diploma after the other": "CAP ",
    "diplomas.py: licences of anything": "licence de ",
    "spoken.py: commas of which each may stand in brackets": "a/",
    "loose_phrases.py: a label within another, everywhere": "lecture, plans de ",
    "personal.py: names": "Camille Exemple\n",
    "periods.py: dates": "janvier 2019 - ",
    "pay.py: amounts": "1 000 € a 2 000 ",
    "wishes.py: cues": "devenir soudeur ",
    "lines.py: letterspaced": "E X P ",
    "opening brackets": "(",
    "spaces": " ",
    "bidi overrides": "\u202e",
    "combining accents": "e\u0301",
}
SECONDS = 25.0


@pytest.fixture(scope="module")
def known() -> Vocabulary:
    vocabulary = starter_words()
    vocabulary.prepare()
    return vocabulary


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Fail when what is inside takes more of this process's processor time: other processes do not count."""

    def late(*_: object) -> None:
        raise AssertionError(f"still reading after {seconds} s")

    before = signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def repeated(unit: str, length: int = LONGEST_TEXT) -> str:
    return (unit * (length // len(unit) + 1))[:length]


def as_cv(text: str, known: Vocabulary) -> None:
    read_cv(text, known, starter_communes(), 24300, ["camille@example.org"])


def as_offer(text: str, known: Vocabulary) -> None:
    communes = starter_communes()
    given_by = offer_from_text(text, "", "file", "1", known, communes)
    understood(received(given_by, communes, "2026-11-20T08:00:00+00:00"), known)


@pytest.mark.parametrize("read", [as_cv, as_offer])
@pytest.mark.parametrize("what", REPEATED)
def test_the_longest_text_is_read_in_seconds(
    read: Callable[[str, Vocabulary], None], what: str, known: Vocabulary
) -> None:
    with within(SECONDS):
        read(repeated(REPEATED[what]), known)


@pytest.mark.parametrize("seed", range(2))
def test_so_is_any_mixture(seed: int, known: Vocabulary) -> None:
    chosen = random.Random(seed)  # noqa: S311 - the same texts each time
    units = [*REPEATED.values(), "\n", ": ", "Formation : ", "salaire ", "06", "@", "Pau ", "pas de "]
    text = "".join(chosen.choice(units) for _ in range(LONGEST_TEXT // 5))[:LONGEST_TEXT]
    with within(SECONDS):
        as_cv(text, known)


def test_the_watch_itself_stops_what_is_too_slow() -> None:
    def never_ends() -> None:
        end = time.monotonic() + 20
        while time.monotonic() < end:
            pass

    with pytest.raises(AssertionError, match="still reading"), within(0.2):
        never_ends()


SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 8)).map(lambda pair: (pair[0], sum(pair))), max_size=12)


@given(SPANS, SPANS)
def test_spans_answer_what_comparing_each_with_each_does(
    spans: list[tuple[int, int]], asked: list[tuple[int, int]]
) -> None:
    for start, end in asked:
        assert Spans(spans).hold(start, end) == any(a <= start and end <= b for a, b in spans)
        assert Spans(spans).meet(start, end) == any(a < end and start < b for a, b in spans)


@given(SPANS)
def test_the_outermost_spans_are_those_no_other_holds(spans: list[tuple[int, int]]) -> None:
    held = {(a, b) for a, b in spans if any((c, d) != (a, b) and c <= a and b <= d for c, d in spans)}
    assert outermost(spans) == sorted({*spans} - held)
