"""A person as the list of the CV base shows them: what they can do and where, and which of it was searched. Pure.

Nothing here says who they are, whatever they chose: that is on the page of their CV (`indexer.candidates.shown`). Of
who is anonymous the titles are those of the vocabulary, whatever was stored to be searched.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from indexer.candidates.cv_lines import area_of, wishes_of, years_of
from indexer.language.either_gender import job_names
from indexer.language.normalisation import folded_words
from indexer.language.searched import Part
from indexer.language.vocabulary import Vocabulary
from indexer.matching.criteria import NAMED
from indexer.profiles.availability import availability
from indexer.profiles.read import DIPLOMA_LEVELS

Profile = dict[str, Any]

MOST_SKILLS = 8
_MOST_TITLES = 3


@dataclass(frozen=True, slots=True)
class Word:
    """A title, skill, licence or language, and whether the search asked for it."""

    text: str
    asked: bool = False


@dataclass(frozen=True, slots=True)
class SearchedCv:
    """One person in the list."""

    profile: str
    titles: list[Word]
    area: str
    experience: str
    diploma: str
    skills: list[Word]
    more_skills: int
    licences: list[Word]
    languages: list[Word]
    wishes: list[str]
    named: bool
    available: str = ""
    """From when they can begin, in words; empty when they did not say."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a search asks for: traits, words folded as those of labels are, and the values chosen of facets."""

    traits: frozenset[str]
    words: frozenset[str]

    @classmethod
    def of(cls, parts: Iterable[Part], chosen: Iterable[str] = ()) -> Asked:
        """Return what the parts of a search and the chosen traits ask for."""
        parts = list(parts)
        traits = {trait for part in parts for trait in part.traits}
        words = {word for part in parts for word in folded_words(part.text)}
        return cls(frozenset({*traits, *chosen}), frozenset(words))

    def has(self, text: str, trait: str = "") -> bool:
        """Say whether a label, or the trait it is of, was asked for."""
        return trait in self.traits or not self.words.isdisjoint(folded_words(text))


def line_of(profile: Profile, asked: Asked, vocabulary: Vocabulary, today: date) -> SearchedCv:
    """Return the line of a profile that a search found: what was asked for comes first.

    `today`: of `indexer.profiles.availability`.
    """
    said = profile.get("cv") or {}
    items = [str(item) for item in said.get("items") or []]
    codes = [str(code) for code in said.get("jobs") or []]
    jobs = {name: f"job:{code}" for code in codes for name in job_names([code], vocabulary)}
    named = profile.get("visibility") == NAMED
    titles = [
        Word(_capital(title), asked.has(title, jobs.get(title, "")))
        for title in ((said.get("titles") or []) if named else jobs)
    ]
    skills = _words(items, "skill", asked, vocabulary)
    return SearchedCv(
        profile=str(profile["id"]),
        titles=_first(titles)[:_MOST_TITLES] or [Word("Profil sans métier indiqué")],
        area=area_of(profile),
        experience=experience_label(int(profile.get("experience_months") or 0)),
        diploma=DIPLOMA_LEVELS.get(profile.get("diploma_level") or 0, ""),
        skills=skills[:MOST_SKILLS],
        more_skills=max(0, len(skills) - MOST_SKILLS),
        licences=_words(items, "licence", asked, vocabulary),
        languages=_words(items, "language", asked, vocabulary),
        wishes=wishes_of(profile),
        named=named,
        available=availability(profile, today),
    )


def experience_label(months: int) -> str:
    """Return how long a person worked, in whole years; nothing when nothing is known."""
    return years_of(months) if months else ""


def _words(items: Sequence[str], kind: str, asked: Asked, vocabulary: Vocabulary) -> list[Word]:
    labelled = [(item, vocabulary.label(item)) for item in items if item.startswith(f"{kind}:")]
    return _first([Word(label, asked.has(label, item)) for item, label in labelled])


def _first(words: Iterable[Word]) -> list[Word]:
    """Return those asked for before the others, each text once."""
    once = {word.text: word for word in words}
    return sorted(once.values(), key=lambda word: not word.asked)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
