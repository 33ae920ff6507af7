"""Running a search of the CV base: one result a person, the facets, and the pages beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from elasticsearch import Elasticsearch

from indexer.cv_search.facets import FACETS
from indexer.cv_search.queries import CvSearch, all_found, cursor_of, firsts_body, order_of, search_body
from indexer.engine.documents import scan
from indexer.engine.indices import index_name
from indexer.language.searched import Part, understand_search
from indexer.language.vocabulary import Vocabulary
from indexer.searching.counts import Facet, counted
from indexer.searching.cursors import PAGE_SIZE, Cursor, cut

Profile = dict[str, Any]

_CVS_A_PERSON = 20
"""How many CVs of one person are looked at; nobody has more."""


@dataclass(frozen=True)
class CvResults:
    """A page of profiles, one a person, how many CVs are found in all, the facets, and the pages beside it."""

    profiles: list[Profile]
    total: int
    facets: dict[str, Facet]
    parts: tuple[Part, ...] = ()
    order: str = ""
    before: int = 0
    next: Cursor | None = None
    previous: Cursor | None = None


def search(client: Elasticsearch, wish: CvSearch, vocabulary: Vocabulary, employer_keys: Sequence[str]) -> CvResults:
    """Run a search for an employer, known by the keys of its group; of two CVs of one person the better is shown.

    A CV that is not shown since its person is shown by another counts in the totals all the same.
    """
    parts = understand_search(wish.words, vocabulary)
    answer = client.search(index=index_name("profiles"), **search_body(wish, parts, employer_keys))
    order = order_of(wish, parts)
    page = cut(answer["hits"]["hits"], cursor_of(wish, parts), order)
    profiles = [hit["_source"] for hit in page.hits]
    firsts = _firsts(client, wish, parts, employer_keys, profiles)
    return CvResults(
        [profile for profile in profiles if profile["id"] in firsts],
        int(answer["hits"]["total"]["value"]),
        counted(FACETS, answer["aggregations"], wish.chosen),
        parts,
        order,
        page.before,
        page.next,
        page.previous,
    )


def everybody_found(
    client: Elasticsearch, wish: CvSearch, vocabulary: Vocabulary, employer_keys: Sequence[str], fields: list[str]
) -> Iterator[Profile]:
    """Yield every profile a search finds, in no order, with these fields; the caller keeps one of each person."""
    query = all_found(wish, understand_search(wish.words, vocabulary), employer_keys)
    for _, profile in scan(client, "profiles", query, "id", fields):
        yield profile


def _firsts(
    client: Elasticsearch,
    wish: CvSearch,
    parts: Sequence[Part],
    employer_keys: Sequence[str],
    profiles: Sequence[Profile],
) -> set[str]:
    """Return the ids of the CV by which each of these people is shown: the first in the order of the search."""
    people = sorted({profile["person"] for profile in profiles})
    if not people:
        return set()
    body = firsts_body(wish, parts, employer_keys, people, _CVS_A_PERSON * PAGE_SIZE)
    firsts: dict[str, str] = {}
    for hit in client.search(index=index_name("profiles"), **body)["hits"]["hits"]:
        firsts.setdefault(str(hit["fields"]["person"][0]), str(hit["_id"]))
    return set(firsts.values())
