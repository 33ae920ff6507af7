"""What somebody asks for who writes a place or an activity instead of a trade, and who asks for nothing in particular.

Titles of offers name trades; people also write "ménage", "usine", "dans un supermarché", "n'importe quoi". The nearest
official title of such a word is often its manager's. The words and what they stand for are data: `wishes.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from indexer.language.job_titles import jobs_of_title
from indexer.language.normalisation import folded_words
from indexer.language.title_sheets import own_sheets, sheets_of_title
from indexer.language.vocabulary import Vocabulary

_FILE = Path(__file__).parent / "wishes.toml"
Fold = tuple[str, ...]


def understand_wish(text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the ROME codes of the jobs (parents) that a wish surely means, the first first; none when not known."""
    jobs = (vocabulary.parent_of(code) for code in _meant(text, vocabulary))
    return tuple(dict.fromkeys(jobs)) or jobs_of_title(text, vocabulary) or jobs_of_title(bare(text), vocabulary)


def sheets_of_wish(text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the job sheets that a wish means (see `sheets_of_title`)."""
    if meant := _meant(text, vocabulary):
        named = (own_sheets(code, vocabulary) if code in vocabulary.jobs else (code,) for code in meant)
    else:
        named = (sheets_of_title(text, job, vocabulary) for job in understand_wish(text, vocabulary))
    return tuple(dict.fromkeys(sheet for sheets in named for sheet in sheets))


def is_no_wish(text: str) -> bool:
    """Say whether a text asks for nothing in particular: "n'importe quoi", "tout", or only words around a wish."""
    return tuple(folded_words(text)) in _table().nothing or not _stripped(text)


def bare(text: str) -> str:
    """Return a wish without the words around it: "je cherche un poste de cariste" → "cariste"."""
    words = text.split()
    while words and _says_nothing(words[0]):
        words = words[1:]
    while words and _says_nothing(words[-1]):
        words = words[:-1]
    return " ".join(words)


def _meant(text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the codes in the table of a whole wish, those that this vocabulary knows."""
    codes = _table().jobs.get(tuple(folded_words(text))) or _table().jobs.get(_stripped(text)) or ()
    return tuple(code for code in codes if code in vocabulary.jobs or code in vocabulary.sheets)


def _stripped(text: str) -> Fold:
    return tuple(folded_words(bare(text)))


def _says_nothing(word: str) -> bool:
    return all(fold in _table().around for fold in folded_words(word))


@dataclass(frozen=True, slots=True)
class _Table:
    around: frozenset[str]
    nothing: frozenset[Fold]
    jobs: Mapping[Fold, tuple[str, ...]]


@cache
def _table() -> _Table:
    read = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return _Table(
        frozenset(folded_words(read["around"])),
        frozenset(tuple(folded_words(text)) for text in read["nothing"]),
        {tuple(folded_words(words)): tuple(one["jobs"]) for one in read["wish"] for words in one["words"]},
    )
