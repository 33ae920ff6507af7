"""The query of a saved search, both ways: run over offers, or stored and answered by a new offer. Pure functions.

The words are those of the page's own builder. Place and facets are fields beside the stored query, as for profiles. An
offer counts `since` the search was confirmed or resumed: what came before, the person has seen on the page.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from indexer.language.searched import understand_search
from indexer.language.vocabulary import Vocabulary
from indexer.matching.criteria import Clause, all_of, any_of, missing
from indexer.offers.document import OPEN
from indexer.offers.facets import facet_filter, values_of
from indexer.offers.search_words import ADMITTED_BY, admitted_by_words
from indexer.places.circles import circles_around, within_circles

SavedSearch = dict[str, Any]

NOT_KEPT = ("since",)
"""Facets that a saved search does not keep: it looks at new offers only."""


def stored_query(words: str, vocabulary: Vocabulary) -> Clause:
    """Return the query that is stored: what the words admit, or every open offer when there are none.

    Long words one letter off are left to the page: the percolator cannot extract such a query, and would try it on
    every offer. A job that is mistyped is understood all the same. Without words it is a plain term, since the
    percolator cannot extract `match_all` either.
    """
    return admitted_by_words(understand_search(words, vocabulary)) or {"term": {"status": OPEN}}


def offers_for_search(saved: SavedSearch) -> Clause:
    """Return the search over offers that a saved search makes (forwards)."""
    clauses: list[Clause] = [saved["query"], {"term": {"status": OPEN}}]
    if saved.get("since"):
        clauses.append({"range": {"received_at": {"gte": saved["since"]}}})
    departements, whole = saved.get("departements") or [], saved.get("whole_departements") or []
    choices: list[Clause] = []
    if saved.get("radii"):
        choices += [*within_circles(saved), all_of(missing("location"), {"terms": {"departement": departements}})]
    elif departements:
        choices.append({"terms": {"departement": departements}})
    if whole:
        choices.append({"terms": {"departement": whole}})
    if choices:
        clauses.append(any_of(*choices))
    clauses += [facet_filter(name, accepted) for name, accepted in (saved.get("facets") or {}).items() if accepted]
    # As earlier releases wrote them.
    for chosen, field in (("contracts", "contract"), ("families", "family")):
        if saved.get(chosen):
            clauses.append({"terms": {field: saved[chosen]}})
    return all_of(*clauses)


def searches_for_offer(offer: dict[str, Any]) -> Clause:
    """Return the search over saved searches that an offer makes (backwards): percolation beside place and facets."""
    document = {name: offer[name] for name in ("status", *ADMITTED_BY) if offer.get(name)}
    return all_of(
        {"percolate": {"field": "query", "document": document}},
        {"term": {"alertable": True}},
        {"range": {"since": {"lte": offer["received_at"]}}},
        _placed(offer),
        *(_chosen(f"facets.{name}", values) for name, values in values_of(offer).items() if name not in NOT_KEPT),
        _chosen("contracts", [offer["contract"]] if offer.get("contract") else []),
        _chosen("families", offer.get("family") or []),
    )


def _placed(offer: dict[str, Any]) -> Clause:
    located, departement = offer.get("location"), offer.get("departement")
    there: list[Clause] = [{"term": {"departements": departement}}] if departement else []
    choices: list[Clause] = [all_of(missing("radii"), missing("departements"), missing("whole_departements"))]
    if departement:
        choices.append({"term": {"whole_departements": departement}})
    if located:
        choices += circles_around((located["lat"], located["lon"]))
        choices += [all_of(missing("radii"), *there)] if there else []
    else:
        choices += there
    return any_of(*choices)


def _chosen(field: str, values: Iterable[str]) -> Clause:
    """Return the filter on searches that accept one of these values, or did not choose at all."""
    said = list(values)
    return any_of(missing(field), {"terms": {field: said}}) if said else missing(field)
