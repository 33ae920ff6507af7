"""What a search says beside its trade: conditions that a facet knows, places, and words that look for nothing.

"soudeur cdi bordeaux" looks for a welder, among the contracts CDI, around Bordeaux. Words and examples are data
(`conditions.toml`). Pure.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from indexer.language.normalisation import without_accents
from indexer.language.searched import known_spans
from indexer.language.spans import Spans
from indexer.language.vocabulary import Vocabulary
from indexer.places.communes import AmbiguousCommuneError, Gazetteer, UnknownCommuneError
from indexer.places.regions import departements_of_region
from indexer.places.territories import territory_of

FEWEST_PEOPLE, FEWEST_PEOPLE_HERE = 5_000, 200
"""Inhabitants from which a commune's name is taken for it without a word before that says so ("à"); in the region."""
FAR_LARGER = 20
"""How much larger the town is that is meant by a name of several."""
_LONGEST_NAME = 6
"""Words of a place's name ("Saint Jean Pied de Port")."""
_WORD = re.compile(r"[a-z0-9]+")
_DEPARTEMENT = re.compile(r"\d{2,3}|2[ab]")

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """Words of a search that a facet or the field of places answers, and where they stand (end excluded)."""

    text: str
    start: int
    end: int
    facet: str = ""
    values: tuple[str, ...] = ()
    place: str = ""
    """What the field of places understands: `Bordeaux (33)`, `Médoc`."""


@dataclass(frozen=True, slots=True)
class SortedWords:
    """A search sorted: `words` that offers have to hold, each where it was typed, and the conditions beside them."""

    words: str
    conditions: tuple[Condition, ...] = ()

    @property
    def places(self) -> list[str]:
        """Return the places that the words named."""
        return [one.place for one in self.conditions if one.place]

    @property
    def chosen(self) -> dict[str, tuple[str, ...]]:
        """Return the accepted values by facet."""
        found: dict[str, tuple[str, ...]] = {}
        for one in self.conditions:
            if one.facet:
                found[one.facet] = tuple(dict.fromkeys([*found.get(one.facet, ()), *one.values]))
        return found


def sort_words(
    text: str, vocabulary: Vocabulary, communes: Gazetteer, *, home: Collection[str] = (), placed: bool = False
) -> SortedWords:
    """Sort the words of a search.

    `home`: the départements of the region, where a name of several communes is first looked for. `placed`: a place is
    said elsewhere, so that names in the words are words. What stands between quotation marks is left as it is, and so
    is what belongs to a longer title or skill.
    """
    known = known_spans(text, vocabulary)
    reading = _Reading(text, list(_WORD.finditer(without_accents(text))), known)
    conditions = list(reading.conditions())
    noise = list(reading.noise())
    if not placed:
        conditions += _Places(reading, Spans(known), vocabulary, communes, home).found()
    taken = [*((one.start, one.end) for one in conditions), *noise]
    # What only leads to a place says nothing to an offer; the engine leaves most of it out by itself.
    return SortedWords(_blanked(text, [*taken, *reading.leads]), tuple(sorted(conditions, key=lambda one: one.start)))


