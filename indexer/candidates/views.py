"""Who saw which CV, and when: written for each view, shown to the person, erased with them.

One document for one recruiter, one profile, one way of seeing it and one day: to look again in the afternoon says
nothing new. That a CV was in a mail is known from its match (`indexer.matching.matches`), and written here when the
match goes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import streaming_bulk

from indexer.engine.documents import AnswerError, scan
from indexer.engine.indices import index_name, refresh
from indexer.matching.matches import SENT

View = dict[str, Any]
Document = dict[str, Any]

PAGE, FILE, LIST, EXPORT, MAIL = "page", "file", "list", "export", "mail"
"""How a CV was seen: its page, the file as it was sent, a line among others, a line of an exported table, a mail."""
KEPT = timedelta(days=365)
"""A log of who saw what is kept six months to a year (CNIL, recommendation on logging, 2021)."""
_CONFLICT = 409


def note_views(
    client: Elasticsearch, recruiter: Document, organisation: Document, profiles: Iterable[Document], how: str
) -> None:
    """Write down that a recruiter saw these profiles (`id` and `person` of each are read), before they are shown.

    `recruiter` and `organisation` as stored. Raises AnswerError when it cannot be written: nobody sees then.
    """
    now = datetime.now(UTC)
    _write(client, (_view(recruiter["id"], organisation, one["person"], one["id"], how, now) for one in profiles))


def keep_told(client: Elasticsearch, organisation: Document | None, matches: Document) -> None:
    """Write down whose CVs were mailed to an organisation's recruiters, before these matches (a query) are erased.

    Nothing without the organisation: who it was cannot be said any more. Twice is as good as once.
    """
    if organisation is None:
        return
    refresh(client, "matches")
    told = {"bool": {"filter": [matches, {"term": {"state": SENT}}, {"exists": {"field": "candidate"}}]}}
    fields = ["recipient", "candidate", "candidate_profile", "sent_at"]
    found = (match for _, match in scan(client, "matches", told, "id", fields))
    _write(
        client,
        (
            _view(
                match["recipient"],
                organisation,
                match["candidate"],
                match["candidate_profile"],
                MAIL,
                datetime.fromisoformat(match["sent_at"]),
            )
            for match in found
        ),
    )


def views_of(client: Elasticsearch, person: str) -> list[View]:
    """Return who saw a person's CVs, the latest first."""
    refresh(client, "views")
    found = [view for _, view in scan(client, "views", {"term": {"candidate": person}}, "id", ["*"])]
    return sorted(found, key=lambda view: str(view["first_at"]), reverse=True)


def forget_views(client: Elasticsearch, person: str) -> None:
    """Erase what is written of who saw a person (GDPR art. 17)."""
    refresh(client, "views")
    theirs = {"term": {"candidate": person}}
    client.delete_by_query(index=index_name("views"), query=theirs, conflicts="proceed", refresh=True)


def erase_old_views(client: Elasticsearch, now: datetime) -> int:
    """Erase the views of KEPT ago; return how many there were."""
    refresh(client, "views")
    old = {"range": {"first_at": {"lt": (now - KEPT).isoformat()}}}
    answer = client.delete_by_query(index=index_name("views"), query=old, conflicts="proceed", refresh=True)
    return int(answer["deleted"])


def _write(client: Elasticsearch, views: Iterable[View]) -> None:
    actions = ({"_op_type": "create", "_index": index_name("views"), "_id": view["id"], **view} for view in views)
    for done, answer in streaming_bulk(client, actions, raise_on_error=False):
        status = int(answer["create"]["status"])
        if not done and status != _CONFLICT:
            raise AnswerError("A view of a CV could not be written.", status)


def _view(recruiter: str, organisation: Document, person: str, profile: str, how: str, at: datetime) -> View:
    day = at.date().isoformat()
    said = f"{recruiter}\n{profile}\n{how}\n{day}"
    return {
        "id": hashlib.sha256(said.encode()).hexdigest()[:40],
        "candidate": person,
        "profile": profile,
        "recruiter": recruiter,
        "organisation": organisation["id"],
        "organisation_name": organisation["name"],
        "how": how,
        "day": day,
        "first_at": at.isoformat(),
    }
