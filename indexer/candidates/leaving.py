"""What goes with a person who leaves, whichever side they were on."""

from __future__ import annotations

from elasticsearch import Elasticsearch

from indexer.alerts.claims import drop_due
from indexer.candidates.views import forget_views
from indexer.engine.indices import index_name, refresh
from indexer.mail import outbox

RECRUITER_GONE = "recruiter_gone"


def forget_candidate(client: Elasticsearch, person: str) -> None:
    """Erase all that recruiters have of a person: what is due and was sent, answers, letters about them, views.

    Their answer links then open nothing. Twice is as good as once (GDPR art. 17).
    """
    refresh(client, "matches", "letters")
    names = ",".join(index_name(kind) for kind in ("matches", "letters"))
    theirs = {"term": {"candidate": person}}
    client.delete_by_query(index=names, query=theirs, conflicts="proceed", refresh=True)
    forget_views(client, person)


def drop_recruiter(client: Elasticsearch, recruiter: str) -> None:
    """Drop what is due to a recruiter who leaves, and erase the letters and mails to them. Twice is as good as once."""
    drop_due(client, {"recipient": recruiter}, RECRUITER_GONE)
    refresh(client, "letters")
    theirs = {"term": {"person": recruiter}}
    client.delete_by_query(index=index_name("letters"), query=theirs, conflicts="proceed", refresh=True)
    outbox.erase_of(client, recruiter)