@dataclass
class _Reading:
    """The words of one search, where known titles and skills stand in it, and which words are taken."""

    text: str
    words: Sequence[re.Match[str]]
    known: Sequence[tuple[int, int]]
    taken: set[int] = field(default_factory=set)
    leads: list[tuple[int, int]] = field(default_factory=list)

    def conditions(self) -> Iterator[Condition]:
        """Take the phrases of the table, the longest first."""
        table = _table()
        for first, last in self._phrases(table.conditions):
            facet, values = table.conditions[self.folded(first, last)]
            start, end = self.span(first, last)
            yield Condition(self.text[start:end], start, end, facet, values)

    def noise(self) -> Iterator[tuple[int, int]]:
        """Take the words that look for nothing."""
        table = _table()
        for first, last in self._phrases(table.anywhere, kept=table.kept):
            yield self.span(first, last)
        begins = next((number for number in range(len(self.words)) if number not in self.taken), 0)
        for first, last in self._phrases(table.leading, before=begins + 1):
            yield self.span(first, last)

    def _phrases(
        self,
        table: Mapping[Words, object] | Collection[Words],
        before: int | None = None,
        kept: Collection[Words] = (),
    ) -> Iterator[tuple[int, int]]:
        """Take the phrases of a table that begin before a word, but those that end one of the phrases kept."""
        longest = max(map(len, table))
        for first in range(len(self.words) if before is None else min(before, len(self.words))):
            for last in range(min(first + longest, len(self.words)), first, -1):
                if self.free(first, last) and self.folded(first, last) in table:
                    if any(self.folded(max(0, last - len(one)), last) == one for one in kept):
                        break
                    self.taken.update(range(first, last))
                    yield first, last
                    break

    def free(self, first: int, last: int) -> bool:
        """Say whether words are not taken yet, and not within something longer that is known or quoted."""
        start, end = self.span(first, last)
        within = any(one <= start and end <= other and (one, other) != (start, end) for one, other in self.known)
        return not within and self.taken.isdisjoint(range(first, last))

    def folded(self, first: int, last: int) -> Words:
        """Return words as the tables hold them."""
        return tuple(word.group() for word in self.words[first:last])

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return where words stand in the text."""
        return self.words[first].start(), self.words[last - 1].end()


@dataclass(frozen=True)
class _Places:
    """Finds the places among the words that nothing else took."""

    reading: _Reading
    known: Spans
    vocabulary: Vocabulary
    communes: Gazetteer
    home: Collection[str]

    def found(self) -> Iterator[Condition]:
        reading = self.reading
        first = 0
        while first < len(reading.words):
            first = (yield from self._at(first)) or first + 1

    def _at(self, first: int) -> Generator[Condition, None, int]:
        reading = self.reading
        led = self._lead(first)
        for last in range(min(first + _LONGEST_NAME, len(reading.words)), first, -1):
            start, end = reading.span(first, last)
            if not reading.free(first, last) or (self.known.meet(start, end) and not led):
                continue
            if place := self._place(first, last, led=bool(led)):
                reading.taken.update(range(first, last))
                if led:
                    reading.leads.append((led, start))
                yield Condition(reading.text[start:end], start, end, place=place)
                return last
        return 0

    def _lead(self, first: int) -> int:
        """Return where the words begin that say that a place follows; 0 when there are none: none begins a search."""
        longest = max(map(len, _table().before_place))
        for length in range(min(longest, first), 0, -1):
            if self.reading.folded(first - length, first) in _table().before_place:
                return self.reading.words[first - length].start()
        return 0

    def _place(self, first: int, last: int, *, led: bool) -> str:
        start, end = self.reading.span(first, last)
        text = self.reading.text[start:end]
        if _DEPARTEMENT.fullmatch(self.reading.folded(first, last)[0]) and last - first == 1:
            return self._numbered(first, text, led=led)
        if last - first == 1 and re.fullmatch(r"\d{5}", text):
            return text if self.communes.find(text) else ""
        if not led and self._is_words(first, last):
            return ""
        if territory := territory_of(text):
            return territory.name
        if departements_of_region(text):
            return text
        code = self.communes.departement(text)
        if code and code.casefold() != text.casefold():
            return f"{self.communes.departements[code]} ({code})"
        return self._commune(text, led=led)

    def _is_words(self, first: int, last: int) -> bool:
        words = self.reading.folded(first, last)
        return words in _table().ordinary_words or all(map(self.vocabulary.job_ranking.spelling.knows, words))

    def _numbered(self, first: int, text: str, *, led: bool) -> str:
        before = self.reading.words[first - 1].group() if first else ""
        last = self.reading.taken.issuperset(range(first + 1, len(self.reading.words)))
        if before in _table().not_before_number or not (led or last):
            return ""
        code = self.communes.departement(text)
        return f"{self.communes.departements[code]} ({code})" if code and len(text) > 1 else ""

    def _commune(self, text: str, *, led: bool) -> str:
        name = " ".join(re.sub(r"\d+", " ", text).split())
        if name != text and not self.communes.is_place(name):
            # "employé 33000" is no name with its postcode.
            return ""
        try:
            candidates = [self.communes.resolve(text)]
        except AmbiguousCommuneError as several:
            candidates = several.candidates
        except UnknownCommuneError:
            return ""
        near = [one for one in candidates if one.departement in self.home]
        if len(near) == 1:
            candidates = near
        if len(candidates) > 1 and candidates[0].population < FAR_LARGER * candidates[1].population:
            # Asked back in the field of places, where it is surely a place.
            return text if led else ""
        fewest = FEWEST_PEOPLE_HERE if near else FEWEST_PEOPLE
        return candidates[0].label if led or candidates[0].population >= fewest else ""


def _blanked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return a text with blanks of the same length in place of spans, so that positions hold."""
    letters = list(text)
    for start, end in spans:
        letters[start:end] = " " * (end - start)
    return "".join(letters)


@dataclass(frozen=True, slots=True)
class _Table:
    conditions: Mapping[Words, tuple[str, tuple[str, ...]]]
    anywhere: frozenset[Words]
    leading: frozenset[Words]
    kept: frozenset[Words]
    before_place: frozenset[Words]
    not_before_number: frozenset[str]
    ordinary_words: frozenset[Words]


@cache
def _table() -> _Table:
    read = tomllib.loads(Path(__file__).with_name("conditions.toml").read_text(encoding="utf-8"))
    conditions = {
        _folded(words): (one["facet"], tuple(one["values"])) for one in read["condition"] for words in one["words"]
    }
    noise = read["noise"]
    return _Table(
        conditions,
        frozenset(map(_folded, noise["anywhere"])),
        frozenset(map(_folded, noise["leading"])),
        frozenset(map(_folded, noise["kept"])),
        frozenset(map(_folded, read["before_place"]["words"])),
        frozenset(map(without_accents, read["not_before_number"]["words"])),
        frozenset(map(_folded, read["ordinary_words"]["words"])),
    )


def _folded(words: str) -> Words:
    return tuple(_WORD.findall(without_accents(words)))
