"""Hard criteria: what excludes a match whatever the points. Written once for each direction, side by side.

They are not in the stored query (anything but plain terms there makes the percolator check every profile): they are
fields of the document, filtered in the same request with values of the other side. Each lets "not specified" through.
"""

from __future__ import annotations

from typing import Any

Clause = dict[str, Any]


def open_to_profile(profile: dict[str, Any]) -> list[Clause]:
    """Return the filters on offers that a profile's hard criteria make (forwards)."""
    clauses: list[Clause] = [{"term": {"status": "open"}}]
    if profile.get("contracts"):
        clauses.append(_or_missing("contract", {"terms": {"contract": profile["contracts"]}}))
    if profile.get("area"):
        clauses.append(
            _any_of(
                {"geo_shape": {"location": {"shape": profile["area"], "relation": "intersects"}}},
                # An offer known only by its département reaches the people whose area touches it.
                _all_of(_missing("location"), {"terms": {"departement": profile.get("departements", [])}}),
                _all_of(_missing("location"), _missing("departement")),
            )
        )
    elif profile.get("departements"):
        # A commune that no file places on the map, overseas: its département is what is known.
        clauses.append(_or_missing("departement", {"terms": {"departement": profile["departements"]}}))
    return clauses


def open_to_offer(offer: dict[str, Any]) -> list[Clause]:
    """Return the filters on profiles that an offer's facts make (backwards)."""
    clauses: list[Clause] = [{"term": {"alertable": True}}]
    if offer.get("contract"):
        clauses.append(_or_missing("contracts", {"term": {"contracts": offer["contract"]}}))
    if offer.get("location"):
        point = [offer["location"]["lon"], offer["location"]["lat"]]
        inside = {"geo_shape": {"area": {"shape": {"type": "point", "coordinates": point}, "relation": "intersects"}}}
        clauses.append(_any_of(inside, _unplaced_in(offer.get("departement"))))
    elif offer.get("departement"):
        clauses.append(_or_missing("departements", {"term": {"departements": offer["departement"]}}))
    return clauses


def _unplaced_in(departement: str | None) -> Clause:
    """Return the filter on profiles without an area: those of the offer's département, or that name none."""
    if departement is None:
        return _missing("area")
    return _all_of(_missing("area"), _or_missing("departements", {"term": {"departements": departement}}))


def _any_of(*clauses: Clause) -> Clause:
    return {"bool": {"should": list(clauses), "minimum_should_match": 1}}


def _all_of(*clauses: Clause) -> Clause:
    return {"bool": {"filter": list(clauses)}}


def _missing(field: str) -> Clause:
    return {"bool": {"must_not": [{"exists": {"field": field}}]}}


def _or_missing(field: str, clause: Clause) -> Clause:
    return _any_of(clause, _missing(field))
