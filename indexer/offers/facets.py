"""The facets of the search: what may be chosen of each, what a choice lets through, what is counted. Pure functions.

Each facet is said three ways that must agree, and a property test compares them: as a filter on offers, as an
aggregation that counts its values, and as the values that one offer has (for the searches that are saved and
percolated).

What an offer does not say of its conditions (contract, time, pay…) excludes it from nothing: it is let through, and
counted as a value of its own, NOT_SAID. What the job is must be known: whoever chooses welding is not shown the offers
of which no job was understood. To be accessible, to come with a
training, or to be open to people without a licence, counts only where it is so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from indexer.matching.criteria import any_of, missing, negated

Clause = dict[str, Any]
Chosen = Mapping[str, Sequence[str]]
"""What is chosen of each facet, by its name: `{"contract": ["CDI"]}`."""

NOT_SAID = "non_precise"
YES = "oui"
ANY = "any"
"""Key of the range that counts every offer that says its pay."""
SINCE_DAYS = (1, 3, 7, 14, 31)
PAY_STEPS = (1800, 2000, 2200, 2500, 3000, 3500, 4000)
"""Gross euros a month."""
EXPERIENCE = {"0": (0, 0), "12": (1, 12), "24": (13, 24), "60": (25, 60), "plus": (61, 10_000)}
"""Months of experience asked, both ends included; `0` welcomes beginners."""


class FacetKind(Protocol):
    """How one facet is filtered, counted, and read from an offer."""

    @property
    def lets_through(self) -> bool:
        """Say whether an offer that does not say passes whatever is chosen."""

    def clauses(self, values: Sequence[str]) -> list[Clause]:
        """Return the filters of which an offer must pass one, for these values; NOT_SAID is none of them."""

    def not_said(self) -> Clause | None:
        """Return the filter on the offers that do not say; None for a facet where that is no value."""

    def counting(self) -> Clause:
        """Return the aggregation that counts the values."""

    def of(self, offer: Mapping[str, Any]) -> list[str]:
        """Return the values an offer has, NOT_SAID left out: choosing any of them finds it."""


@dataclass(frozen=True)
class Values:
    """A facet whose values are those of a field."""

    field: str
    lets_through: bool = True
    most: int = 30
    numbers: bool = False
    several: bool = False
    """Whether an offer may have several values."""

    def clauses(self, values: Sequence[str]) -> list[Clause]:
        """See FacetKind."""
        return [{"terms": {self.field: [int(value) for value in values] if self.numbers else list(values)}}]

    def not_said(self) -> Clause | None:
        """See FacetKind."""
        return missing(self.field)

    def counting(self) -> Clause:
        """See FacetKind."""
        return {"terms": {"field": self.field, "size": self.most}}

    def of(self, offer: Mapping[str, Any]) -> list[str]:
        """See FacetKind."""
        said = offer.get(self.field)
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

    def of(self, offer: Mapping[str, Any]) -> list[str]:
        """See FacetKind."""
        number = offer.get(self.field)
        return [] if number is None else [key for key, (low, high) in self.ranges.items() if low <= number <= high]


@dataclass(frozen=True)
class AtLeast:
    """A facet of which one step is chosen: offers that reach it, or a higher one."""

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

    def of(self, offer: Mapping[str, Any]) -> list[str]:
        """See FacetKind."""
        number = offer.get(self.field)
        return [] if number is None else [str(step) for step in self.steps if step <= number]


@dataclass(frozen=True)
class Since:
    """How many days ago an offer was published, at most; it is always said."""

    lets_through: bool = False

    def clauses(self, values: Sequence[str]) -> list[Clause]:
        """See FacetKind."""
        return [{"range": {"published_at": {"gte": f"now-{max(int(value) for value in values)}d/d"}}}]

    def not_said(self) -> Clause | None:
        """See FacetKind."""
        return None

    def counting(self) -> Clause:
        """See FacetKind."""
        ranges = [{"key": str(days), "from": f"now-{days}d/d"} for days in SINCE_DAYS]
        return {"date_range": {"field": "published_at", "ranges": ranges}}

    def of(self, offer: Mapping[str, Any]) -> list[str]:
        """See FacetKind. A saved search looks at new offers only, and keeps no such choice."""
        return []


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

    def of(self, offer: Mapping[str, Any]) -> list[str]:
        """See FacetKind."""
        return [YES] if bool(offer.get(self.field)) is self.when else []


FACETS: dict[str, FacetKind] = {
    "family": Values("family", lets_through=False, several=True),
    "job": Values("jobs", lets_through=False, most=12, several=True),
    "contract": Values("contract"),
    "working_time": Values("working_time"),
    "remote": Values("remote"),
    "pay": AtLeast("pay_monthly_max", PAY_STEPS),
    "experience": Bins("experience_months", EXPERIENCE),
    "diploma": Values("diploma_level", numbers=True),
    "since": Since(),
    "source": Values("source", lets_through=False),
    "accessible": Yes({"term": {"accessible": True}}, "accessible", when=True),
    "training": Yes({"term": {"trains": True}}, "trains", when=True),
    "without_licence": Yes(negated({"exists": {"field": "licences_required"}}), "licences_required", when=False),
}
ONE_ONLY = ("since", "pay")
"""Facets of which one value is chosen at most: each step holds those beyond it."""


def accepted(name: str, values: Sequence[str], *, precise: bool = False) -> list[str]:
    """Return what a choice accepts: the values, and NOT_SAID where that is let through.

    `precise`: the person wants only the offers that say what was chosen.
    """
    lets = FACETS[name].lets_through and not precise
    return list(dict.fromkeys([*values, *([NOT_SAID] if lets and values else [])]))


def facet_filter(name: str, values: Sequence[str]) -> Clause:
    """Return the filter on the offers that have one of these accepted values."""
    kind = FACETS[name]
    said = [value for value in values if value != NOT_SAID]
    clauses = kind.clauses(said) if said else []
    unsaid = kind.not_said() if NOT_SAID in values else None
    return any_of(*clauses, *([unsaid] if unsaid else []))


def facet_filters(chosen: Chosen, *, precise: bool = False) -> dict[str, Clause]:
    """Return the filter of each facet of which something is chosen."""
    return {
        name: facet_filter(name, accepted(name, values, precise=precise)) for name, values in chosen.items() if values
    }


def values_of(offer: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the values that one offer has of each facet, NOT_SAID where it has none and that is a value."""
    found = {name: kind.of(offer) for name, kind in FACETS.items()}
    return {name: values or ([NOT_SAID] if FACETS[name].not_said() else []) for name, values in found.items()}
