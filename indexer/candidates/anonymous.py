"""What may be shown of a person who chose to be anonymous: what was understood of them, never what they wrote.

Titles, employers, schools and sentences of a CV tell who somebody is ("agent d'accueil à la clinique …"), whatever is
taken out of them. So a job is shown by its name in the vocabulary, what was done by how long it lasted in each trade,
a diploma by its level. Pure functions; `profile` is as stored.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from indexer.language.cv.periods import months_covered
from indexer.language.either_gender import job_name
from indexer.language.vocabulary import Vocabulary
from indexer.language.wishes import understand_wish
from indexer.profiles.document import words_of
from indexer.profiles.read import DIPLOMA_LEVELS, diplomas_of, experiences_of

Profile = dict[str, Any]


def wanted_jobs(profile: Profile, vocabulary: Vocabulary) -> list[str]:
    """Return the ROME codes of the jobs a person looks for: of each title the surest, then those they chose."""
    words = words_of(profile)
    surest = [code for title in words.wanted for code in understand_wish(title, vocabulary)[:1]]
    return list(dict.fromkeys([*surest, *words.chosen]))


def trades(profile: Profile, vocabulary: Vocabulary) -> list[tuple[str, int]]:
    """Return the trades a person worked in and for how many months in all, the longest first.

    Months that two jobs of one trade share count once. Jobs whose trade is not known are in none of them.
    """
    periods: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for one in experiences_of(profile):
        for code in one["jobs"][:1]:
            if name := job_name(code, vocabulary):
                periods[name].append((one["first"], one["first"] + one["months"]))
    lasted = {name: months_covered(spans) for name, spans in periods.items()}
    return sorted(lasted.items(), key=lambda trade: (-trade[1], trade[0]))


def diploma_levels(profile: Profile) -> list[str]:
    """Return the levels of the diplomas a person holds, the highest first, in words: neither title, school nor year."""
    levels = {one["level"] for one in diplomas_of(profile) if one["held"] and one["level"]}
    return [DIPLOMA_LEVELS[level] for level in sorted(levels, reverse=True) if level in DIPLOMA_LEVELS]


def without_words(shared: dict[str, int]) -> dict[str, int]:
    """Return the traits a person and an offer share without words of titles: a word may be an employer's."""
    return {trait: points for trait, points in shared.items() if not trait.startswith("word:")}
