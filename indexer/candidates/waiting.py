"""CVs that nobody answered: after two weeks the recruiter and the person are both asked, once.

Whoever was asked, and whose offer closes without an answer, is told that it is over: nobody waits for nothing.

First the matches are marked, all of one round with its time; the letters follow from the marks, so that a round that
dies in the middle is finished by the next.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from elasticsearch import Elasticsearch

from indexer.candidates.answers import answered
from indexer.candidates.cases import DECLINED, WITHDRAWN
from indexer.candidates.letter_words import WAITED_FOR, WAITING
from indexer.candidates.letters import create_letter
from indexer.engine.documents import change_many, get_many, scan
from indexer.engine.indices import refresh
from indexer.matching.criteria import Clause, all_of, negated
from indexer.matching.matches import SENT
from indexer.publications.document import BLOCKED, CLOSED

Document = dict[str, Any]

AFTER = timedelta(days=15)
NOT_AFTER = timedelta(days=60)
"""Nobody remembers a mail older than that; its answer links are void too."""
ASKED_ANEW = timedelta(days=7)
"""A person is asked once a week at most, of all recruiters together."""
FINISHED_WITHIN = timedelta(days=2)


def ask_both(client: Elasticsearch, now: datetime) -> int:
    """Ask about each CV told AFTER ago that nobody answered; return of how many people's CVs that is."""
    refresh(client, "matches")
    asked = {match["candidate"] for match in _marked(client, now - ASKED_ANEW)}
    unanswered = _unanswered(
        {"exists": {"field": "candidate"}},
        # Whom a saved search found was told for no offer: there is nothing to answer yet.
        {"exists": {"field": "publication"}},
        {"range": {"sent_at": {"lt": (now - AFTER).isoformat(), "gte": (now - NOT_AFTER).isoformat()}}},
        negated({"exists": {"field": "asked_both_at"}}),
    )
    found = scan(client, "matches", unanswered, "id", ["candidate"])
    due = [identifier for identifier, match in found if match["candidate"] not in asked]
    stamp = now.isoformat()
    marked = {"asked_both_at": stamp}
    change_many(client, "matches", due, lambda doc: None if doc.get("asked_both_at") else {**doc, **marked})
    refresh(client, "matches")
    _write_letters(client, _marked(client, now - FINISHED_WITHIN))
    return len(due)


def answer_for_closed(client: Elasticsearch, now: datetime) -> int:
    """Tell those who were asked and still wait that the offer closed; return how many. Twice is as good as once.

    It is an answer like a recruiter's, with the reason that the post is filled; the letter follows from it.
    """
    refresh(client, "matches", "publications")
    told = _unanswered({"range": {"asked_both_at": {"gte": (now - NOT_AFTER).isoformat()}}})
    found = dict(scan(client, "matches", told, "id", ["publication"]))
    publications = get_many(client, "publications", {match["publication"] for match in found.values()})
    over = {
        identifier
        for identifier, doc in publications.items()
        # Of a blocked organisation nobody knows whether the post is filled.
        if doc["state"] == CLOSED and doc.get("closed_reason") != BLOCKED
    }
    at = now.isoformat()

    def edit(match: Document) -> Document | None:
        return None if match.get("answer") else answered(match, "", DECLINED, "filled", "", at)

    due = [identifier for identifier, match in found.items() if match["publication"] in over]
    change_many(client, "matches", due, edit)
    return len(due)


def _unanswered(*filters: Clause) -> Clause:
    """Return the query of what was told, has no answer, and is still wanted by the person."""
    return all_of(
        {"term": {"state": SENT}},
        *filters,
        negated({"exists": {"field": "answer"}}),
        negated({"term": {"candidate_says": WITHDRAWN}}),
    )


def _marked(client: Elasticsearch, since: datetime) -> list[Document]:
    query = {"range": {"asked_both_at": {"gte": since.isoformat()}}}
    fields = ["id", "recipient", "publication", "candidate", "asked_both_at"]
    return [match for _, match in scan(client, "matches", query, "id", fields)]


def _write_letters(client: Elasticsearch, marked: list[Document]) -> None:
    of_publication: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    of_person: dict[tuple[str, str], list[str]] = defaultdict(list)
    for match in marked:
        of_publication[(match["recipient"], match["publication"], match["asked_both_at"])].append(match["id"])
        of_person[(match["candidate"], match["asked_both_at"])].append(match["id"])
    for (recruiter, publication, at), matches in of_publication.items():
        create_letter(client, WAITED_FOR, recruiter, "", matches, {}, f"{publication} {at}")
    for (person, at), matches in of_person.items():
        create_letter(client, WAITING, person, person, matches, {}, at)
