"""Words as clauses: which documents they admit, and in which order. Pure functions.

A document has to hold all words up to two, all but one of three or four, three quarters beyond. It holds a word that
what it is says (WordFields.admitting), or that is part of a job or another thing it has by any name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from indexer.language.engine_words import seen_by_engine
from indexer.language.searched import Part
from indexer.matching.criteria import any_of
from indexer.searching.kinds import Clause


@dataclass(frozen=True)
class WordFields:
    """The fields of one kind of document in which words are looked for."""

    admitting: Mapping[str, float]
    """Fields that hold a word by themselves, and what a word adds to the order there.

    Whole numbers instead of the engine's own scores: these change with every document that is written, and a page that
    continues after a score would repeat some or pass over some. Of equals the most recent comes first.
    """
    title: str
    """Where all words together are worth more."""
    described: str
    """What never admits by itself, and breaks ties; none: empty."""
    jobs: str
    """The ROME codes."""
    items: str
    """Skills, licences and languages, as traits with `slot` after each."""
    slot: str = ""
    items_said: bool = False
    """Whether a skill says what a document is, by itself; else it counts only beside words the document holds."""


MISTYPED_FROM = 8
"""Letters of a word that may be one letter off; shorter ones are one letter away from other words (`spelling.py`)."""
MEANT, MISTYPED = 3.0, 0.25
"""What a word adds to the order by its meaning, and by a word nearly so: both below a title that holds it as typed."""
IN_ORDER, DESCRIBED = 4.0, 0.5
"""What all words add where they stand together in the title, and where the description holds them."""


@dataclass(frozen=True)
class _Word:
    """How one word may be held: said in what the document is, or understood of its whole text."""

    said: list[Clause]
    understood: list[Clause]


def least_of(words: int) -> int:
    """Return how many of so many words an offer has to hold."""
    if words <= 2:
        return words
    return words - 1 if words <= 4 else words * 3 // 4


def words_clauses(fields: WordFields, parts: Sequence[Part], *, any_word: bool = False) -> Clause:
    """Return the clauses that admit and rank by words; none when there are none. `any_word`: one of them is enough."""
    admitted = admitted_by_words(fields, parts, mistyped=True, any_word=any_word)
    if admitted is None:
        return {}
    typed = " ".join(part.text for part in parts)
    described = {"match": {fields.described: {"query": typed, "operator": "and"}}}
    return {
        "must": [admitted],
        "should": [
            _worth({"match_phrase": {fields.title: typed}}, IN_ORDER),
            *([_worth(described, DESCRIBED)] if fields.described else []),
        ],
    }


def admitted_by_words(
    fields: WordFields, parts: Sequence[Part], *, mistyped: bool = False, any_word: bool = False
) -> Clause | None:
    """Return the clause that admits documents by words; None when they hold nothing that can be looked for.

    Each word by itself in any of the fields, so that the same clause can be stored for the percolator (saved searches).
    `mistyped`: long words may be one letter off; not for the percolator, which cannot extract such a query and would
    try it on every document.
    """
    quoted = [_phrase(fields, part) for part in parts if part.quoted and seen_by_engine(part.text)]
    words = list(_words(fields, [part for part in parts if not part.quoted], mistyped=mistyped))
    if not quoted and not words:
        return None
    clause: dict[str, Any] = {}
    if quoted:
        clause["must"] = quoted
    if words:
        clause["should"] = [any_of(*word.said, *word.understood) for word in words]
        clause["minimum_should_match"] = 1 if any_word else least_of(len(words))
    said = [one for word in words for one in word.said]
    if not quoted and said and any(word.understood for word in words):
        # What is understood of a description counts only beside something that the document says of itself.
        clause["filter"] = [any_of(*said)]
    return {"bool": clause}


def _words(fields: WordFields, parts: Sequence[Part], *, mistyped: bool) -> Iterator[_Word]:
    met: set[str] = set()
    for part in parts:
        words = [word for word in part.words if seen_by_engine(word)]
        for word in words or [""]:
            if word.lower() in met:
                continue
            met.add(word.lower())
            said = [*_named(fields, word, mistyped=mistyped), *_jobs(fields, part)]
            items = _items(fields, part)
            if fields.items_said:
                said, items = [*said, *items], []
            if said or items:
                yield _Word(said, items)


def _named(fields: WordFields, word: str, *, mistyped: bool) -> list[Clause]:
    if not word:
        return []
    exact = _in_any(fields, "match", {"query": word, "operator": "and"})
    if not mistyped or len(word) < MISTYPED_FROM or not word.isalpha():
        return [exact]
    fuzzy = {"query": word, "operator": "and", "fuzziness": 1, "prefix_length": 1, "max_expansions": 30}
    near = any_of(*({"match": {field: fuzzy}} for field in fields.admitting))
    return [exact, _worth(near, MISTYPED)]


def _jobs(fields: WordFields, part: Part) -> list[Clause]:
    if part.kind != "job":
        return []
    codes = [trait.removeprefix("job:") for trait in part.traits]
    return [_worth({"terms": {fields.jobs: codes}}, MEANT)]


def _items(fields: WordFields, part: Part) -> list[Clause]:
    if part.kind in ("", "job"):
        return []
    # Of the slots of a trait, the first is there whatever it is worth.
    slots = [f"{trait}{fields.slot}" for trait in part.traits]
    return [_worth({"terms": {fields.items: slots}}, MEANT)]


def _phrase(fields: WordFields, part: Part) -> Clause:
    return _in_any(fields, "match_phrase", {"query": part.text})


def _in_any(fields: WordFields, kind: str, asked: dict[str, Any]) -> Clause:
    """Return the clause of a word or a phrase in any field, worth what the best of them is."""
    return {"dis_max": {"queries": [_worth({kind: {name: asked}}, worth) for name, worth in fields.admitting.items()]}}


def _worth(clause: Clause, worth: float) -> Clause:
    return {"constant_score": {"filter": clause, "boost": worth}}
