"""A search of the CV base as its page shows it: what was understood, the facets, and the addresses of it all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from indexer.cv_search.facets import ONE_ONLY
from indexer.cv_search.labels import TITLES, alone, value_label
from indexer.cv_search.search import CvResults
from indexer.reference.in_force import vocabulary
from indexer.searching.cursors import DATE, RELEVANCE
from search_api.cv_search_schema import FIELDS
from search_api.search_view import Box, Chip, Group, address_of, part_chip, place_chips
from search_api.searched_places import Places

PAGE = "cv_search.search"
# Shown unfolded; the others behind "Plus de critères", unless something is chosen there.
FIRST = ("job", "experience", "skill", "licence", "diploma")
ORDER_NAMES = {RELEVANCE: "pertinence", DATE: "date"}


def cv_address(wanted: Mapping[str, Any], endpoint: str = PAGE, **changes: Any) -> str:
    """Return the address of the same search with some fields changed; its first page unless one is named."""
    return address_of(wanted, endpoint, **changes)


def hidden_fields(wanted: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return a search as hidden fields of a form: each name with each of its values."""
    said: list[tuple[str, str]] = [("q", wanted["q"]), ("rayon", str(wanted["rayon"]))]
    said += [(name, value) for name in ("lieu", *FIELDS) for value in wanted[name]]
    return [(name, value) for name, value in said if value]


def chips_of(wanted: Mapping[str, Any], results: CvResults, places: Places) -> list[Chip]:
    """Return everything that was understood or chosen, each with how to undo it, in the order of the form."""
    chosen = [
        Chip(
            alone(facet, value, vocabulary()),
            cv_address({**wanted, name: [other for other in wanted[name] if other != value]}),
        )
        for name, facet in FIELDS.items()
        for value in wanted[name]
    ]
    words = [part_chip(wanted, part, PAGE) for part in results.parts]
    return [*words, *place_chips(wanted, places, PAGE), *chosen]


def groups_of(wanted: Mapping[str, Any], results: CvResults) -> list[Group]:
    """Return the facets with their values in the order of the page."""
    groups = []
    for name, facet in FIELDS.items():
        counts = results.facets[facet].counts if facet in results.facets else {}
        boxes = [
            Box(name, value, value_label(facet, value, vocabulary()), count, value in wanted[name])
            for value, count in counts.items()
            if count or value in wanted[name]
        ]
        groups.append(Group(facet, name, TITLES[facet], boxes, facet in ONE_ONLY, bool(wanted[name])))
    return groups


def orders_of(wanted: Mapping[str, Any], results: CvResults) -> list[tuple[str, str, bool]]:
    """Return the orders that are possible: name, address, and whether it is the one shown; without words there is one.

    By date is by when a person was last heard from.
    """
    if not results.parts:
        return []
    usual = {RELEVANCE: None, DATE: DATE}
    return [(name, cv_address(wanted, tri=usual[one]), one == results.order) for one, name in ORDER_NAMES.items()]
