"""The facets of the search over offers: what may be chosen of each, what a choice lets through. Pure functions.

What an offer does not say of its conditions (contract, time, pay…) excludes it from nothing: it is let through, and
counted as a value of its own, NOT_SAID. What the job is must be known: whoever chooses welding is not shown the offers
of which no job was understood. To be accessible, to come with a training, or to be open to people without a licence,
counts only where it is so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from indexer.matching.criteria import negated
from indexer.searching import choices
from indexer.searching.choices import Chosen
from indexer.searching.kinds import AtLeast, Bins, Clause, FacetKind, Values, Yes

SINCE_DAYS = (1, 3, 7, 14, 31)
PAY_STEPS = (1800, 2000, 2200, 2500, 3000, 3500, 4000)
"""Gross euros a month."""
EXPERIENCE = {"0": (0, 0), "12": (1, 12), "24": (13, 24), "60": (25, 60), "plus": (61, 10_000)}
"""Months of experience asked, both ends included; `0` welcomes beginners."""


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

    def of(self, document: Mapping[str, Any]) -> list[str]:
        """See FacetKind. A saved search looks at new offers only, and keeps no such choice."""
        return []


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
    """Return what a choice of an offer's facet accepts (`choices.accepted`)."""
    return choices.accepted(FACETS, name, values, precise=precise)


def facet_filter(name: str, values: Sequence[str]) -> Clause:
    """Return the filter on the offers that have one of these accepted values."""
    return choices.facet_filter(FACETS, name, values)


def facet_filters(chosen: Chosen, *, precise: bool = False) -> dict[str, Clause]:
    """Return the filter of each facet of which something is chosen."""
    return choices.facet_filters(FACETS, chosen, precise=precise)


def values_of(offer: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the values that one offer has of each facet, NOT_SAID where it has none and that is a value."""
    return choices.values_of(FACETS, offer)
