"""A recruiter answers a CV, and the person answers back: each is one write, and a letter to the other follows from it.

The write says which letter is due (`letter`), so that the sweep writes it should anything die in between
(`indexer.candidates.letters`).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from elasticsearch import Elasticsearch

from indexer.candidates.answers import answered, may_answer
from indexer.candidates.cases import (
    CONTACT_ACCEPTED,
    CONTACT_ASKED,
    CONTACT_REFUSED,
    DECLINED,
    WITHDRAWN,
    Case,
    case_of,
)
from indexer.candidates.letters import write_due_letter
from indexer.candidates.telling import NOT_INTERESTED
from indexer.engine.documents import change
from indexer.engine.indices import index_name, refresh
from indexer.matching.matches import DROPPED, PENDING
from indexer.publications.closing import close_when_full
from indexer.settings import settings

Document = dict[str, Any]
WEEK = timedelta(days=7)

GONE, NOT_VOUCHED, ALREADY = "gone", "not_vouched", "already"
LIMIT_RECRUITER, LIMIT_PERSON = "limit_recruiter", "limit_person"
"""Why an answer is refused: the person is not seen any more; nobody vouches for the organisation; it was answered
otherwise before; so many people were contacted this week; the person was contacted so often this week."""
HEARD, STILL, SAID = "heard", "still", ("heard", "still", WITHDRAWN)
"""What a person says of a recruiter who has their CV: heard from them; not yet, and still interested; not any more."""


class AnswerRefusedError(Exception):
    """An answer may not be given; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def answer(
    client: Elasticsearch, match_id: str, said: str, reason: str = "", text: str = "", now: datetime | None = None
) -> Case:
    """Answer a CV for its recruiter; return the case as it then stands. Twice the same is as good as once.

    `said` is one of `answers.ANSWERS`; `reason` of `answers.REASONS` when the person is not retained; `text` has passed
    `answers.unlawful`. Raises AnswerRefusedError.
    """
    moment = now or datetime.now(UTC)
    case = case_of(client, match_id)
    if case is None:
        raise AnswerRefusedError(GONE)
    if not case.may_see:
        raise AnswerRefusedError(NOT_VOUCHED)
    if case.match.get("answer") == said:
        write_due_letter(client, match_id)
        return case
    if said != DECLINED and not case.match.get("contacted_at"):
        _check_limits(client, case.match, moment)
    visibility, at = str(case.profile.get("visibility")), moment.isoformat()
    refused = False

    def edit(match: Document) -> Document | None:
        nonlocal refused
        refused = not may_answer(match, said)
        return None if refused else answered(match, visibility, said, reason, text, at)

    stored = change(client, "matches", match_id, edit, refresh=True)
    if stored is None or refused:
        raise AnswerRefusedError(ALREADY if stored else GONE)
    write_due_letter(client, match_id)
    close_when_full(client, case.publication["id"])
    return case_of(client, match_id) or case


def settle_contact(client: Elasticsearch, match_id: str, *, accepted: bool, name: str = "") -> bool:
    """Take a person's word whether a recruiter may reach them; False when they are not asked, or said it before.

    Accepted, the recruiter is told their address, and `name` if they give one; refused, that they do not wish to.
    """
    won, at = False, datetime.now(UTC).isoformat()
    settled = CONTACT_ACCEPTED if accepted else CONTACT_REFUSED

    def edit(match: Document) -> Document | None:
        nonlocal won
        won = match.get("contact") == CONTACT_ASKED
        told = {"contact": settled, "contact_at": at, "letter": settled, "contact_name": name or None}
        return {**match, **told} if won else None

    stored = change(client, "matches", match_id, edit, refresh=True)
    if stored is None or not won:
        return False
    write_due_letter(client, match_id)
    close_when_full(client, stored["publication"])
    return True


def say(client: Elasticsearch, match_id: str, said: str) -> bool:
    """Keep what a person says of a recruiter who has their CV, one of SAID; False when the match is gone.

    Not interested any more, they are not told to this recruiter, and leave their lists.
    """

    def edit(match: Document) -> Document:
        dropped = {"state": DROPPED, "reason": NOT_INTERESTED} if match["state"] == PENDING else {}
        return {**match, "candidate_says": said, **(dropped if said == WITHDRAWN else {})}

    return change(client, "matches", match_id, edit, refresh=True) is not None


def _check_limits(client: Elasticsearch, match: Document, now: datetime) -> None:
    """Refuse one contact too many. Counted in the engine: of two at the same moment both may pass, and no third."""
    refresh(client, "matches")
    config = settings()
    for field, most, code in (
        ("recipient", config.contacts_of_recruiter, LIMIT_RECRUITER),
        ("candidate", config.contacts_of_person, LIMIT_PERSON),
    ):
        filters = [
            {"term": {field: match[field]}},
            {"range": {"contacted_at": {"gte": (now - WEEK).isoformat()}}},
        ]
        counted = client.count(index=index_name("matches"), query={"bool": {"filter": filters}})["count"]
        if most and int(counted) >= most:
            raise AnswerRefusedError(code)
