"""The words of a search over offers as clauses (`indexer.searching.words`). Pure functions.

An offer holds a word that what it is says (title, job, skills its source lists, employer), or that is part of a job or
a skill it has by any name. A description also names what a job is not: it never admits an offer by itself, and only
breaks ties.
"""

from __future__ import annotations

from collections.abc import Sequence

from indexer.language.searched import Part
from indexer.searching import words
from indexer.searching.kinds import Clause
from indexer.searching.words import WordFields

FIELDS = WordFields(
    admitting={"title": 4.0, "job_labels": 3.0, "skill_labels": 2.0, "employer": 1.0},
    title="title",
    described="description",
    jobs="jobs",
    items="traits",
    # Of the slots of a trait, the first is there whatever it is worth.
    slot="#1",
)
ADMITTED_BY = ("title", "job_labels", "skill_labels", "employer", "jobs", "traits")
"""The fields of an offer that decide whether words admit it."""


def words_clauses(parts: Sequence[Part], *, any_word: bool = False) -> Clause:
    """Return the clauses that admit and rank offers by words; none when there are none. `any_word`: one is enough."""
    return words.words_clauses(FIELDS, parts, any_word=any_word)


def admitted_by_words(parts: Sequence[Part], *, mistyped: bool = False) -> Clause | None:
    """Return the clause that admits offers by words; None when they hold nothing that can be looked for."""
    return words.admitted_by_words(FIELDS, parts, mistyped=mistyped)
