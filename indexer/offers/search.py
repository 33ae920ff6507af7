"""The search of the page over open offers: words, place, facets. Builders are pure; `search` alone asks the engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from elasticsearch import Elasticsearch

from indexer.engine.indices import index_name
from indexer.language.searched import Part, understand_search
from indexer.language.vocabulary import Vocabulary
from indexer.offers.document import OPEN
from indexer.offers.facet_counts import counted, counting
from indexer.offers.facets import facet_filters
from indexer.offers.search_pages import order_of, sorting
from indexer.offers.search_places import Around, place_filter
from indexer.offers.search_words import admitted_by_words, words_clauses
from indexer.searching.choices import Chosen
from indexer.searching.counts import Facet
from indexer.searching.cursors import PAGE_SIZE, Cursor, backwards, cut

Clause = dict[str, Any]

ANY_WORD, NEAR_JOBS = "any_word", "near_jobs"
LOOSENED = (ANY_WORD, NEAR_JOBS)
"""What is tried, in this order, where nothing answers all the words."""

# What a list does not show, and what only machines read.
_NOT_SHOWN = ["traits", "asks", "query", "title_words", "description", "fingerprint"]


@dataclass(frozen=True)
class Search:
    """What somebody looks for. An empty field does not restrict."""

    words: str = ""
    around: tuple[Around, ...] = ()
    radius_km: int = 30
    departements: tuple[str, ...] = ()
    """Whole départements, by code."""
    chosen: Chosen = field(default_factory=dict)
    precise: bool = False
    """Whether offers that do not say what was chosen are left out."""
    order: str = ""
    cursor: Cursor | None = None
    """Where the page begins; none: at the first offer."""
    loosened: str = ""
    """ANY_WORD: one of the words is enough; NEAR_JOBS: jobs near to those the words name instead of the words."""


@dataclass(frozen=True)
class Results:
    """A page of offers, how many there are in all, the facets, and where the pages beside it begin."""

    offers: list[dict[str, Any]]
    total: int
    facets: dict[str, Facet]
    parts: tuple[Part, ...] = ()
    """What the words were understood as."""
    order: str = ""
    before: int = 0
    """How many offers precede the page."""
    next: Cursor | None = None
    previous: Cursor | None = None
    loosened: str = ""
    """How the words were loosened, since nothing answers all of them: one of LOOSENED, or not at all."""


def search_body(wish: Search, parts: Sequence[Part]) -> dict[str, Any]:
    """Return the request of a search; one offer more than a page holds, to know whether another page follows.

    Chosen values filter the list after the counts, so that each facet is counted under the choices of the others only.
    """
    chosen = facet_filters(wish.chosen, precise=wish.precise)
    order = _order(wish, parts)
    sort = sorting(order, wish.around)
    cursor = wish.cursor if wish.cursor and wish.cursor.order == order else None
    body: dict[str, Any] = {
        "query": found_by(wish, parts),
        "post_filter": {"bool": {"filter": list(chosen.values())}},
        "aggs": counting(chosen),
        "size": PAGE_SIZE + 1,
        "sort": backwards(sort) if cursor and cursor.back else sort,
        "track_total_hits": True,
        "source_excludes": _NOT_SHOWN,
    }
    if cursor:
        body["search_after"] = list(cursor.values)
    return body


def found_by(wish: Search, parts: Sequence[Part]) -> Clause:
    """Return the query of words and place, without the facets."""
    placed = place_filter(wish.around, wish.radius_km, wish.departements)
    return {
        "bool": {
            "filter": [{"term": {"status": OPEN}}, *placed],
            **words_clauses(parts, any_word=wish.loosened == ANY_WORD),
        }
    }


def near_parts(parts: Sequence[Part], vocabulary: Vocabulary) -> tuple[Part, ...]:
    """Return one part that stands for the jobs that words name and those near to them; none when they name no job."""
    jobs = [trait.removeprefix("job:") for part in parts if part.kind == "job" for trait in part.traits]
    sheets = [sheet for job in jobs for sheet in vocabulary.sheets_under(job)]
    near = [one for sheet in sheets for one in (*vocabulary.alike_to(sheet), *vocabulary.near_to(sheet))]
    codes = dict.fromkeys([*jobs, *map(vocabulary.parent_of, near)])
    return (Part("", 0, 0, tuple(f"job:{code}" for code in codes)),) if codes else ()


def is_looser(kind: str, parts: Sequence[Part]) -> bool:
    """Say whether a search by these parts can be loosened so: several words, or a job among them."""
    if kind == ANY_WORD:
        return sum(len(part.words) for part in parts) > 1
    return any(part.kind == "job" for part in parts)


def _order(wish: Search, parts: Sequence[Part]) -> str:
    words = admitted_by_words(parts) is not None
    return order_of(wish.order, words=words, around=bool(wish.around))


def search(client: Elasticsearch, wish: Search, vocabulary: Vocabulary) -> Results:
    """Run a search and return its page of offers with the facets' counts.

    A cursor made for another order is passed over: the first page is returned.
    """
    parts = understand_search(wish.words, vocabulary)
    body = search_body(wish, near_parts(parts, vocabulary) if wish.loosened == NEAR_JOBS else parts)
    answer = client.search(index=index_name("offers"), **body)
    total = int(answer["hits"]["total"]["value"])
    facets = counted(answer["aggregations"], wish.chosen)
    cursor = wish.cursor if "search_after" in body else None
    order = _order(wish, parts)
    page = cut(answer["hits"]["hits"], cursor, order)
    offers = [hit["_source"] for hit in page.hits]
    return Results(offers, total, facets, parts, order, page.before, page.next, page.previous, wish.loosened)
