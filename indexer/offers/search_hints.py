"""What else to try when a search finds little, each with how many offers it would find. Builders are pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from elasticsearch import Elasticsearch

from indexer.engine.indices import index_name
from indexer.language.nearby_words import suggested
from indexer.language.searched import Part, understand_search, without
from indexer.language.vocabulary import Vocabulary
from indexer.offers.facets import facet_filters
from indexer.offers.search import Clause, Search, found_by
from indexer.places.circles import RADII_KM

FEW = 3
"""From so few offers on, it is said what else to try."""
_MOST_RADII = 3
_MOST_PARTS = 4

EVERYWHERE, UNFILTERED = "everywhere", "unfiltered"


@dataclass(frozen=True)
class Hint:
    """Another search, and how many offers it finds.

    `kind`: `radius` (a greater distance: `value` in km), `everywhere`, `unfiltered` (no facets), `part` (without one
    part of the words: `value` is what is left) or `spelling` (`value`: the words as they may have been meant).
    """

    kind: str
    value: str
    count: int


def alternatives(wish: Search, parts: Sequence[Part], vocabulary: Vocabulary) -> dict[tuple[str, str], Search]:
    """Return the searches that may find more, by kind and value."""
    wish = replace(wish, cursor=None)
    found: dict[tuple[str, str], Search] = {}
    if spelled := suggested(wish.words, parts, vocabulary):
        found["spelling", spelled] = replace(wish, words=spelled)
    if wish.around:
        for km in [step for step in RADII_KM if step > wish.radius_km]:
            found["radius", str(km)] = replace(wish, radius_km=km)
    if wish.around or wish.departements:
        found[EVERYWHERE, ""] = replace(wish, around=(), departements=())
    if any(wish.chosen.values()):
        found[UNFILTERED, ""] = replace(wish, chosen={}, precise=False)
    if len(parts) > 1:
        for part in parts[:_MOST_PARTS]:
            found["part", without(wish.words, part)] = replace(wish, words=without(wish.words, part))
    return found


def counting_body(searches: Mapping[tuple[str, str], Search], vocabulary: Vocabulary) -> dict[str, Any]:
    """Return the request that counts what each search finds, in one."""
    filters = [_whole(search, vocabulary) for search in searches.values()]
    return {"size": 0, "track_total_hits": False, "aggs": {"searches": {"filters": {"filters": filters}}}}


def _whole(wish: Search, vocabulary: Vocabulary) -> Clause:
    chosen = facet_filters(wish.chosen, precise=wish.precise)
    return {"bool": {"filter": [found_by(wish, understand_search(wish.words, vocabulary)), *chosen.values()]}}


def hints(client: Elasticsearch, wish: Search, parts: Sequence[Part], vocabulary: Vocabulary, total: int) -> list[Hint]:
    """Return the other searches that find more than `total` offers, at most three distances of those that do."""
    searches = alternatives(wish, parts, vocabulary)
    if not searches:
        return []
    answer = client.search(index=index_name("offers"), **counting_body(searches, vocabulary))
    counts = [int(bucket["doc_count"]) for bucket in answer["aggregations"]["searches"]["buckets"]]
    found = [Hint(kind, value, count) for (kind, value), count in zip(searches, counts, strict=True)]
    kept: list[Hint] = []
    most, radii = total, 0
    for hint in found:
        if hint.kind == "radius":
            # A distance that brings nothing more than the one before says nothing.
            if hint.count > most and radii < _MOST_RADII:
                kept.append(hint)
                most, radii = hint.count, radii + 1
        elif hint.count > total:
            kept.append(hint)
    return kept
