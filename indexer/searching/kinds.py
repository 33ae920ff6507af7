"""The kinds of facets: values of a field, ranges of a number, steps, what is so. Pure functions.

Each facet is said three ways that must agree, and property tests compare them: as a filter on documents, as an
aggregation that counts its values, and as the values that one document has (for searches that are saved).
What depends on the day it is says so in the engine's own words (`now+31d/d`); only `DaysAhead.of` reads the clock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Protocol

from indexer.matching.criteria import missing

Clause = dict[str, Any]

NOT_SAID = "non_precise"
YES = "oui"
ANY = "any"
"""Key of the range that counts every document that says the number."""


def said_of(document: Mapping[str, Any], field: str) -> Any:
    """Return what a document says in a field, also in one within another (`cv.jobs`); None when it says nothing."""
    said: Any = document
    for name in field.split("."):
        said = said.get(name) if isinstance(said, Mapping) else None
    return said


class FacetKind(Protocol):
    """How one facet is filtered, counted, and read from a document."""

    @property
    def lets_through(self) -> bool:
        """Say whether a document that does not say passes whatever is chosen."""

    def clauses(self, values: Sequence[str]) -> list[Clause]:
        """Return the filters of which a document must pass one, for these values; NOT_SAID is none of them."""

    def not_said(self) -> Clause | None:
        """Return the filter on the documents that do not say; None for a facet where that is no value."""

    def counting(self) -> Clause:
        """Return the aggregation that counts the values."""

    def of(self, document: Mapping[str, Any]) -> list[str]:
        """Return the values a document has, NOT_SAID left out: choosing any of them finds it."""


@dataclass(frozen=True)
class Values:
    """A facet whose values are those of a field."""

    field: str
    lets_through: bool = True
    most: int = 30
    numbers: bool = False
    several: bool = False
    """Whether a document may have several values."""
    unsaid: bool = True
    """Whether to have none is a value to choose, and counted."""

    def clauses(self, values: Sequence[str]) -> list[Clause]:
        """See FacetKind."""
        return [{"terms": {self.field: [int(value) for value in values] if self.numbers else list(values)}}]

    def not_said(self) -> Clause | None:
        """See FacetKind."""
        return missing(self.field) if self.unsaid else None

    def counting(self) -> Clause:
        """See FacetKind."""
        return {"terms": {"field": self.field, "size": self.most}}

    def of(self, document: Mapping[str, Any]) -> list[str]:
        """See FacetKind."""
        said = said_of(document, self.field)
        return [str(value) for value in (said if isinstance(said, list) else [said]) if value not in (None, "")]


@dataclass(frozen=True)
class Bins:
    """A facet whose values are ranges of a number, both ends included."""

    field: str
    ranges: Mapping[str, tuple[int, int]]
    lets_through: bool = True

    def clauses(self, values: Sequence[str]) -> list[Clause]:
        """See FacetKind."""
        bounds = [self.ranges[value] for value in values]
        return [{"range": {self.field: {"gte": least, "lte": most}}} for least, most in bounds]

    def not_said(self) -> Clause | None:
        """See FacetKind."""
        return missing(self.field)

    def counting(self) -> Clause:
        """See FacetKind."""
        # An aggregation's upper end is left out; the numbers are whole.
        ranges = [{"key": key, "from": least, "to": most + 1} for key, (least, most) in self.ranges.items()]
        return {"range": {"field": self.field, "ranges": ranges}}

    def of(self, document: Mapping[str, Any]) -> list[str]:
        """See FacetKind."""
        number = said_of(document, self.field)
        return [] if number is None else [key for key, (low, high) in self.ranges.items() if low <= number <= high]


@dataclass(frozen=True)
class AtLeast:
    """A facet of which one step is chosen: documents that reach it, or a higher one."""

    field: str
    steps: Sequence[int]
    lets_through: bool = True

    def clauses(self, values: Sequence[str]) -> list[Clause]:
        """See FacetKind."""
        return [{"range": {self.field: {"gte": min(int(value) for value in values)}}}]

    def not_said(self) -> Clause | None:
        """See FacetKind."""
        return missing(self.field)

    def counting(self) -> Clause:
        """See FacetKind."""
        ranges: list[dict[str, Any]] = [{"key": str(step), "from": step} for step in self.steps]
        return {"range": {"field": self.field, "ranges": [{"key": ANY, "from": 0}, *ranges]}}

    def of(self, document: Mapping[str, Any]) -> list[str]:
        """See FacetKind. A number below every step is said all the same: ANY, which nobody chooses."""
        number = said_of(document, self.field)
        return [] if number is None else [str(step) for step in self.steps if step <= number] or [ANY]


@dataclass(frozen=True)
class DaysAhead:
    """A facet of which one step is chosen: documents whose day has come, or comes within so many days from today.

    Each step holds those before it. Days are UTC's, as the engine rounds them.
    """

    field: str
    steps: Sequence[int]
    lets_through: bool = True

    def clauses(self, values: Sequence[str]) -> list[Clause]:
        """See FacetKind."""
        return [{"range": {self.field: {"lte": f"now+{_furthest(values)}d/d"}}}]

    def come_since(self, values: Sequence[str], day: date) -> Clause:
        """Return the filter on documents whose day was further than these values on `day`: time brings them nearer."""
        return {"range": {self.field: {"gt": (day + timedelta(_furthest(values))).isoformat()}}}

    def not_said(self) -> Clause | None:
        """See FacetKind."""
        return missing(self.field)

    def counting(self) -> Clause:
        """See FacetKind."""
        # An aggregation's upper end is left out: the beginning of the next day.
        ranges: list[dict[str, Any]] = [{"key": str(days), "to": f"now+{days + 1}d/d"} for days in self.steps]
        return {"date_range": {"field": self.field, "ranges": [*ranges, {"key": ANY, "from": "0001-01-01"}]}}

    def of(self, document: Mapping[str, Any]) -> list[str]:
        """See FacetKind. A day further than every step is said all the same: ANY, which nobody chooses."""
        said = said_of(document, self.field)
        if not said:
            return []
        ahead = (date.fromisoformat(said) - datetime.now(UTC).date()).days
        return [str(days) for days in self.steps if ahead <= days] or [ANY]


def _furthest(values: Sequence[str]) -> int:
    return max(int(value) for value in values)


@dataclass(frozen=True)
class Yes:
    """A facet of one value: what is so, told by a clause; the rest does not say, and is not let through."""

    clause: Clause
    field: str
    when: bool
    """Whether it is so when the field holds something, or when it holds nothing."""
    lets_through: bool = False

    def clauses(self, values: Sequence[str]) -> list[Clause]:
        """See FacetKind."""
        return [self.clause]

    def not_said(self) -> Clause | None:
        """See FacetKind."""
        return None

    def counting(self) -> Clause:
        """See FacetKind."""
        return {"filters": {"filters": {YES: self.clause}}}

    def of(self, document: Mapping[str, Any]) -> list[str]:
        """See FacetKind."""
        return [YES] if bool(said_of(document, self.field)) is self.when else []
