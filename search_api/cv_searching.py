"""From the address of a search of the CV base to its results: the page, the export and the alerts come through here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from indexer.candidates.employers import group_keys
from indexer.cv_search.lines import Asked, SearchedCv, line_of
from indexer.cv_search.queries import CvSearch
from indexer.cv_search.search import CvResults
from indexer.engine.client import engine
from indexer.language.searched import Part
from indexer.offers.legal_gate.queries import check_query
from indexer.profiles.availability import today
from indexer.recruiters.document import Organisation
from indexer.reference.in_force import gazetteer, vocabulary
from indexer.settings import settings
from search_api.cv_search_schema import chosen_of
from search_api.searched_places import Places, places_of

# Facets whose values are things that a line shows.
_TRAITS = ("job", "skill", "licence", "language")


def places_searched(wanted: Mapping[str, Any]) -> Places:
    """Return the places of a search; one that is not understood does not restrict, and is said."""
    return places_of(wanted["lieu"], gazetteer(), region=settings().region)


def search_of(wanted: Mapping[str, Any], places: Places) -> CvSearch:
    """Return the search that validated fields of CvSearchSchema ask for."""
    return CvSearch(
        words=wanted["q"],
        around=places.around,
        radius_km=wanted["rayon"],
        departements=places.whole,
        chosen=chosen_of(wanted),
        order=wanted["tri"],
        cursor=wanted["page"],
    )


def keys_of(organisation: Organisation) -> list[str]:
    """Return the keys of an employer's names, with those of its group: who excludes one of them is not shown."""
    return group_keys(engine(), organisation.get("siren") or "", organisation["name"])


def refused_words(words: str) -> dict[str, str] | None:
    """Return why words may not be searched: `says` and `article`; None when they may (Code du travail L1132-1)."""
    finding = check_query(words)
    if finding is None:
        return None
    return {
        "words": finding.words,
        "criterion": finding.rule.criterion,
        "article": finding.rule.article,
        "says": finding.rule.says,
    }


def lines_of(results: CvResults, wish: CvSearch) -> list[SearchedCv]:
    """Return the lines of a page of results."""
    asked = asked_of(results.parts, wish)
    day = today()
    return [line_of(profile, asked, vocabulary(), day) for profile in results.profiles]


def asked_of(parts: tuple[Part, ...], wish: CvSearch) -> Asked:
    """Return what a search asks for, to point it out in what it finds."""
    chosen = [f"{facet}:{value}" for facet in _TRAITS for value in wish.chosen.get(facet, ())]
    return Asked.of(parts, chosen)
