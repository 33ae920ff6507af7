"""Erasing a recruiter, and an organisation with its last one (GDPR art. 17)."""

from __future__ import annotations

from typing import Any

from elasticsearch import Elasticsearch

from indexer.alerts.people import forget_if_last
from indexer.candidates.leaving import drop_recruiter
from indexer.candidates.views import keep_told
from indexer.cv_search.saved import delete_all_of
from indexer.engine.documents import get
from indexer.engine.indices import index_name
from indexer.profiles import erasures
from indexer.publications.sent import erase_of
from indexer.recruiters.belonging import members, waiting
from indexer.recruiters.document import BLOCKED
from indexer.recruiters.leaving import after_leaving, erase_published, leave_empty


def erase_recruiter(client: Elasticsearch, identifier: str) -> bool:
    """Erase a recruiter, what is known of mail to them and what they were told; say whether there was one.

    An organisation without members goes too, with what it published. That the erasure began is written down first, and
    the sweep goes over it again (`indexer.profiles.erasures`): what a worker writes late goes at the next round.
    """
    recruiter = get(client, "recruiters", identifier)
    if recruiter is None:
        return False
    erasures.begin(client, "recruiters", identifier, identifier, organisation=recruiter.get("organisation") or "")
    _erase(client, identifier, recruiter.get("organisation") or "")
    return True


def erase_again(client: Elasticsearch, begun: dict[str, Any]) -> None:
    """Go over an erasure that began (`indexer.profiles.erasures.begin`) again; who came back since is another."""
    recruiter = get(client, "recruiters", begun["id"])
    if recruiter is None or recruiter["received_at"] < begun["begun_at"]:
        _erase(client, begun["id"], begun["organisation"])


def _erase(client: Elasticsearch, identifier: str, organisation: str) -> None:
    """Do what an erasure is about; twice is as good as once. `organisation` is the one they belonged to, or empty."""
    # Whose CVs they were mailed stays written, for those people.
    keep_told(client, get(client, "organisations", organisation or "-"), {"term": {"recipient": identifier}})
    client.options(ignore_status=404).delete(index=index_name("recruiters"), id=identifier, refresh=True)
    if organisation:
        # What they published goes on with another, before what was due to them is dropped.
        after_leaving(client, organisation, identifier)
    drop_recruiter(client, identifier)
    delete_all_of(client, identifier)
    erase_of(client, identifier)
    # What they were told goes with what is known of them.
    forget_if_last(client, identifier)
    if organisation and not members(client, organisation):
        erase_organisation(client, organisation)


def erase_organisation(client: Elasticsearch, identifier: str) -> None:
    """Erase an organisation and everything it published: offers, drafts, and the CVs told for them.

    A blocked one stays blocked: what is kept of it names nobody, and without it whoever was blocked would begin anew.
    One that somebody asks to join stays too, bare, for the operator to let them in.
    """
    leave_empty(client, identifier)
    erase_published(client, identifier)
    found = client.options(ignore_status=404).get(index=index_name("organisations"), id=identifier)
    organisation = found.get("_source")
    if not organisation or organisation["state"] == BLOCKED or organisation.get("held_by"):
        # Blocked, or another claimed it meanwhile.
        return
    if not waiting(client, identifier):
        client.options(ignore_status=[404, 409]).delete(
            index=index_name("organisations"),
            id=identifier,
            if_seq_no=found["_seq_no"],
            if_primary_term=found["_primary_term"],
            refresh=True,
        )
