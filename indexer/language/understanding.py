"""What a text says of a person or a job: the one place where words become jobs, skills, licences and languages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from indexer.language.caces import with_categories
from indexer.language.context import asserted
from indexer.language.empty_words import EMPTY_TITLE_WORDS
from indexer.language.job_titles import jobs_of_title
from indexer.language.normalisation import Token, tokens, without_accents
from indexer.language.permits import with_permits
from indexer.language.phrases import Found
from indexer.language.plausible import plausible
from indexer.language.requirement import required
from indexer.language.spans import Spans
from indexer.language.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Understanding:
    """What was recognised, each list in the order of the text and without repeats.

    `jobs` are ROME codes; `items` are `skill:…`, `licence:…`, `language:…`.
    """

    jobs: tuple[str, ...] = ()
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a text (characters, end excluded) and the traits it gives: `job:…`, `skill:…`, `licence:…`…"""

    start: int
    end: int
    traits: tuple[str, ...]


def understand_title(title: str, vocabulary: Vocabulary, description: str = "") -> tuple[str, ...]:
    """Return the ROME codes of the jobs that a title surely names (job_titles.py); none when it is not known.

    An offer's `description` helps where the title alone is unsure.
    """
    return jobs_of_title(title, vocabulary, description)


def understand_items(text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the skills, licences and languages that `text` asks for: named, and not denied by what is around them."""
    return _items(text, tokens(text), vocabulary, held=False)


def understand_demands(text: str, vocabulary: Vocabulary) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what `understand_items` does, and which of the licences among them `text` requires, not merely names."""
    found = _asserted(text, tokens(text), vocabulary, held=False)
    return _unique(item for one in found for item in one.identifiers), required(without_accents(text), found)


def understand_cv(text: str, vocabulary: Vocabulary) -> Understanding:
    """Return the jobs that a CV names and the skills, licences and languages it says the person has."""
    words = tokens(text)
    jobs = _unique(code for found in vocabulary.job_finder.find(words) for code in found.identifiers)
    return Understanding(jobs, _items(text, words, vocabulary, held=True))


def understand_spans(text: str, vocabulary: Vocabulary) -> list[Span]:
    """Return where `text` names jobs, skills, licences and languages, in the order of the text."""
    words = tokens(text)
    jobs = [
        Span(one.start, one.end, tuple(f"job:{code}" for code in one.identifiers))
        for one in vocabulary.job_finder.find(words)
    ]
    items = [Span(one.start, one.end, one.identifiers) for one in _asserted(text, words, vocabulary, held=False)]
    return sorted([*jobs, *items], key=lambda span: (span.start, -span.end))


def title_words(title: str) -> tuple[str, ...]:
    """Return the folded words of a title that can tell trades apart, without repeats."""
    return _unique(token.fold for token in tokens(title) if len(token.fold) > 2 and token.fold not in EMPTY_TITLE_WORDS)


def _items(text: str, words: list[Token], vocabulary: Vocabulary, *, held: bool) -> tuple[str, ...]:
    return _unique(item for one in _asserted(text, words, vocabulary, held=held) for item in one.identifiers)


def _asserted(text: str, words: list[Token], vocabulary: Vocabulary, *, held: bool) -> list[Found]:
    finder = vocabulary.item_finder
    plain = without_accents(text)
    known = finder.find(words)
    # "Lire les plans" is no known wording, and means one; what is one already is not read anew.
    read = Spans((one.start, one.end) for one in known)
    loose = [one for one in vocabulary.loose_finder.find(text, words) if not read.hold(one.start, one.end)]
    meant = plausible(text, plain, sorted([*known, *loose], key=lambda one: one.start))
    found = with_categories(text, plain, meant, finder.exact)
    found = with_permits(text, plain, found, finder.exact)
    return list(asserted(plain, found, held=held))


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
