"""What is chosen of facets as filters. Pure functions over the facets of one kind of document, by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from indexer.matching.criteria import any_of
from indexer.searching.kinds import NOT_SAID, Clause, FacetKind

Kinds = Mapping[str, FacetKind]
Chosen = Mapping[str, Sequence[str]]
"""What is chosen of each facet, by its name: `{"contract": ["CDI"]}`."""


def accepted(kinds: Kinds, name: str, values: Sequence[str], *, precise: bool = False) -> list[str]:
    """Return what a choice accepts: the values, and NOT_SAID where that is let through.

    `precise`: only the documents that say what was chosen are wanted.
    """
    lets = kinds[name].lets_through and not precise
    return list(dict.fromkeys([*values, *([NOT_SAID] if lets and values else [])]))


def facet_filter(kinds: Kinds, name: str, values: Sequence[str]) -> Clause:
    """Return the filter on the documents that have one of these accepted values."""
    kind = kinds[name]
    said = [value for value in values if value != NOT_SAID]
    clauses = kind.clauses(said) if said else []
    unsaid = kind.not_said() if NOT_SAID in values else None
    return any_of(*clauses, *([unsaid] if unsaid else []))


def facet_filters(kinds: Kinds, chosen: Chosen, *, precise: bool = False) -> dict[str, Clause]:
    """Return the filter of each facet of which something is chosen."""
    return {
        name: facet_filter(kinds, name, accepted(kinds, name, values, precise=precise))
        for name, values in chosen.items()
        if values
    }


def values_of(kinds: Kinds, document: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the values that one document has of each facet, NOT_SAID where it has none and that is a value."""
    found = {name: kind.of(document) for name, kind in kinds.items()}
    return {name: values or ([NOT_SAID] if kinds[name].not_said() else []) for name, values in found.items()}
