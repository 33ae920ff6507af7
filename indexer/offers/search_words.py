"""The words of a search as clauses: which offers they admit, and in which order. Pure functions.

An offer has to hold all words up to two, all but one of three or four, three quarters beyond. It holds a word that what
it is says (title, job, skills its source lists, employer), or that is part of a job or a skill it has by any name. A
description also names what a job is not: it never admits an offer by itself, and only breaks ties.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from indexer.language.engine_words import seen_by_engine
from indexer.language.searched import Part
from indexer.matching.criteria import any_of

Clause = dict[str, Any]

ADMITTING_FIELDS = {"title": 4.0, "job_labels": 3.0, "skill_labels": 2.0, "employer": 1.0}
"""Fields that hold a word by themselves, and what a word adds to the order there.

Whole numbers instead of the engine's own scores: these change with every offer that is written, and a page that
continues after a score would repeat offers or pass over some. Of equals the most recent comes first.
"""
ADMITTED_BY = ("title", "job_labels", "skill_labels", "employer", "jobs", "traits")
"""The fields of an offer that decide whether words admit it."""
MISTYPED_FROM = 8
"""Letters of a word that may be one letter off; shorter ones are one letter away from other words (`spelling.py`)."""
MEANT, MISTYPED = 3.0, 0.25
"""What a word adds to the order by its meaning, and by a word nearly so: both below a title that holds it as typed."""
IN_ORDER, DESCRIBED = 4.0, 0.5
"""What all words add where they stand together in the title, and where the description holds them."""


@dataclass(frozen=True)
class _Word:
    """How one word may be held: said in what the offer is, or understood of its whole text."""

    said: list[Clause]
    understood: list[Clause]


def least_of(words: int) -> int:
    """Return how many of so many words an offer has to hold."""
    if words <= 2:
        return words
    return words - 1 if words <= 4 else words * 3 // 4


def words_clauses(parts: Sequence[Part]) -> Clause:
    """Return the clauses that admit and rank by words; none when there are none."""
    admitted = admitted_by_words(parts, mistyped=True)
    if admitted is None:
        return {}
    typed = " ".join(part.text for part in parts)
    return {
        "must": [admitted],
        "should": [
            _worth({"match_phrase": {"title": typed}}, IN_ORDER),
            _worth({"match": {"description": {"query": typed, "operator": "and"}}}, DESCRIBED),
        ],
    }


def admitted_by_words(parts: Sequence[Part], *, mistyped: bool = False) -> Clause | None:
    """Return the clause that admits offers by words; None when they hold nothing that can be looked for.

    Each word by itself in any of the fields, so that the same clause can be stored for the percolator (saved searches).
    `mistyped`: long words may be one letter off; not for the percolator, which cannot extract such a query and would
    try it on every offer.
    """
    quoted = [_phrase(part) for part in parts if part.quoted and seen_by_engine(part.text)]
    words = list(_words([part for part in parts if not part.quoted], mistyped=mistyped))
    if not quoted and not words:
        return None
    clause: dict[str, Any] = {}
    if quoted:
        clause["must"] = quoted
    if words:
        clause["should"] = [any_of(*word.said, *word.understood) for word in words]
        clause["minimum_should_match"] = least_of(len(words))
    said = [one for word in words for one in word.said]
    if not quoted and said and any(word.understood for word in words):
        # What is understood of a description counts only beside something that the offer says of itself.
        clause["filter"] = [any_of(*said)]
    return {"bool": clause}


def _words(parts: Sequence[Part], *, mistyped: bool) -> Iterator[_Word]:
    met: set[str] = set()
    for part in parts:
        words = [word for word in part.words if seen_by_engine(word)]
        for word in words or [""]:
            if word.lower() in met:
                continue
            met.add(word.lower())
            said = [*_named(word, mistyped=mistyped), *_jobs(part)]
            if said or _items(part):
                yield _Word(said, _items(part))


def _named(word: str, *, mistyped: bool) -> list[Clause]:
    if not word:
        return []
    exact = _in_any("match", {"query": word, "operator": "and"})
    if not mistyped or len(word) < MISTYPED_FROM or not word.isalpha():
        return [exact]
    fuzzy = {"query": word, "operator": "and", "fuzziness": 1, "prefix_length": 1, "max_expansions": 30}
    near = any_of(*({"match": {field: fuzzy}} for field in ADMITTING_FIELDS))
    return [exact, _worth(near, MISTYPED)]


def _jobs(part: Part) -> list[Clause]:
    if part.kind != "job":
        return []
    codes = [trait.removeprefix("job:") for trait in part.traits]
    return [_worth({"terms": {"jobs": codes}}, MEANT)]


def _items(part: Part) -> list[Clause]:
    if part.kind in ("", "job"):
        return []
    # Of the slots of a trait, the first is there whatever it is worth.
    slots = [f"{trait}#1" for trait in part.traits]
    return [_worth({"terms": {"traits": slots}}, MEANT)]


def _phrase(part: Part) -> Clause:
    return _in_any("match_phrase", {"query": part.text})


def _in_any(kind: str, asked: dict[str, Any]) -> Clause:
    """Return the clause of a word or a phrase in any field, worth what the best of them is."""
    return {"dis_max": {"queries": [_worth({kind: {name: asked}}, worth) for name, worth in ADMITTING_FIELDS.items()]}}


def _worth(clause: Clause, worth: float) -> Clause:
    return {"constant_score": {"filter": clause, "boost": worth}}
