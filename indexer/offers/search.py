"""The search of the page over open offers: words, place, facets. Builders are pure; `search` alone asks the engine."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from elasticsearch import Elasticsearch

from indexer.engine.indices import index_name
from indexer.language.understanding import understand_title
from indexer.language.vocabulary import Vocabulary
from indexer.offers.document import OPEN
from indexer.places.geometry import Point

Clause = dict[str, Any]

PAGE_SIZE = 20
# The engine pages this deep at reasonable cost; beyond, a person is better served by another word or a filter.
DEEPEST_PAGE = 50

# A title says what the job is; a description also names what it is not. So the description only breaks ties.
ADMITTING_FIELDS = ["title^4", "job_labels^3", "skill_labels^2", "employer"]
ADMITTED_BY = ("title", "job_labels", "skill_labels", "employer", "jobs")
"""The fields of an offer that decide whether words admit it."""
_BETWEEN_WORDS = re.compile(r"[^\w’'+#.]+|\.(?=\s|$)")
SINCE_DAYS = (1, 3, 7, 14, 31)


@dataclass(frozen=True)
class Search:
    """What somebody looks for. An empty field does not restrict."""

    words: str = ""
    centre: Point | None = None
    radius_km: int = 30
    departement: str = ""
    """Département of the place looked around: offers known by that alone are let in."""
    contracts: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    since_days: int | None = None
    page: int = 1


@dataclass(frozen=True)
class Facet:
    """The values of one facet with their counts; a chosen value stays, even at 0."""

    name: str
    counts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Results:
    """A page of offers, how many there are in all, and the facets."""

    offers: list[dict[str, Any]]
    total: int
    facets: dict[str, Facet]
    pages: int


def search_body(wish: Search, vocabulary: Vocabulary) -> dict[str, Any]:
    """Return the request of a search.

    Facets are disjunctive: chosen values filter the list after the counts, and each facet is counted under the choices
    of the others only, so that its own other values keep their numbers.
    """
    chosen = facet_filters(wish)
    body: dict[str, Any] = {
        "query": {"bool": {"filter": [{"term": {"status": OPEN}}, *place_filter(wish)]}},
        "post_filter": {"bool": {"filter": list(chosen.values())}},
        "aggs": {
            name: {
                "filter": {"bool": {"filter": [clause for other, clause in chosen.items() if other != name]}},
                "aggs": {"values": values},
            }
            for name, values in _FACET_VALUES.items()
        },
        "size": PAGE_SIZE,
        "from": (min(wish.page, DEEPEST_PAGE) - 1) * PAGE_SIZE,
        "track_total_hits": True,
        "source_excludes": ["traits", "description"],
    }
    if wish.words.strip():
        body["query"]["bool"] |= words_clauses(wish.words, vocabulary)
        body["sort"] = ["_score", {"published_at": "desc"}, {"id": "asc"}]
    else:
        body["sort"] = [{"published_at": "desc"}, {"id": "asc"}]
    return body


def words_clauses(words: str, vocabulary: Vocabulary) -> Clause:
    """Return the clauses that admit and rank by words."""
    return {
        "must": [admitted_by_words(words, vocabulary)],
        "should": [{"match_phrase": {"title": {"query": words, "boost": 4}}}, {"match": {"description": words}}],
    }


def admitted_by_words(words: str, vocabulary: Vocabulary) -> Clause:
    """Return the clause that admits offers by words: each in what the job is, or the job that the words name.

    Each word by itself in any of the fields, so that the same clause can be stored for the percolator (saved searches).
    """
    each: list[Clause] = [
        {
            "multi_match": {
                "query": word,
                "fields": ADMITTING_FIELDS,
                "operator": "and",
                "tie_breaker": 0.2,
                # "chef de cuisine": "de" is no word to the engine.
                "zero_terms_query": "all",
            }
        }
        for word in _BETWEEN_WORDS.split(words)
        if word
    ]
    admitting: list[Clause] = [{"bool": {"must": each}}]
    codes = understand_title(words, vocabulary)
    if codes:
        admitting.append({"constant_score": {"filter": {"terms": {"jobs": list(codes)}}, "boost": 3}})
    return {"bool": {"should": admitting, "minimum_should_match": 1}}


def place_filter(wish: Search) -> list[Clause]:
    """Return the filter on the place; an offer that only says its département is let in when it is the one meant."""
    if wish.centre is None:
        return [{"term": {"departement": wish.departement}}] if wish.departement else []
    near = {
        "geo_distance": {
            "distance": f"{wish.radius_km}km",
            "location": {"lat": wish.centre[0], "lon": wish.centre[1]},
        }
    }
    vague = {
        "bool": {
            "filter": [{"term": {"departement": wish.departement}}],
            "must_not": [{"exists": {"field": "location"}}],
        }
    }
    return [{"bool": {"should": [near, vague], "minimum_should_match": 1}}]


def facet_filters(wish: Search) -> dict[str, Clause]:
    """Return the filter of each facet of which something is chosen."""
    filters: dict[str, Clause] = {}
    if wish.contracts:
        filters["contract"] = {"terms": {"contract": list(wish.contracts)}}
    if wish.families:
        filters["family"] = {"terms": {"family": list(wish.families)}}
    if wish.since_days:
        filters["since"] = {"range": {"published_at": {"gte": f"now-{wish.since_days}d/d"}}}
    return filters


_FACET_VALUES: dict[str, Clause] = {
    "contract": {"terms": {"field": "contract", "size": 30}},
    "family": {"terms": {"field": "family", "size": 30}},
    "since": {
        "date_range": {"field": "published_at", "ranges": [{"key": str(d), "from": f"now-{d}d/d"} for d in SINCE_DAYS]}
    },
}


def search(client: Elasticsearch, wish: Search, vocabulary: Vocabulary) -> Results:
    """Run a search and return its page of offers with the facets' counts."""
    body = search_body(wish, vocabulary)
    answer = client.search(index=index_name("offers"), from_=body.pop("from"), **body)
    total = int(answer["hits"]["total"]["value"])
    chosen = {"contract": wish.contracts, "family": wish.families, "since": ()}
    facets = {}
    for name in _FACET_VALUES:
        counts = {
            str(bucket["key"]): bucket["doc_count"] for bucket in answer["aggregations"][name]["values"]["buckets"]
        }
        facets[name] = Facet(name, {**counts, **{value: 0 for value in chosen[name] if value not in counts}})
    pages = min(-(-total // PAGE_SIZE), DEEPEST_PAGE)
    return Results([hit["_source"] for hit in answer["hits"]["hits"]], total, facets, pages)
