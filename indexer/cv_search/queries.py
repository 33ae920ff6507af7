"""The request of a search of the CV base. Pure functions.

Who may be shown is a filter of every query here, so that no page can forget it: people who confirmed their address and
chose to be seen, and who exclude neither the searching organisation nor another of its group.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from indexer.candidates.employers import not_excluding
from indexer.cv_search.facets import FACETS
from indexer.language.searched import Part
from indexer.matching.criteria import all_of, any_of, shown_to_recruiters
from indexer.offers.search_places import Around
from indexer.searching.choices import Chosen, facet_filters
from indexer.searching.counts import counting
from indexer.searching.cursors import DATE, PAGE_SIZE, RELEVANCE, Cursor, backwards
from indexer.searching.kinds import Clause
from indexer.searching.words import WordFields, admitted_by_words, words_clauses

WORDS = WordFields(
    admitting={"cv.titles": 4.0, "cv.skill_labels": 2.0},
    title="cv.titles",
    described="",
    jobs="cv.jobs",
    items="cv.items",
    items_said=True,
)
# Of equals, who was last heard from comes first.
_BY_DATE: list[dict[str, Any]] = [{"last_contact_at": "desc"}, {"id": "asc"}]
SHOWN = (
    *("id", "person", "visibility", "cv.titles", "cv.jobs", "cv.items", "place_label", "radius_km"),
    *("remote_anywhere", "contracts", "working_times", "experience_months", "diploma_level", "open_to_training"),
    "available_from",
)
"""What is read of a profile for its line: no address, and nothing of its text."""


@dataclass(frozen=True)
class CvSearch:
    """What a recruiter looks for. An empty field does not restrict."""

    words: str = ""
    around: tuple[Around, ...] = ()
    radius_km: int = 30
    departements: tuple[str, ...] = ()
    """Whole départements, by code."""
    chosen: Chosen = field(default_factory=dict)
    order: str = ""
    cursor: Cursor | None = None

    @property
    def restricts(self) -> bool:
        """Say whether anything is asked: nobody is listed for the sake of listing."""
        return bool(self.words.strip() or self.around or self.departements or any(self.chosen.values()))


def allowed(employer_keys: Iterable[str]) -> list[Clause]:
    """Return the filters on the people whom an employer may be shown; the keys are those of its group (`employers`)."""
    return [*shown_to_recruiters(), *not_excluding(list(employer_keys))]


def found_by(wish: CvSearch, parts: Sequence[Part], employer_keys: Iterable[str]) -> Clause:
    """Return the query of words and place over the people who may be shown, without the facets."""
    return {"bool": {"filter": [*allowed(employer_keys), *_placed(wish)], **words_clauses(WORDS, parts)}}


def search_body(wish: CvSearch, parts: Sequence[Part], employer_keys: Iterable[str]) -> dict[str, Any]:
    """Return the request of a page; one result more than it holds, to know whether another follows.

    Chosen values filter the list after the counts, so that each facet is counted under the choices of the others only.
    """
    filters = facet_filters(FACETS, wish.chosen)
    sort = sorting(order_of(wish, parts))
    cursor = cursor_of(wish, parts)
    body: dict[str, Any] = {
        "query": found_by(wish, parts, employer_keys),
        "post_filter": {"bool": {"filter": list(filters.values())}},
        "aggs": counting(FACETS, filters),
        "size": PAGE_SIZE + 1,
        "sort": backwards(sort) if cursor and cursor.back else sort,
        "track_total_hits": True,
        "source_includes": list(SHOWN),
    }
    if cursor:
        body["search_after"] = list(cursor.values)
    return body


def all_found(wish: CvSearch, parts: Sequence[Part], employer_keys: Iterable[str]) -> Clause:
    """Return the query of everything asked, facets included, without order: for exports and alerts."""
    admitted = admitted_by_words(WORDS, parts, mistyped=True)
    chosen = facet_filters(FACETS, wish.chosen).values()
    return all_of(*allowed(employer_keys), *_placed(wish), *([admitted] if admitted else []), *chosen)


def firsts_body(
    wish: CvSearch, parts: Sequence[Part], employer_keys: Iterable[str], people: Sequence[str], most: int
) -> dict[str, Any]:
    """Return the request for all CVs of a few people that the search finds, in its order: the first of each is shown.

    The engine cannot show one result a person (`collapse`) and continue after a result at once.
    """
    filters = list(facet_filters(FACETS, wish.chosen).values())
    found = found_by(wish, parts, employer_keys)
    theirs = {"terms": {"person": list(people)}}
    found["bool"]["filter"] = [*found["bool"]["filter"], theirs, *filters]
    return {
        "query": found,
        "size": most,
        "sort": sorting(order_of(wish, parts)),
        "track_total_hits": False,
        "source": False,
        "docvalue_fields": ["person"],
    }


def order_of(wish: CvSearch, parts: Sequence[Part]) -> str:
    """Return the order: by relevance when there are words, unless the date is asked for."""
    words = admitted_by_words(WORDS, parts) is not None
    return RELEVANCE if words and wish.order != DATE else DATE


def cursor_of(wish: CvSearch, parts: Sequence[Part]) -> Cursor | None:
    """Return where the page begins; one made for another order is passed over."""
    return wish.cursor if wish.cursor and wish.cursor.order == order_of(wish, parts) else None


def sorting(order: str) -> list[dict[str, Any]]:
    """Return the engine's sort; each ends with the id, so that no two CVs are equal."""
    return [{"_score": "desc"}, *_BY_DATE] if order == RELEVANCE else list(_BY_DATE)


def _placed(wish: CvSearch) -> list[Clause]:
    """Return the filter on where people look for work: a place they chose is near, or they accept the département."""
    choices: list[Clause] = [
        {
            "geo_distance": {
                "distance": f"{wish.radius_km}km",
                "cv.places": {"lat": place.point[0], "lon": place.point[1]},
            }
        }
        for place in wish.around
    ]
    known = sorted({place.departement for place in wish.around if place.departement})
    if known:
        choices.append({"terms": {"whole_departements": known}})
    if wish.departements:
        choices.append({"terms": {"cv.departements": sorted(set(wish.departements))}})
    return [any_of(*choices)] if choices else []
