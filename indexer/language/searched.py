"""What the words of a search mean: jobs, skills, licences and languages, and words that are nothing but words.

"soudeur TIG" is the job of welding and the skill TIG, although "soudeur TIG" is a known title too: what can be undone
one by one is understood one by one. What stands between quotation marks is taken as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.language.engine_words import seen_by_engine
from indexer.language.normalisation import Token, fold, tokens
from indexer.language.phrases import Found
from indexer.language.spans import Spans
from indexer.language.understanding import understand_title
from indexer.language.vocabulary import Vocabulary

_QUOTED = re.compile(r"[\"“”«»]([^\"“”«»]+)[\"“”«»]")
# A word may hold a hyphen, an apostrophe, "+", "#" and a point ("aide-soignant", "d'aide", "C++", "Vue.js").
# Short for "formateur CACES" and "conducteur de bac" in a title; typed alone, a licence and a diploma.
_NO_JOB_ALONE = frozenset(map(fold, ("caces", "bac")))
_WORD = re.compile(r"[\w+#](?:[\w’'+#.-]*[\w+#])?")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a search: its words as typed, where it stands (characters, end excluded), and the traits it means.

    Without traits it is plain words; `quoted`: because the person wants it so.
    """

    text: str
    start: int
    end: int
    traits: tuple[str, ...] = ()
    quoted: bool = False

    @property
    def kind(self) -> str:
        """Return `job`, `skill`, `licence` or `language`; "" for plain words."""
        return self.traits[0].partition(":")[0] if self.traits else ""

    @property
    def words(self) -> list[str]:
        """Return its words."""
        return words_of(self.text)


def words_of(text: str) -> list[str]:
    """Return the words of a search, in order, as they were typed."""
    return [match.group() for match in _WORD.finditer(text)]


def understand_search(text: str, vocabulary: Vocabulary) -> tuple[Part, ...]:
    """Return the parts of a search in their order; what says nothing by itself ("de", "à") is in none.

    A job is one whose title is known word for word, typing errors aside; or that the words beside skills surely name.
    """
    as_they_are = [Part(one[1].strip(), one.start(), one.end(), quoted=True) for one in _QUOTED.finditer(text)]
    blank = _QUOTED.sub(lambda match: " " * len(match.group()), text)
    words = tokens(blank)
    titles, items = _known(blank, words, vocabulary)
    jobs = [_before_item(found, items, blank, vocabulary) for found in titles]
    # Of a job and a skill in the same words, the longer says more; of equals the job.
    jobs = [one for one in jobs if not any(_wider(item, one) for item in items)]
    taken = Spans((one.start, one.end) for one in jobs)
    items = [one for one in items if not taken.meet(one.start, one.end)]
    if not jobs:
        jobs, items = _named_together(blank, words, items, vocabulary)
    meant = [
        *(_part(blank, one, tuple(f"job:{code}" for code in one.identifiers)) for one in jobs),
        *(_part(blank, one, one.identifiers) for one in items),
    ]
    read = Spans((one.start, one.end) for one in meant)
    ordered = sorted([*as_they_are, *meant, *_plain(blank, read)], key=lambda part: part.start)
    # "soudeur-TIG" is one word, and means the first of what is in it.
    return (*ordered[:1], *(part for last, part in pairwise(ordered) if part.start >= last.end))


def known_spans(text: str, vocabulary: Vocabulary) -> list[tuple[int, int]]:
    """Return where titles, skills, licences and languages stand that are known word for word; quotations as well."""
    blank = _QUOTED.sub(lambda match: " " * len(match.group()), text)
    titles, items = _known(blank, tokens(blank), vocabulary)
    quotations = [one.span() for one in _QUOTED.finditer(text)]
    return [*quotations, *((one.start, one.end) for one in (*titles, *items))]


def without(text: str, part: Part) -> str:
    """Return a search without one of its parts."""
    return " ".join(f"{text[: part.start]} {text[part.end :]}".split())


def as_written(text: str, part: Part) -> str:
    """Return a search in which one of its parts is taken as it is written."""
    return quoted(text, [(part.start, part.end)])


def quoted(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return a search in which what stands in these places is taken as it is written."""
    for start, end in sorted(spans, reverse=True):
        text = f'{text[:start]} "{text[start:end]}" {text[end:]}'
    return " ".join(text.split())


def _known(text: str, words: list[Token], vocabulary: Vocabulary) -> tuple[list[Found], list[Found]]:
    items = [one for one in vocabulary.item_finder.find(words) if one.end - one.start > 1]
    return list(vocabulary.job_finder.find(vocabulary.job_ranking.spelling.corrected(text))), items


def _part(text: str, found: Found, traits: tuple[str, ...]) -> Part:
    """Return the part of what was found, to the ends of the words it begins and ends in ("Vue.js")."""
    met = [one for one in _WORD.finditer(text) if one.start() < found.end and one.end() > found.start]
    start = min([found.start, *(one.start() for one in met)])
    end = max([found.end, *(one.end() for one in met)])
    return Part(text[start:end], start, end, traits)


def _plain(text: str, read: Spans) -> Iterator[Part]:
    for match in _WORD.finditer(text):
        if not read.meet(match.start(), match.end()) and seen_by_engine(match.group()):
            yield Part(match.group(), match.start(), match.end())


def _wider(item: Found, job: Found) -> bool:
    meet = item.start < job.end and job.start < item.end
    return meet and item.end - item.start > job.end - job.start


def _before_item(job: Found, items: Sequence[Found], text: str, vocabulary: Vocabulary) -> Found:
    """Return a job's words without the skill they end with, where they name one of its jobs without it too."""
    for item in items:
        if job.start < item.start and item.end == job.end:
            rest = text[job.start : item.start].rstrip()
            codes = tuple(code for code in understand_title(rest, vocabulary) if code in job.identifiers)
            if codes:
                return Found(codes, job.start, job.start + len(rest))
    return job


def _named_together(
    text: str, words: Sequence[Token], items: list[Found], vocabulary: Vocabulary
) -> tuple[list[Found], list[Found]]:
    """Return the job that the words beside the skills name together, no known title, and the skills.

    Without any word beside them, or with a skill between, skills are all that is said.
    """
    taken = Spans((one.start, one.end) for one in items)
    left = [word for word in words if not taken.meet(word.start, word.end)]
    if not left or any(left[0].start < one.start < left[-1].end for one in items):
        return [], items
    if len(left) == 1 and left[0].fold in _NO_JOB_ALONE:
        return [], items
    codes = understand_title(text[left[0].start : left[-1].end], vocabulary)
    return ([Found(codes, left[0].start, left[-1].end)] if codes else []), items
